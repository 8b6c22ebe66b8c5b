"""What can happen to a piece of equipment."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from baken.core.workflow.table import Step, StepField, Workflow
from baken.rooms.org.permits import INSPECT, MANAGE_EQUIPMENT

INSPECTION = (
    StepField("kind", _("Kind of inspection"), "choice", required=True, choices="inspection_kinds"),
    StepField("done_on", _("Done on"), "date", required=True),
    StepField("result", _("Result"), "choice", required=True, choices="inspection_results"),
    StepField(
        "due_on",
        _("Again before"),
        "date",
        help=_("Leave empty when this inspection does not come back."),
    ),
    StepField(
        "inspector",
        _("Who inspected"),
        help=_("A person or a firm. Leave empty when it was you."),
    ),
    StepField("remarks", _("Remarks"), "long_text"),
)

EQUIPMENT = Workflow(
    name="org.equipment",
    initial="in_use",
    states={"in_use": _("in use"), "out_of_use": _("out of use")},
    steps=(
        Step(
            name="inspect",
            label=_("Record an inspection"),
            sources=("in_use", "out_of_use"),
            target="",
            permit=INSPECT,
            trail="org.equipment.inspected",
            fields=INSPECTION,
        ),
        Step(
            name="reject",
            label=_("Rejected at an inspection"),
            sources=("in_use", "out_of_use"),
            target="out_of_use",
            permit=INSPECT,
            trail="org.equipment.rejected",
            by_system=True,
        ),
        Step(
            name="take_out",
            label=_("Take out of use"),
            sources=("in_use",),
            target="out_of_use",
            permit=MANAGE_EQUIPMENT,
            trail="org.equipment.taken_out",
            fields=(StepField("reason", _("Why?"), "long_text", required=True),),
        ),
        Step(
            name="put_back",
            label=_("Put back into use"),
            sources=("out_of_use",),
            target="in_use",
            permit=MANAGE_EQUIPMENT,
            trail="org.equipment.put_back",
            guards=("inspection_not_failed",),
        ),
    ),
)
