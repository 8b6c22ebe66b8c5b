"""Equipment and inspections as rows of a table."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from baken.core import clock
from baken.core.page.moments import badge_html, time_html
from baken.rooms.org.models import Equipment, Inspection
from baken.rooms.org.queries import tree
from baken.rooms.org.queries.codes import label_of
from baken.rooms.org.queries.tree import name_of
from baken.rooms.org.rules.things import is_overdue
from baken.rooms.org.workflow import EQUIPMENT

RESULT_TONES = {"passed": "ok", "conditional": "warning", "failed": "danger"}


def equipment_columns(*, at_site: bool = False) -> list[dict[str, Any]]:
    """The columns of a table of equipment; on the page of a site the site is known."""
    columns: list[dict[str, Any]] = [
        {"key": "code", "label": _("Code"), "url": "url", "head": True, "phone": "line"},
        {"key": "name", "label": _("Name"), "phone": "lead"},
        {"key": "kind", "label": _("Kind"), "phone": "line"},
        {"key": "unit", "label": _("Unit"), "phone": "line"},
        {"key": "site", "label": _("Location"), "phone": "line"},
        {"key": "due", "label": _("Next inspection")},
        {"key": "state", "label": _("State"), "phone": "line"},
    ]
    return [column for column in columns if not (at_site and column["key"] == "site")]


def code_html(code: str) -> SafeString:
    """A code that does not break over two lines."""
    return format_html('<span class="baken-ref">{}</span>', code)


def equipment_rows(found: Sequence[Equipment], at: datetime) -> list[dict[str, Any]]:
    """Equipment as rows; what is overdue says so in a word."""
    here = tree()
    return [
        {
            "code": code_html(one.ref),
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
    return is_overdue(state=one.state, due_on=one.due_on, today=clock.local_date(at))


def due_text(one: Equipment, at: datetime) -> Any:
    """The next day an inspection is due, and whether that has passed."""
    if one.due_on is None:
        return _("none due")
    if not is_late(one, at):
        return one.due_on
    return format_html("{} {}", badge_html(_("overdue"), "danger"), time_html(one.due_on))


def inspection_columns() -> list[dict[str, Any]]:
    """The columns of a table of inspections: it stands in half the width of a page."""
    return [
        {"key": "done_on", "label": _("Done on"), "head": True, "phone": "line"},
        {"key": "found", "label": _("What was found"), "phone": "lead"},
        {"key": "due_on", "label": _("Again before")},
    ]


def inspection_rows(found: Sequence[Inspection]) -> list[dict[str, Any]]:
    """Inspections as rows: kind, result, who, what they said and their report."""
    return [
        {
            "done_on": one.done_on,
            "found": _found(one),
            "due_on": one.due_on or _("does not come back"),
        }
        for one in found
    ]


def _found(one: Inspection) -> SafeString:
    badge = badge_html(label_of("inspection_results", one.result), RESULT_TONES[one.result])
    parts = [
        format_html("{} {}", badge, label_of("inspection_kinds", one.kind)),
        format_html('<span class="baken-muted">{}</span>', one.inspector) if one.inspector else "",
        one.remarks,
        _document(one),
    ]
    lines = ((part,) for part in parts if part)
    return format_html_join(SafeString("<br>"), "{}", lines)


def _document(one: Inspection) -> SafeString | str:
    if one.document is None:
        return ""
    url = reverse("site:file", args=[one.document.id])
    return format_html('<a class="utrecht-link" href="{}">{}</a>', url, one.document.name)
