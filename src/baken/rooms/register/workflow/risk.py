"""What can happen to a risk, from the first word to the day that it is gone."""

from __future__ import annotations

from dataclasses import replace

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from baken.core.workflow.table import Step, StepField, Workflow
from baken.rooms.register.permits import ADVISE, IDENTIFY, MANAGE, READ
from baken.rooms.register.rules.states import (
    CARRIED,
    OPEN_STATES,
    SET_ASIDE,
    WITH_DECIDER,
)
from baken.rooms.register.workflow.deciding import BY_ITSELF, DECIDING, PAUSE
from baken.rooms.register.workflow.weighing import WRITE_OPTIONS

DESCRIPTION = (
    StepField(
        "title",
        _("Title"),
        "text",
        required=True,
        help=_("What can go wrong, in a few words."),
    ),
    StepField(
        "scenario",
        _("What can happen?"),
        "long_text",
        required=True,
        help=_(
            "One course of events: what leads to it, what happens, what harm it does. No names."
        ),
    ),
    StepField("hazard", _("Hazard"), "choice", required=True, choices="hazards"),
    StepField("categories", _("What kind of harm"), "codes", choices="risk_categories"),
    StepField("context", _("In what kind of work"), "choice", required=True, choices="contexts"),
    StepField("activity", _("During which activity"), "text"),
    StepField("from_on", _("First day of the activity"), "date"),
    StepField("until_on", _("Last day of the activity"), "date"),
    StepField(
        "group", _("Who is exposed"), "text", help=_("A group, such as boat crews. No names.")
    ),
    StepField("exposed", _("About how many people"), "integer"),
    StepField(
        "domains",
        _("Which of these does it touch besides?"),
        "codes",
        choices="authority_domains",
        help=_("Over these an authority has the last word. What the hazard brings counts anyway."),
    ),
    StepField("breaches_limit", _("Is a limit or prohibition of law broken?"), "boolean"),
    StepField(
        "legal_basis",
        _("On what ground may it be, all the same?"),
        "long_text",
        help=_("Only where a law gives an exemption; name its article."),
    ),
)
LIMIT_REASON = StepField(
    "limit_reason",
    _("Why is no limit of law broken any more?"),
    "long_text",
    help=_("Only when you take away that one is broken. Who takes it away does not decide."),
)
OWNER = StepField(
    "owner",
    _("Owner"),
    "person",
    help=_("Who sees to it that something is done: who leads the unit that acts."),
)
OWNED = (
    replace(OWNER, required=True),
    StepField(
        "owner_unit",
        _("Unit that acts"),
        "unit",
        help=_("Its code. Empty: the unit that the risk is about."),
    ),
)
SCORE = (
    StepField("kind", _("What is scored"), "choice", required=True, choices="score_kinds"),
    StepField("choice", _("Values"), "scores", required=True),
    StepField("rationale", _("Why these values"), "long_text", required=True),
    StepField("confidence", _("How sure are you"), "choice", required=True, choices="confidences"),
)
RATED_LOCALLY = (
    StepField(
        "unit",
        _("Which unit"),
        "unit",
        required=True,
        help=_("Its code: a unit of which you manage the risks, and that shares this one."),
    ),
    StepField("choice", _("Values"), "scores", required=True),
    StepField("controls", _("What holds it back there"), "long_text"),
    StepField("rationale", _("Why these values"), "long_text", required=True),
    StepField("confidence", _("How sure are you"), "choice", required=True, choices="confidences"),
)

# What is asked of whoever states a risk: no step, for there is no record yet.
IDENTIFYING = Step(
    name="identify",
    label=_("State a risk"),
    sources=(),
    target="identified",
    permit=IDENTIFY,
    fields=(*DESCRIPTION, OWNER),
    trail="register.risk.identified",
)

# The same of a finding of an instrument: one that names no hazard comes in, and has it named here.
FINDING = replace(
    IDENTIFYING,
    fields=tuple(
        replace(one, required=False) if one.name == "hazard" else one for one in IDENTIFYING.fields
    ),
)

