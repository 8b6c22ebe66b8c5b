"""Equipment and inspections as rows of a table."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from baken.core import clock
from baken.core.page.moments import time_html
from baken.rooms.org.models import Equipment, Inspection
from baken.rooms.org.queries import tree
from baken.rooms.org.queries.codes import label_of
from baken.rooms.org.queries.sites import name_of
from baken.rooms.org.workflow import EQUIPMENT

RESULT_TONES = {"passed": "ok", "conditional": "warning", "failed": "danger"}


def equipment_columns() -> list[dict[str, Any]]:
    """The columns of a table of equipment."""
    return [
        {"key": "code", "label": _("Code"), "url": "url", "head": True, "phone": "line"},
        {"key": "name", "label": _("Name"), "phone": "lead"},
        {"key": "kind", "label": _("Kind"), "phone": "line"},
        {"key": "unit", "label": _("Unit"), "phone": "line"},
        {"key": "site", "label": _("Location"), "phone": "line"},
        {"key": "due", "label": _("Next inspection"), "phone": "line"},
        {"key": "state", "label": _("State"), "phone": "line"},
    ]


def equipment_rows(found: Sequence[Equipment], at: datetime) -> list[dict[str, Any]]:
    """Equipment as rows; what is overdue says so in a word."""
    here = tree()
    return [
        {
            "code": one.ref,
            "url": reverse("org:equipment", args=[one.ref]),
            "name": one.name,
            "kind": label_of("equipment_kinds", one.kind),
            "unit": here.by_id[one.unit_id].name,
            "site": name_of(one.site) if one.site else _("nowhere fixed"),
            "due": due_text(one, at),
            "state": EQUIPMENT.states[one.state],
        }
        for one in found
    ]


def is_late(one: Equipment, at: datetime) -> bool:
    """Whether equipment in use should have been inspected before today."""
    late = one.due_on is not None and one.due_on < clock.local_date(at)
    return late and one.state == "in_use"


def due_text(one: Equipment, at: datetime) -> Any:
    """The next day an inspection is due, and whether that has passed."""
    if one.due_on is None:
        return _("none due")
    if not is_late(one, at):
        return one.due_on
    words = '<span class="utrecht-status-badge baken-badge baken-badge--danger">{}</span> {}'
    return format_html(words, _("overdue"), time_html(one.due_on))


def inspection_columns() -> list[dict[str, Any]]:
    """The columns of a table of inspections."""
    return [
        {"key": "done_on", "label": _("Done on"), "head": True, "phone": "line"},
        {"key": "kind", "label": _("Kind"), "phone": "lead"},
        {"key": "result", "label": _("Result"), "phone": "line"},
        {"key": "due_on", "label": _("Again before")},
        {"key": "inspector", "label": _("Who inspected"), "phone": "line"},
        {"key": "remarks", "label": _("Remarks"), "phone": "line"},
        {"key": "document", "label": _("Report"), "url": "document_url", "phone": "line"},
    ]


def inspection_rows(found: Sequence[Inspection]) -> list[dict[str, Any]]:
    """Inspections as rows, with the report when there is one."""
    badge = '<span class="utrecht-status-badge baken-badge baken-badge--{}">{}</span>'
    return [
        {
            "done_on": one.done_on,
            "kind": label_of("inspection_kinds", one.kind),
            "result": format_html(
                badge, RESULT_TONES[one.result], label_of("inspection_results", one.result)
            ),
            "due_on": one.due_on or _("does not come back"),
            "inspector": one.inspector,
            "remarks": one.remarks or "–",
            "document": one.document.name if one.document else "–",
            "document_url": reverse("site:file", args=[one.document.id]) if one.document else "",
        }
        for one in found
    ]
