"""What can happen to a bow-tie: it is drawn part by part, and signals come in about its barriers."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from baken.core.workflow.table import Step, StepField, Workflow
from baken.rooms.register.permits import MANAGE, READ

_IN_USE = ("in_use",)

DESCRIBED = (
    StepField("title", _("Title"), "text", required=True),
    StepField("hazard", _("Hazard"), "choice", required=True, choices="hazards"),
    StepField(
        "top_event",
        _("Top event"),
        "text",
        required=True,
        help=_("The moment at which control is lost, such as: a round leaves the safe sector."),
    ),
    StepField(
        "independence",
        _("Why do the barriers not fail together?"),
        "long_text",
        help=_("Only with an argument the product estimates how often it may happen."),
    ),
)
_BARRIER = StepField(
    "barrier", _("Barrier"), required=True, help=_("Its code in this bow-tie, such as b3.")
)
_WORDS = StepField("words", _("What was seen or done"), "long_text", required=True)
_THREAT = (
    StepField("text", _("Threat"), required=True, help=_("What can lead to the top event.")),
    StepField(
        "frequency",
        _("How often in a year"),
        help=_("A number, such as 2 or 0.1; leave it empty when nobody knows."),
    ),
)
_CONSEQUENCE = (
    StepField("text", _("Consequence"), required=True, help=_("What can come of it.")),
    StepField("severity", _("Severity"), "choice", choices="severities"),
)
_OF_BARRIER = (
    StepField("text", _("Barrier"), required=True, help=_("What holds it back, in a few words.")),
    StepField("side", _("Side"), "choice", required=True, choices="barrier_sides"),
    StepField("kind", _("Kind of barrier"), "choice", required=True, choices="barrier_kinds"),
    StepField(
        "effectiveness",
        _("How well it works when nothing is wrong (percent)"),
        "integer",
        required=True,
    ),
    StepField("critical", _("Without it the top event or grave harm is near"), "boolean"),
    StepField(
        "independent", _("It does not fail together with the threat or another barrier"), "boolean"
    ),
    StepField("owner_post", _("Post that sees to it"), help=_("A post, no name.")),
    StepField("owner_unit", _("Unit that sees to it"), help=_("The code of the unit.")),
    StepField(
        "standard",
        _("When is it good enough?"),
        "long_text",
        help=_("Such as: markers can be seen at 100 metres in rain."),
    ),
    StepField("evidence_kinds", _("What can show it"), "codes", choices="evidence_kinds"),
)

# What is asked of whoever draws a bow-tie: no step, for there is no record yet.
DRAWING = Step(
    name="draw",
    label=_("Draw a bow-tie"),
    sources=(),
    target="in_use",
    permit=MANAGE,
    fields=DESCRIBED,
    trail="register.bow_tie.drawn",
)


def _change(name: str, label: object, trail: str, *fields: StepField, permit: str = MANAGE) -> Step:
    """A step that changes no state of the bow-tie."""
    return Step(
        name=name,
        label=label,
        sources=_IN_USE,
        target="",
        permit=permit,
        fields=fields,
        trail=f"register.bow_tie.{trail}",
    )


BOW_TIE = Workflow(
    name="register.bow_tie",
    initial="in_use",
    states={"in_use": _("in use"), "withdrawn": _("withdrawn")},
    steps=(
        _change("describe", _("Revise title and top event"), "described", *DESCRIBED),
        _change("add_threat", _("Add a threat"), "threat_added", *_THREAT),
        _change(
            "change_threat",
            _("Revise a threat"),
            "threat_changed",
            StepField("part", _("Which threat"), required=True),
            *_THREAT,
        ),
        _change("add_consequence", _("Add a consequence"), "consequence_added", *_CONSEQUENCE),
        _change(
            "change_consequence",
            _("Revise a consequence"),
            "consequence_changed",
            StepField("part", _("Which consequence"), required=True),
            *_CONSEQUENCE,
        ),
        _change("add_barrier", _("Add a barrier"), "barrier_added", *_OF_BARRIER),
        _change(
            "change_barrier",
            _("Revise a barrier"),
            "barrier_changed",
            _BARRIER,
            *_OF_BARRIER,
        ),
        _change(
            "place_barrier",
            _("Put a barrier on a threat or consequence"),
            "barrier_placed",
            _BARRIER,
            StepField(
                "line",
                _("Threat or consequence"),
                required=True,
                help=_("Its code in this bow-tie, such as t1."),
            ),
            StepField(
                "place",
                _("Place, counted from the threat or the top event"),
                "integer",
                help=_("Leave it empty to put it last."),
            ),
        ),
        _change(
            "lift_barrier",
            _("Take a barrier off a threat or consequence"),
            "barrier_lifted",
            _BARRIER,
            StepField("line", _("Threat or consequence"), required=True),
        ),
        _change(
            "add_factor",
            _("Add what can weaken a barrier"),
            "factor_added",
            _BARRIER,
            StepField("text", _("What can weaken it"), required=True),
        ),
        _change(
            "add_escalation",
            _("Add what keeps a factor from weakening a barrier"),
            "escalation_added",
            StepField("factor", _("Factor"), required=True),
            StepField("text", _("What keeps it from weakening the barrier"), required=True),
        ),
        _change(
            "remove",
            _("Remove a part"),
            "part_removed",
            StepField(
                "part",
                _("Which part"),
                required=True,
                help=_("What hangs on it goes too; the history keeps it."),
            ),
            StepField("reason", _("Why"), "long_text", required=True),
        ),
        _change(
            "note_signal",
            _("Note what weakens a barrier"),
            "signal_noted",
            _BARRIER,
            StepField("kind", _("What is wrong"), "choice", required=True, choices="signal_kinds"),
            StepField(
                "grade",
                _("How grave"),
                "choice",
                choices="signal_grades",
                help=_("Only for a failure or a nonconformity."),
            ),
            StepField(
                "covered",
                _("How many percent of the people needed are qualified"),
                "integer",
                help=_("Only when too few people are qualified."),
            ),
            StepField(
                "since", _("Since which day"), "date", help=_("Leave it empty when it began now.")
            ),
            _WORDS,
        ),
        _change(
            "name_barrier",
            _("Say that something is wrong with a barrier"),
            "barrier_named",
            _BARRIER,
            _WORDS,
            permit=READ,
        ),
        _change(
            "close_signal",
            _("Close: it no longer weakens the barrier"),
            "signal_closed",
            StepField("signal", _("What was wrong"), required=True),
            _WORDS,
        ),
        _change(
            "note_evidence",
            _("Note what shows that a barrier works"),
            "evidence_noted",
            _BARRIER,
            StepField(
                "kind", _("What shows it"), "choice", required=True, choices="evidence_kinds"
            ),
            StepField("on", _("On which day"), "date", required=True),
            _WORDS,
        ),
        _change(
            "tie_risk",
            _("Let a risk lean on this bow-tie"),
            "risk_tied",
            StepField("risk", _("Reference of the risk"), required=True),
        ),
        _change(
            "untie_risk",
            _("Let a risk no longer lean on this bow-tie"),
            "risk_untied",
            StepField("risk", _("Reference of the risk"), required=True),
            StepField("reason", _("Why"), "long_text", required=True),
        ),
        Step(
            name="turn",
            label=_("A barrier stands differently"),
            sources=_IN_USE,
            target="",
            permit=MANAGE,
            trail="register.bow_tie.barrier_turned",
            by_system=True,
        ),
        Step(
            name="withdraw",
            label=_("Withdraw"),
            sources=_IN_USE,
            target="withdrawn",
            permit=MANAGE,
            fields=(StepField("reason", _("Why"), "long_text", required=True),),
            trail="register.bow_tie.withdrawn",
        ),
        Step(
            name="reinstate",
            label=_("Take into use again"),
            sources=("withdrawn",),
            target="in_use",
            permit=MANAGE,
            fields=(StepField("reason", _("Why"), "long_text", required=True),),
            trail="register.bow_tie.reinstated",
        ),
    ),
)