RISK = Workflow(
    name="register.risk",
    initial="identified",
    states={
        "identified": _("identified"),
        "analysed": _("analysed"),
        "decision_pending": _("waiting for a decision"),
        "escalated": _("handed up"),
        "treating": _("measures running"),
        "accepted": _("accepted"),
        "avoided": _("avoided"),
        "transferred": _("transferred"),
        "monitored": _("monitored"),
        "closed": _("closed"),
        "reopened": _("reopened"),
    },
    finals=("closed",),
    steps=(
        Step(
            name="describe",
            label=_("Revise the description"),
            sources=OPEN_STATES,
            target="",
            permit=MANAGE,
            fields=(*DESCRIPTION, LIMIT_REASON),
            trail="register.risk.described",
        ),
        Step(
            name="own",
            label=_("Say who owns it"),
            sources=OPEN_STATES,
            target="",
            permit=MANAGE,
            fields=OWNED,
            trail="register.risk.owned",
            notice="owner",
        ),
        Step(
            name="score",
            label=_("Score"),
            sources=OPEN_STATES,
            target="",
            permit=MANAGE,
            guards=("has_scenario",),
            fields=SCORE,
            trail="register.risk.scored",
        ),
        Step(
            name="rate_locally",
            label=_("Rate it for a unit that shares it"),
            sources=OPEN_STATES,
            target="",
            permit=READ,
            guards=("manages_risks",),
            fields=RATED_LOCALLY,
            trail="register.risk.rated_locally",
            notice="local",
        ),
        Step(
            name="analyse",
            label=_("The analysis is done"),
            sources=("identified", "reopened"),
            target="analysed",
            permit=MANAGE,
            guards=("has_hazard", "has_current_score"),
            trail="register.risk.analysed",
        ),
        Step(
            name="ask_decision",
            label=pgettext_lazy("step", "Put up for decision"),
            sources=("analysed",),
            target="decision_pending",
            permit=MANAGE,
            guards=("has_current_score",),
            fields=(
                StepField(
                    "question",
                    _("What is the question?"),
                    "long_text",
                    required=True,
                    help=_("What is asked of who decides, and what happens when nobody decides."),
                ),
            ),
            trail="register.risk.put_up",
            notice="deciders",
        ),
        WRITE_OPTIONS,
        Step(
            name="advise",
            label=_("Give advice"),
            sources=WITH_DECIDER,
            target="",
            permit=ADVISE,
            fields=(
                StepField(
                    "kind",
                    _("As which adviser"),
                    "choice",
                    choices="advice_kinds",
                    help=_("Empty: by your own post and qualifications."),
                ),
                StepField(
                    "adviser",
                    _("Whose advice you write down"),
                    help=_("Only of an adviser who has no post here, such as a lawyer."),
                ),
                StepField(
                    "document",
                    _("In which letter or report does it stand?"),
                    help=_("Its number and date. Only for advice that you write down."),
                ),
                StepField("verdict", _("Your advice"), "choice", required=True, choices="verdicts"),
                StepField("advice", _("Why"), "long_text", required=True),
            ),
            trail="register.risk.advised",
            notice="deciders",
        ),
        *DECIDING,
        PAUSE,
        Step(
            name="monitor",
            label=_("Watch from now on"),
            sources=("accepted", "avoided", "transferred"),
            target="monitored",
            permit=MANAGE,
            guards=("watched_by_who_may",),
            trail="register.risk.monitored",
        ),
        Step(
            name="barrier_red",
            label=_("A barrier fails: decide anew"),
            sources=("accepted", "treating", "monitored"),
            target="decision_pending",
            permit=MANAGE,
            trail="register.risk.barrier_red",
            notice="deciders",
            by_system=True,
        ),
        Step(
            name="close",
            label=_("Close: the hazard is gone or the activity ended"),
            sources=("monitored", "avoided", "transferred"),
            target="closed",
            permit=MANAGE,
            guards=("closed_by_who_may",),
            fields=(StepField("reason", _("Why"), "long_text", required=True),),
            trail="register.risk.closed",
        ),
        Step(
            name="reopen",
            label=_("Reopen"),
            sources=("closed",),
            target="reopened",
            permit=MANAGE,
            fields=(StepField("reason", _("Why"), "long_text", required=True),),
            trail="register.risk.reopened",
            notice="deciders",
        ),
        Step(
            name="severe_occurrence",
            label=_("Something severe happened with this risk"),
            sources=(*CARRIED, *SET_ASIDE),
            target="decision_pending",
            permit=MANAGE,
            trail="register.risk.severe_occurrence",
            notice="deciders",
            by_system=True,
        ),
        Step(
            name="look_again",
            label=_("Something more happened with this risk: look again"),
            sources=(*CARRIED, *SET_ASIDE),
            target="",
            permit=MANAGE,
            trail="register.risk.look_again",
            notice="managers",
            by_system=True,
        ),
        *BY_ITSELF,
    ),
)
