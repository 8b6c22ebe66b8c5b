"""What can happen to a unit, a site, a piece of equipment and a handover: a table for each."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from baken.core.workflow.table import Step, StepField, Workflow
from baken.rooms.org.permits import INSPECT, MANAGE_EQUIPMENT, MANAGE_UNIT
from baken.rooms.org.workflow.handover import HANDOVER as HANDOVER

REASON = StepField("reason", _("Why"), "text", required=True)
ORDER = StepField("order_ref", _("Order or decision"), "text")


def _step(name: str, label: Any, trail: str, *fields: StepField, **more: Any) -> Step:
    row = {"sources": ("existing",), "target": "", "permit": MANAGE_UNIT, "notice": "holders"}
    return Step(name=name, label=label, trail=trail, fields=(*fields, REASON), **{**row, **more})


UNIT = Workflow(
    name="org.unit",
    initial="existing",
    states={"existing": _("existing"), "dissolved": _("dissolved")},
    finals=("dissolved",),
    steps=(
        _step(
            "rename",
            _("Rename"),
            "org.unit.renamed",
            StepField("name_nl", _("Name in Dutch"), "text", required=True),
            StepField("name_en", _("Name in English"), "text"),
        ),
        _step(
            "change",
            _("Change strength, site or closure"),
            "org.unit.changed",
            StepField("strength", _("Strength"), "integer"),
            StepField("site", _("Site"), "text"),
            StepField(
                "restricted",
                _("Closed unit"),
                "boolean",
                help=_(
                    "Only posts in the unit itself see content; others see counts from five up."
                ),
            ),
        ),
        _step(
            "move",
            _("Move below another unit"),
            "org.unit.moved",
            StepField("parent", _("New unit above"), "unit", required=True),
            ORDER,
            guards=("not_the_top",),
        ),
        _step(
            "add_line",
            _("Add a line of command"),
            "org.unit.line_added",
            StepField("superior", _("Answers to"), "unit", required=True),
            StepField("kind", _("Kind of line"), "choice", required=True, choices="line_kinds"),
            StepField("from_on", _("From"), "date", required=True),
            StepField("until", _("To and including"), "date"),
            ORDER,
            StepField("caveats", _("What it leaves out"), "long_text"),
        ),
        _step(
            "end_line",
            _("End a line of command"),
            "org.unit.line_ended",
            StepField("superior", _("Answers to"), "unit", required=True),
            StepField("kind", _("Kind of line"), "choice", required=True, choices="line_kinds"),
            StepField(
                "until",
                _("Last day"),
                "date",
                required=True,
                help=_(
                    "Yesterday ends it at once, and so withdraws a line that began today. A line that"
                    " has yet to begin is withdrawn by giving a day before its first day."
                ),
            ),
            StepField(
                "from_on",
                _("First day of the line"),
                "date",
                help=_("Only needed when there are several such lines."),
            ),
            guards=("has_lines",),
        ),
        _step(
            "merge",
            _("Merge into another unit"),
            "org.unit.merged",
            StepField("into", _("Goes on in"), "unit", required=True),
            ORDER,
            target="dissolved",
            guards=("not_the_top", "nothing_open"),
        ),
        _step(
            "dissolve",
            _("Dissolve"),
            "org.unit.dissolved",
            ORDER,
            target="dissolved",
            guards=("not_the_top", "nothing_below", "nothing_open"),
        ),
    ),
)

# One and the same by two ways in: whoever manages what the present holder has, and whoever manages
# the organisation.
_NEW_HOLDER = (
    StepField("unit", _("Unit that holds it from now on"), "unit", required=True),
    StepField("reason", _("Why?"), "long_text", required=True),
)
SITE = Workflow(
    name="org.site",
    initial="in_use",
    states={"in_use": _("in use")},
    finals=("in_use",),
    steps=(
        Step(
            name="hand_over",
            label=_("Hand to another unit"),
            sources=("in_use",),
            target="",
            permit=MANAGE_EQUIPMENT,
            trail="org.site.handed_over",
            notice="holder",
            fields=_NEW_HOLDER,
        ),
        Step(
            name="assign",
            label=_("Assign to another unit"),
            sources=("in_use",),
            target="",
            permit=MANAGE_UNIT,
            trail="org.site.assigned",
            notice="holder",
            fields=_NEW_HOLDER,
        ),
    ),
)

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
            guards=("unit_exists",),
        ),
        Step(
            name="reject",
            label=_("Rejected at an inspection"),
            sources=("in_use", "out_of_use"),
            target="out_of_use",
            permit=INSPECT,
            trail="org.equipment.rejected",
            guards=("unit_exists",),
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
            guards=("unit_exists", "inspection_not_failed"),
        ),
        Step(
            name="hand_over",
            label=_("Hand to another unit"),
            sources=("in_use", "out_of_use"),
            target="",
            permit=MANAGE_EQUIPMENT,
            trail="org.equipment.handed_over",
            fields=(
                StepField("unit", _("Unit that gets it"), "unit", required=True),
                StepField("reason", _("Why?"), "long_text", required=True),
            ),
        ),
    ),
)
