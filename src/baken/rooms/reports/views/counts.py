"""Counts of occurrences by unit and category; small numbers are hidden."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from baken.core import clock
from baken.core.access.declarations import page
from baken.core.export.kinds import Ask
from baken.core.files.serve import made_answer
from baken.rooms.org.queries import UnitView
from baken.rooms.reports.exports.kinds import category_label, counts_kind
from baken.rooms.reports.forms.exports import CountForm, ExportForm
from baken.rooms.reports.permits import READ_SUMMARY
from baken.rooms.reports.queries.counts import (
    CATEGORIES,
    CountRow,
    CountTable,
    count_table,
    countable_units,
)
from baken.rooms.reports.views.exports import made_for

YEARS = 6


@page(permit=READ_SUMMARY)
def counts(request: HttpRequest) -> HttpResponseBase:
    """The counts of a year per unit below the chosen one, and the same figures as a file."""
    actor = request.actor  # type: ignore[attr-defined]
    units = countable_units(actor)
    this_year = clock.local_date(request.at).year  # type: ignore[attr-defined]
    asked = CountForm(
        request.GET or None, units=units, years=range(this_year, this_year - YEARS, -1)
    )
    chosen = asked.cleaned_data if asked.is_valid() else {}
    unit: UnitView | None = chosen.get("unit") or next(iter(units), None)
    year = chosen.get("year") or this_year
    wrong = bool(asked.errors) or unit is None
    table = None if wrong else count_table(actor=actor, unit=unit, year=year)  # type: ignore[arg-type]
    form = ExportForm(request.POST if request.method == "POST" else None)
    made = _file(request, form, table)
    if made is not None:
        return made_answer(made)
    shown = {"asked": asked, "form": form, "table": table, "unit": unit, "year": year}
    if table:
        shown |= {"columns": _columns(), "rows": _rows(table), "caption": _caption(table)}
    return render(request, "reports/counts.html", shown, status=400 if form.errors else 200)


def _file(request: HttpRequest, form: ExportForm, table: CountTable | None) -> Any:
    if table is None or not form.is_bound or not form.is_valid():
        return None
    filters = ((_("Unit"), table.unit.code), (_("Year"), str(table.year)))
    return made_for(request, counts_kind(table), form, Ask(filters=filters))


def _caption(table: CountTable) -> str:
    return _("Occurrences of %(year)s of %(unit)s and what lies below it, by category") % {
        "year": table.year,
        "unit": table.unit.name,
    }


def _columns() -> list[dict[str, Any]]:
    figures = [
        {"key": str(place), "label": category_label(category), "numeric": True, "phone": ""}
        for place, category in enumerate((*CATEGORIES, "total"))
    ]
    return [{"key": "name", "label": _("Unit"), "url": "url", "head": True}, *figures]


def _rows(table: CountTable) -> list[dict[str, Any]]:
    total = CountRow(table.unit, table.total)
    return [_row(table, row) for row in table.rows] + [_row(table, total, _("Total"))]


def _row(table: CountTable, row: CountRow, name: str = "") -> dict[str, Any]:
    address = f"{reverse('reports:counts')}?unit={row.unit.code}&year={table.year}"
    itself = _("%(unit)s itself") % {"unit": row.unit.name} if row.is_itself else row.unit.name
    figures = {str(place): str(figure) for place, figure in enumerate(row.figures)}
    return {"name": name or itself, "url": address if row.opens else "", **figures}
