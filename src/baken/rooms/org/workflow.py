"""What can happen to a unit: one table."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from baken.core.workflow.table import Step, StepField, Workflow
from baken.rooms.org.permits import MANAGE_UNIT

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
            StepField("until", _("Last day"), "date", required=True),
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
