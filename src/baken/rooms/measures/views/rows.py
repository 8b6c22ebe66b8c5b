"""Measures as rows of a table."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from baken.core.page.addresses import record_address
from baken.core.page.cards import level_html
from baken.core.page.moments import badge_html, time_html
from baken.rooms.library.queries import label_of
from baken.rooms.measures.models import Measure
from baken.rooms.measures.rules.states import OPEN_STATES
from baken.rooms.measures.texts import PRIORITY_LABELS
from baken.rooms.measures.workflow import MEASURE
from baken.rooms.org.queries import tree

Columns = list[dict[str, Any]]
Rows = list[dict[str, Any]]


def measure_rows(measures: Sequence[Any], at: datetime) -> tuple[Columns, Rows]:
    """A table of a page of measures: what, for which class, on which level, whose, until when."""
    here = tree()
    columns: Columns = [
        {"key": "ref", "label": _("Reference"), "url": "url", "head": True, "phone": "line"},
        {"key": "title", "label": _("Measure"), "phone": "lead"},
        {"key": "level", "label": _("For class"), "phone": "line"},
        {"key": "control", "label": _("Level of control"), "phone": "line"},
        {"key": "priority", "label": _("Priority"), "phone": "line"},
        {"key": "unit", "label": _("Unit"), "phone": "line"},
        {"key": "state", "label": _("State"), "phone": "line"},
        {"key": "owner", "label": _("Owner"), "phone": "line"},
        {"key": "due", "label": _("To be done by"), "phone": "line"},
    ]
    rows = [
        {
            "ref": one.ref,
            "url": record_address(one),
            "title": one.title,
            "level": level_html(one.risk_class or "unknown"),
            "control": label_of("control_levels", one.control_level),
            "priority": str(PRIORITY_LABELS[str(one.priority)]),
            "unit": here.by_id[one.owner_unit_id or one.unit_id].name,
            "state": state_shown(one),
            "owner": one.owner_name or _("no owner yet"),
            "due": due_shown(one, at),
        }
        for one in measures
    ]
    return columns, rows


def state_shown(measure: Measure) -> Any:
    """The state, and that an answer is waited for or that it was put off."""
    parts: list[Any] = [str(MEASURE.states[measure.state])]
    if measure.asked_at is not None and measure.answered_at is None:
        parts.append(badge_html(_("waits for an answer"), "info"))
    if measure.postponed:
        parts.append(badge_html(_("put off %(count)s×") % {"count": measure.postponed}, "info"))
    return format_html_join(" ", "{}", ((one,) for one in parts))


def due_shown(measure: Measure, at: datetime) -> Any:
    """By when the next step is owed, and in a word when that has passed."""
    if measure.due_at is None or measure.state not in OPEN_STATES:
        return _("nothing is due")
    if measure.due_at >= at:
        return measure.due_at
    return format_html("{} {}", badge_html(_("overdue"), "danger"), time_html(measure.due_at))
