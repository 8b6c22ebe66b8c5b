"""Records as rows of a table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from baken.core import clock
from baken.core.page.addresses import record_address
from baken.rooms.library.queries import label_of
from baken.rooms.org.queries import tree
from baken.rooms.reports.models import Occurrence, Report
from baken.rooms.reports.queries.embargo import marked
from baken.rooms.reports.queries.lists import OccurrencesRead
from baken.rooms.reports.workflow import OCCURRENCE, REPORT

Columns = list[dict[str, Any]]
Rows = list[dict[str, Any]]


def report_rows(reports: Sequence[Report]) -> tuple[Columns, Rows]:
    """A table of reports: reference, first words, unit, day, state."""
    here = tree()
    columns: Columns = [
        {"key": "ref", "label": _("Reference"), "url": "url", "head": True, "phone": "line"},
        {"key": "headline", "label": _("What was told"), "phone": "lead"},
        {"key": "unit", "label": _("Unit"), "phone": "line"},
        {"key": "day", "label": _("Received"), "phone": "line"},
        {"key": "state", "label": _("State"), "phone": "line"},
    ]
    rows = [
        {
            "ref": report.ref,
            "url": record_address(report),
            "headline": marked(report, report.headline),
            "unit": here.by_id[report.unit_id].name,
            "day": clock.local_date(report.received_at),
            "state": REPORT.states[report.state],
        }
        for report in reports
    ]
    return columns, rows


def occurrence_rows(found: OccurrencesRead) -> tuple[Columns, Rows]:
    """A table of occurrences; without the full permit: kind, classes, month, unit and summary."""
    here = tree()
    in_full = [found.shows_in_full(one) for one in found.items]
    text = _("Title") if all(in_full) else _("Title or summary") if any(in_full) else _("Summary")
    columns: Columns = [
        {"key": "ref", "label": _("Reference"), "url": "url", "head": True, "phone": "line"},
        {"key": "text", "label": text, "phone": "lead"},
        {"key": "kind", "label": _("Kind"), "phone": "line"},
        {"key": "severity", "label": _("Worst possible"), "phone": "line"},
        {"key": "unit", "label": _("Unit"), "phone": "line"},
        {"key": "month", "label": _("Month"), "phone": "line"},
        {"key": "state", "label": _("State"), "phone": "line"},
    ]
    rows = [
        {
            "ref": one.ref,
            "url": record_address(one),
            "text": marked(one, one.title) if full else summary_of(one),
            "kind": label_of("kinds", one.kind),
            "severity": severity_text(one.potential_severity),
            "unit": here.by_id[one.unit_id].name,
            "month": month_of(one),
            "state": OCCURRENCE.states[one.state],
        }
        for one, full in zip(found.items, in_full, strict=True)
    ]
    return columns, rows


def summary_of(one: Occurrence) -> str:
    """The two lines without persons, or that they were not written yet."""
    return one.summary or _("not yet summarised")


def month_of(one: Occurrence) -> str:
    """The month in which it happened, or was triaged when that is all that is known."""
    return date_format(clock.local_date(one.happened_at or one.triaged_at), "F Y")


def severity_text(level: int | None) -> str:
    """A severity as number and word."""
    if level is None:
        return _("not yet assessed")
    return f"{level} – {label_of('severities', level)}"
