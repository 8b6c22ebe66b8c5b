"""A year of occurrences by month, of a unit and the units below it, for whoever reads them."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext as _

from baken.core import clock
from baken.core.access.declarations import page
from baken.core.workflow.errors import FieldsRefused
from baken.rooms.reports.forms.exports import MonthForm
from baken.rooms.reports.permits import READ_SUMMARY
from baken.rooms.reports.queries.months import MonthRow, MonthTable, months_asked

YEARS = 10


@page(permit=READ_SUMMARY)
def months(request: HttpRequest) -> HttpResponseBase:
    """The occurrences of a year by month, of the chosen unit itself and of each unit below it."""
    today = clock.local_date(request.at)  # type: ignore[attr-defined]
    asked = MonthForm(request.GET or None, years=range(today.year, today.year - YEARS, -1))
    table = _table(request, asked, today)
    shown: dict[str, Any] = {"asked": asked, "table": table}
    if table:
        shown |= {"columns": _columns(table), "rows": _rows(table), "caption": _caption(table)}
    return render(request, "reports/months.html", shown)


def _table(request: HttpRequest, asked: MonthForm, today: date) -> MonthTable | None:
    """The table that is asked for; None when it cannot be given, with the reason in the form."""
    if asked.is_bound and not asked.is_valid():
        return None
    chosen = asked.cleaned_data if asked.is_bound else {}
    try:
        return months_asked(
            actor=request.actor,  # type: ignore[attr-defined]
            code=chosen.get("unit", ""),
            year=chosen.get("year") or today.year,
            until=today.year * 100 + today.month,
        )
    except FieldsRefused as refused:
        asked.add_error("unit", refused.errors["unit"])
        return None


def _caption(table: MonthTable) -> str:
    return _("Occurrences of %(year)s of %(unit)s and what lies below it, by month") % {
        "year": table.year,
        "unit": table.unit.name,
    }


def _columns(table: MonthTable) -> list[dict[str, Any]]:
    names = [formats.date_format(date(m // 100, m % 100, 1), "M") for m in table.months]
    figures = [
        {"key": str(place), "label": label, "numeric": True, "phone": ""}
        for place, label in enumerate((*names, _("Total")))
    ]
    return [{"key": "name", "label": _("Unit"), "url": "url", "head": True}, *figures]


def _rows(table: MonthTable) -> list[dict[str, Any]]:
    total = MonthRow(table.unit, table.totals, itself=True)
    rows = [_row(table, row, _name(row)) for row in table.rows]
    return [*rows, _row(table, total, _("Total"))]


def _row(table: MonthTable, row: MonthRow, name: str) -> dict[str, Any]:
    figures = {str(place): str(n) for place, n in enumerate((*row.counts, row.total))}
    query = urlencode({"unit": row.unit.code, "year": table.year})
    address = "" if row.itself else f"{reverse('reports:months')}?{query}"
    return {"name": name, "url": address, **figures}


def _name(row: MonthRow) -> str:
    return _("%(unit)s itself") % {"unit": row.unit.name} if row.itself else row.unit.name
