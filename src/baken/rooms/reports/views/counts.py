"""Counts of occurrences by unit and category; small numbers are hidden."""

from __future__ import annotations

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
from baken.core.export.forms import ExportForm
from baken.core.export.kinds import Ask
from baken.core.files.serve import made_answer
from baken.core.workflow.errors import FieldsRefused
from baken.rooms.reports.exports.kinds import category_label, counts_kind
from baken.rooms.reports.exports.series import border_text
from baken.rooms.reports.forms.exports import NOW, THEN, CountForm
from baken.rooms.reports.permits import COUNT, READ_SUMMARY
from baken.rooms.reports.queries.counts import (
    CATEGORIES,
    CountRow,
    CountTable,
    table_asked,
)
from baken.rooms.reports.queries.series import borders_of_year, first_year
from baken.rooms.reports.views.exports import made_for

YEARS = 6


@page(permit=READ_SUMMARY, also=(COUNT,))
def counts(request: HttpRequest) -> HttpResponseBase:
    """The counts of a year per unit below the chosen one, and the same figures as a file."""
    this_year = clock.local_date(request.at).year  # type: ignore[attr-defined]
    first = min(first_year(this_year), this_year - YEARS + 1)
    asked = CountForm(request.GET or None, years=range(this_year, first - 1, -1))
    table = _table(request, asked, this_year)
    form = ExportForm(request.POST if request.method == "POST" else None)
    made = _file(request, form, table)
    if made is not None:
        return made_answer(made)
    may_read = request.actor.holds(READ_SUMMARY)  # type: ignore[attr-defined]
    shown = {"asked": asked, "form": form, "table": table, "may_read": may_read}
    if table:
        shown |= {"columns": _columns(), "rows": _rows(table), "caption": _caption(table)}
        shown["switch_url"] = _address(table, table.unit.code, other=True)
        shown["is_past"] = table.year < this_year
        shown["borders"] = [border_text(one) for one in borders_of_year(table.year)]
    if request.actor.holds(READ_SUMMARY):  # type: ignore[attr-defined]
        shown["series_url"] = reverse("reports:series")
    return render(request, "reports/counts.html", shown, status=400 if form.errors else 200)


def _table(request: HttpRequest, asked: CountForm, this_year: int) -> CountTable | None:
    """The table that is asked for; None when it cannot be given, with the reason in the form."""
    if asked.is_bound and not asked.is_valid():
        return None
    chosen = asked.cleaned_data if asked.is_bound else {}
    try:
        return table_asked(
            actor=request.actor,  # type: ignore[attr-defined]
            code=chosen.get("unit", ""),
            year=chosen.get("year") or this_year,
            by_today=chosen.get("tree") == NOW,
        )
    except FieldsRefused as refused:
        asked.add_error("unit", refused.errors["unit"])
        return None


def _file(request: HttpRequest, form: ExportForm, table: CountTable | None) -> Any:
    if table is None or table.for_reader_alone or not form.is_bound or not form.is_valid():
        return None
    tree = formats.date_format(table.day, "j F Y") if table.day else _("As it is today")
    filters = (
        (_("Unit"), table.unit.code),
        (_("Year"), str(table.year)),
        (_("Organisation"), tree),
        *((_("Border between systems"), border_text(one)) for one in borders_of_year(table.year)),
    )
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
    figures = {str(place): str(figure) for place, figure in enumerate(row.figures)}
    address = _address(table, row.unit.code) if row.opens else ""
    return {"name": name or _name(row), "url": address, **figures}


def _name(row: CountRow) -> str:
    if row.part == "others":
        return _("Units that did not stand on that day")
    itself = row.part == "itself"
    return _("%(unit)s itself") % {"unit": row.unit.name} if itself else row.unit.name


def _address(table: CountTable, code: str, *, other: bool = False) -> str:
    """The counts of a unit in the same year and tree, or in the other tree."""
    tree = NOW if table.by_today != other else THEN
    asked = {"unit": code, "year": table.year, "tree": tree}
    return f"{reverse('reports:counts')}?{urlencode(asked)}"
