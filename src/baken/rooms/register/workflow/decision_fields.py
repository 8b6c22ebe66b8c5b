"""What is asked of whoever decides; the record of an acceptance asks more by the class of the risk."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from baken.core.workflow.table import StepField

STACK_SEEN = StepField(
    "stack_seen",
    _("I have seen the stack"),
    "boolean",
    help=_("The other risks that the same people meet at the same time."),
)
STACK_SHOWN = StepField(
    "stack_shown",
    _("Which stack was shown"),
    "shown",
    help=_("The value of “shown” beside the stacks of the risk, when it is in one."),
)
AGAINST_ADVICE = StepField(
    "against_advice",
    _("Why against advice?"),
    "long_text",
    help=_("Only when an adviser says no. One level up is told."),
)
ENDS_ON = StepField(
    "ends_on",
    _("Until"),
    "date",
    required=True,
    help=_("The first day on which it holds no more: it ends at midnight when that day begins."),
)
STARTS_ON = StepField("starts_on", _("From"), "date", help=_("Empty is today."))
ACTIVITY_ENDS_ON = StepField(
    "activity_ends_on",
    _("When is the activity over?"),
    "date",
    help=_("The first day on which it is over, if that is known."),
)
ALTERNATIVES = StepField(
    "alternatives_rejected", _("Which other ways were rejected, and why"), "long_text"
)
REASON = StepField("reason", _("Why?"), "long_text", required=True)
LAW = StepField(
    "legal_basis",
    _("On what ground may it be, all the same?"),
    "long_text",
    help=_("The article of law that gives the exemption. Empty: what the risk says."),
)
INTERIM = (
    StepField(
        "interim_control",
        _("What protects people until then?"),
        "long_text",
        help=_("Needed when a limit of law is broken."),
    ),
    StepField("interim_until", _("Last day of that"), "date"),
)
CONDITION_COLUMNS = (
    StepField("text", _("Condition")),
    StepField(
        "expression",
        _("As a comparison"),
        help=_("If it can be measured, such as surf_m <= 1.0. Else leave it empty."),
    ),
)
MEASURE_COLUMNS = (
    StepField("level", _("Level of control"), "choice", choices="control_levels"),
    StepField("measure", _("Measure"), "long_text"),
    StepField("effect_on_score", _("Effect on the score")),
    StepField("cost", _("Cost")),
    StepField("time", _("Time")),
    StepField("feasibility", _("Feasibility")),
    StepField("rejected_because", _("Not taken because"), "long_text"),
)
CONDITIONS = StepField("conditions", _("Under which conditions"), "rows", columns=CONDITION_COLUMNS)
ALARP = StepField(
    "alarp",
    _("Which measures were considered"),
    "rows",
    columns=MEASURE_COLUMNS,
    help=_("At least one for every level of control, from medium on: why is it not reasonable?"),
)
RECORD = (
    StepField(
        "reason",
        _("Why accept?"),
        "long_text",
        help=_("What the activity is for, and why no more is done against the risk."),
    ),
    ALTERNATIVES,
    ALARP,
    CONDITIONS,
    StepField("exposed_people", _("How many people are exposed"), "integer"),
    StepField("informed_on", _("On which day were they told"), "date"),
    StepField("indicators", _("What is watched meanwhile"), "long_text"),
    STARTS_ON,
    ENDS_ON,
    ACTIVITY_ENDS_ON,
    STACK_SEEN,
    STACK_SHOWN,
    AGAINST_ADVICE,
)
COMPARISON = (
    StepField(
        "controls_then_and_now",
        _("Controls, then and now"),
        "long_text",
        help=_("Only where the risk was accepted before."),
    ),
    StepField("occurrences_since", _("What happened since"), "long_text"),
    StepField("conclusion", _("What follows from that"), "long_text"),
)
ACCEPTING = (*RECORD, *COMPARISON)
MITIGATING = (
    StepField("reason", _("What is going to be done?"), "long_text", required=True),
    ALTERNATIVES,
    *INTERIM,
    ENDS_ON,
    ACTIVITY_ENDS_ON,
    STACK_SEEN,
    STACK_SHOWN,
    AGAINST_ADVICE,
)
TRANSFERRING = (
    StepField("transferred_to", _("To whom"), required=True),
    REASON,
    ALTERNATIVES,
    ENDS_ON,
    ACTIVITY_ENDS_ON,
    STACK_SEEN,
    STACK_SHOWN,
    AGAINST_ADVICE,
)
HANDING_UP = (
    StepField("question", _("What is the question?"), "long_text", required=True),
    StepField("options", _("Which ways are there?"), "long_text", required=True),
    StepField(
        "advice",
        _("What do you propose, and what do advisers say?"),
        "long_text",
        required=True,
    ),
    StepField("cost", _("What does it cost?"), "long_text", required=True),
    StepField(
        "effect_of_not_deciding", _("What happens when nobody decides?"), "long_text", required=True
    ),
)
MEANS = (
    REASON,
    StepField("money", _("Money")),
    StepField("people", _("People")),
    StepField("materiel", _("Materiel")),
    StepField("permission", _("Permission"), help=_("What may be done that was not allowed.")),
)
INSTRUCTION = (StepField("instruction", _("Instruction"), "long_text", required=True),)
