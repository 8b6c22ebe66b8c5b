"""What can happen to the accident record of a serviceman."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from baken.core.workflow.table import Step, StepField, Workflow
from baken.rooms.reports.permits import DRAW_UP, REMARK

_FACTS = (
    StepField("on_duty", _("It happened on duty"), "boolean"),
    StepField("happened_at", _("When did it happen?"), "moment", required=True),
    StepField("place", _("Where did it happen?"), "text", required=True),
    StepField("activity", _("Which duty or activity was it?"), "text", required=True),
    StepField(
        "course",
        _("What happened?"),
        "long_text",
        required=True,
        help=_("The course of events, in plain words. Facts, no blame, no names of others."),
    ),
    StepField(
        "injury",
        _("What was the injury?"),
        "long_text",
        required=True,
        help=_("In general terms, such as a painful knee. No diagnosis: that is for the doctor."),
    ),
    StepField(
        "witnesses",
        _("Who saw it?"),
        "long_text",
        help=_("How many, and in what post. No names."),
    ),
)
_REASON = StepField("reason", _("Why"), "long_text", required=True)
_OWN = ("not_own_accident",)

ACCIDENT_RECORD = Workflow(
    name="reports.accident_record",
    initial="opened",
    states={
        "opened": _("opened"),
        "drawn_up": _("drawn up"),
        "shown_to_person": _("shown to the person"),
        "final": _("final"),
        "withdrawn": _("withdrawn"),
    },
    finals=("final", "withdrawn"),
    steps=(
        Step(
            name="draw_up",
            label=_("Draw up"),
            sources=("opened",),
            target="drawn_up",
            permit=DRAW_UP,
            guards=_OWN,
            fields=_FACTS,
            trail="reports.accident_record.drawn_up",
        ),
        Step(
            name="revise",
            label=_("Change what stands there"),
            sources=("drawn_up", "shown_to_person"),
            target="drawn_up",
            permit=DRAW_UP,
            guards=_OWN,
            fields=_FACTS,
            trail="reports.accident_record.revised",
        ),
        Step(
            name="show",
            label=_("Show to the person"),
            sources=("drawn_up",),
            target="shown_to_person",
            permit=DRAW_UP,
            guards=_OWN,
            trail="reports.accident_record.shown",
            notice="person",
            deadline="remarks",
        ),
        Step(
            name="agree",
            label=_("I have read it and have no remarks"),
            sources=("shown_to_person",),
            target="",
            permit=REMARK,
            trail="reports.accident_record.agreed",
            notice="commander",
        ),
        Step(
            name="remark",
            label=_("Add my remarks"),
            sources=("shown_to_person", "final"),
            target="",
            permit=REMARK,
            fields=(
                StepField(
                    "remark",
                    _("Your remarks"),
                    "long_text",
                    required=True,
                    help=_("They stand in the record in your own words; nobody changes them."),
                ),
            ),
            trail="reports.accident_record.remarked",
            notice="commander",
        ),
        Step(
            name="make_final",
            label=_("Make final"),
            sources=("shown_to_person",),
            target="final",
            permit=DRAW_UP,
            guards=(*_OWN, "person_heard"),
            trail="reports.accident_record.made_final",
            notice="person",
        ),
        Step(
            name="supplement",
            label=_("Add a supplement"),
            sources=("final",),
            target="",
            permit=DRAW_UP,
            guards=_OWN,
            fields=(
                StepField(
                    "supplement",
                    _("What must be added?"),
                    "long_text",
                    required=True,
                    help=_("What stands there stays; this comes below it with the date."),
                ),
            ),
            trail="reports.accident_record.supplemented",
            notice="person",
        ),
        Step(
            name="withdraw",
            label=_("Withdraw"),
            sources=("opened", "drawn_up", "shown_to_person"),
            target="withdrawn",
            permit=DRAW_UP,
            guards=_OWN,
            fields=(_REASON,),
            trail="reports.accident_record.withdrawn",
            notice="person",
        ),
    ),
)


def no_record_step(sources: tuple[str, ...]) -> Step:
    """The step of an occurrence that says that no record is needed, from states that it is open in."""
    return Step(
        name="no_accident_record",
        label=_("No accident record of a serviceman is needed"),
        sources=sources,
        target="",
        permit=DRAW_UP,
        guards=("record_may_be_asked",),
        fields=(
            StepField(
                "reason",
                _("Why not?"),
                "long_text",
                required=True,
                help=_("Such as: only civilians were hurt. Without names."),
            ),
        ),
        trail="reports.occurrence.no_accident_record",
    )
