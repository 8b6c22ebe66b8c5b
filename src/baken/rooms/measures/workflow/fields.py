"""What is asked about a measure."""

from __future__ import annotations

from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from baken.core.workflow.table import StepField

REASON = StepField("reason", _("Why"), "long_text", required=True)
DUE = StepField("due_on", _("To be done by"), "date")
ENDS = StepField(
    "ends_on",
    _("Last day of personal protection"),
    "date",
    help=_("Needed when persons are protected and nothing else is done: it is for a time."),
)
WHAT = (
    StepField("title", _("What is done?"), required=True, help=_("In a few words.")),
    StepField("description", _("How"), "long_text", required=True),
    StepField(
        "standard",
        _("Standard measure"),
        "choice",
        choices="standard_measures",
        help=_("One that the library proposes against the hazard."),
    ),
    StepField(
        "control_level",
        _("Level of control"),
        "choice",
        required=True,
        choices="control_levels",
        help=_("A lower level is only for what the levels above it cannot reasonably do."),
    ),
    StepField(
        "justification",
        _("Why is nothing higher possible?"),
        "long_text",
        help=_("Needed when the best that is done is organisational or protects persons alone."),
    ),
    ENDS,
)
PLAN = (
    StepField(
        "priority",
        _("Priority"),
        "choice",
        choices="priorities",
        help=_("Empty: as the class or the severity says."),
    ),
    StepField(
        "priority_reason",
        _("Why this priority?"),
        "long_text",
        help=_("Needed when it is another one than the class or the severity says."),
    ),
    StepField("start_on", _("To be started on"), "date"),
    DUE,
    StepField(
        "interim",
        _("Interim measure"),
        "long_text",
        help=_("What protects people until this is done."),
    ),
    StepField("budget", _("Money"), help=_("In euros without VAT, such as 2500 or 2.500,00.")),
    StepField("budget_source", _("From which money"), "choice", choices="budget_sources"),
)
EFFECT = (
    StepField(
        "expected_residual",
        _("Class that is expected to stay"),
        "choice",
        choices="risk_classes",
    ),
    StepField(
        "side_effects",
        _("Side effects that were looked at"),
        "long_text",
        help=_("Which new danger it brings, or that it brings none."),
    ),
    StepField("success_criterion", _("When does it work?"), "long_text"),
    StepField("verification_method", _("How is that verified?"), "long_text"),
)
ALARP = (
    StepField(
        "alarp_more",
        _("What more could be done?"),
        "long_text",
        help=_("Needed, with the three below, when medium or a higher class stays."),
    ),
    StepField("alarp_cost", _("Why is that too much: in cost"), "long_text"),
    StepField("alarp_time", _("Why is that too much: in time"), "long_text"),
    StepField("alarp_trouble", _("Why is that too much: in trouble"), "long_text"),
)
DESCRIPTION = (*WHAT, *PLAN, *EFFECT, *ALARP)
# The texts of a description: its history keeps what they were, and vouches for them.
SEALED = (
    *("title", "description", "justification", "priority_reason", "interim", "side_effects"),
    *("success_criterion", "verification_method"),
    *("alarp_more", "alarp_cost", "alarp_time", "alarp_trouble"),
)

OWNER = StepField(
    "owner",
    _("Owner"),
    "person",
    required=True,
    help=_("Who sees to it that it is done, and leads the unit that acts."),
)
AUTHORITY = StepField(
    "authority_confirmed",
    _("The owner has the authority and the means for this"),
    "boolean",
    required=True,
)
VERIFIER = StepField(
    "verifier",
    _("Who verifies whether it works"),
    "person",
    help=_("Somebody else than who carries it out."),
)
DECIDING = (OWNER, AUTHORITY, DUE, VERIFIER)
OWNING = (OWNER, AUTHORITY)
NEW_DUE = replace(DUE, required=True)
LIMIT = replace(ENDS, required=True)
PUTTING_OFF = (NEW_DUE, REASON)
ASKING_UNIT = (
    StepField("unit", _("Which unit"), "unit", required=True, help=_("Its code.")),
    StepField("question", _("What is asked of them?"), "long_text", required=True),
)
ASKING_PARTY = (
    StepField(
        "party",
        _("Which party"),
        required=True,
        help=_("An organisation, such as the owner of a building. No names."),
    ),
    StepField("question", _("What is asked of them?"), "long_text", required=True),
)
ANSWER = StepField("answer", _("The answer"), "long_text", required=True)
DONE = StepField("done", _("What was done?"), "long_text", required=True)
FINDING = StepField(
    "finding",
    _("What showed that?"),
    "long_text",
    required=True,
    help=_("What was looked at, and how it compares with when it works."),
)
