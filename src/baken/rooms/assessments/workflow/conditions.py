"""What can happen to the conditions that experts attach to a positive review."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from baken.core.workflow.table import Step, StepField
from baken.rooms.assessments.permits import WORK
from baken.rooms.assessments.rules import REVIEWED

_WHICH_CONDITION = StepField("condition", _("Which condition"), "integer", required=True)

CONDITION_STEPS = (
    Step(
        name="assign_condition",
        label=_("Say who meets a condition of the review"),
        sources=REVIEWED,
        target="",
        permit=WORK,
        fields=(
            _WHICH_CONDITION,
            StepField("owner", _("Who meets it"), "person", required=True),
            StepField(
                "due_on",
                _("By when"),
                "date",
                help=_("No later than the expert asked; left open it stays as it is."),
            ),
        ),
        trail="assessments.assessment.condition_given",
        notice="condition_owner",
    ),
    Step(
        name="meet_condition",
        label=_("A condition of the review is met"),
        sources=REVIEWED,
        target="",
        permit=WORK,
        fields=(
            _WHICH_CONDITION,
            StepField("text", _("How, and where that is seen"), "long_text", required=True),
        ),
        trail="assessments.assessment.condition_met",
        notice="reviewer",
    ),
    Step(
        name="pass_conditions",
        label=_("A condition of the review is overdue"),
        sources=REVIEWED,
        target="",
        permit=WORK,
        guards=("conditions_are_overdue",),
        trail="assessments.assessment.conditions_late",
        notice="late_conditions",
        by_system=True,
    ),
)
