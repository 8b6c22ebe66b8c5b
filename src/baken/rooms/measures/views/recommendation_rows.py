"""Recommendations as rows of a table."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from baken.core.page.addresses import record_address
from baken.core.page.moments import badge_html, time_html
from baken.rooms.library.queries import label_of
from baken.rooms.measures.models import Recommendation
from baken.rooms.measures.rules.recommending import APPRECIATED, OPEN_RECOMMENDATIONS
from baken.rooms.measures.texts import APPRECIATIONS
from baken.rooms.measures.workflow import RECOMMENDATIONS
from baken.rooms.org.queries import tree

Columns = list[dict[str, Any]]
Rows = list[dict[str, Any]]


def recommendation_rows(records: Sequence[Any], at: datetime) -> tuple[Columns, Rows]:
    """A table of a page of recommendations: what, from whom, to whom, about what, until when."""
    here = tree()
    columns: Columns = [
        {"key": "ref", "label": _("Reference"), "url": "url", "head": True, "phone": "line"},
        {"key": "title", "label": _("Recommendation"), "phone": "lead"},
        {"key": "source", "label": _("Who recommends it"), "phone": "line"},
        {"key": "unit", "label": _("Addressee"), "phone": "line"},
        {"key": "cause", "label": _("Underlying cause"), "phone": "line"},
        {"key": "state", "label": _("State"), "phone": "line"},
        {"key": "owner", "label": _("Owner"), "phone": "line"},
        {"key": "due", "label": _("Owed by"), "phone": "line"},
    ]
    rows = [
        {
            "ref": one.ref,
            "url": record_address(one),
            "title": one.title,
            "source": source_shown(one),
            "unit": here.by_id[one.unit_id].name,
            "cause": label_of("cause_codes", one.cause),
            "state": recommendation_state(one),
            "owner": one.owner_name or _("no owner yet"),
            "due": owed_shown(one, at),
        }
        for one in records
    ]
    return columns, rows


def source_shown(one: Recommendation) -> str:
    """Who recommends it: by name where the code does not say it, with the number of the report."""
    who = one.party or label_of("recommendation_sources", one.source)
    return f"{who}, {one.report_number}"


def recommendation_state(one: Recommendation) -> Any:
    """The state, what was answered, and that it was recommended before."""
    parts: list[Any] = [str(RECOMMENDATIONS.states[one.state])]
    if one.state == APPRECIATED:
        parts = [str(APPRECIATIONS[one.appreciation])]
    if one.times_before:
        parts.append(badge_html(_("recommended before"), "warning"))
    return format_html_join(" ", "{}", ((part,) for part in parts))


def owed_shown(one: Recommendation, at: datetime) -> Any:
    """By when the next step is owed, and in a word when that has passed."""
    if one.due_at is None or one.state not in OPEN_RECOMMENDATIONS:
        return _("nothing is due")
    if one.due_at >= at:
        return one.due_at
    return format_html("{} {}", badge_html(_("overdue"), "danger"), time_html(one.due_at))
