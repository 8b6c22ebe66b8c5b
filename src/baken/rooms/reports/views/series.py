"""Counts of occurrences in time: a chart, the table behind it, and the borders between systems."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from baken.core import clock
from baken.core.access.declarations import page
from baken.core.export.figures import Figure
from baken.core.export.forms import ExportForm
from baken.core.export.kinds import Ask
from baken.core.files.serve import made_answer
from baken.core.page.charts import Bar
from baken.core.workflow.errors import FieldsRefused
from baken.rooms.reports.exports.series import border_text, series_kind, system_name
from baken.rooms.reports.forms.series import MONTH, YEAR, SeriesForm
from baken.rooms.reports.permits import READ_SUMMARY
from baken.rooms.reports.queries.series import USUAL_YEARS, Series, SeriesRow, first_year, series
from baken.rooms.reports.views.exports import made_for


@page(permit=READ_SUMMARY)
def series_page(request: HttpRequest) -> HttpResponseBase:
    """The counts of some years of a unit and what lies below it, and the same figures as a file."""
    this_year = clock.local_date(request.at).year  # type: ignore[attr-defined]
    asked = SeriesForm(request.GET or None, years=(first_year(this_year), this_year))
    counted = _counted(request, asked, this_year)
    form = ExportForm(request.POST if request.method == "POST" else None)
    if counted and form.is_bound and form.is_valid():
        made = made_for(request, series_kind(counted), form, Ask(filters=_filters(counted)))
        if made is not None:
            return made_answer(made)
    shown = {"asked": asked, "form": form, "series": counted, "clear": reverse("reports:series")}
    if counted:
        shown |= _shown(counted)
    return render(request, "reports/series.html", shown, status=400 if form.errors else 200)


def _counted(request: HttpRequest, asked: SeriesForm, this_year: int) -> Series | None:
    if asked.is_bound and not asked.is_valid():
        return None
    chosen = asked.cleaned_data if asked.is_bound else {}
    last = chosen.get("to_year") or this_year
    begins = max(first_year(this_year), last - USUAL_YEARS + 1)
    try:
        found = series(
            actor=request.actor,  # type: ignore[attr-defined]
            code=chosen.get("unit", ""),
            years=(chosen.get("from_year") or min(begins, last), last),
            per="month" if chosen.get("per") == MONTH else "year",
        )
    except FieldsRefused as refused:
        for name, text in refused.errors.items():
            asked.add_error(name, text)
        return None
    return found if found is None or chosen.get("split") else found.together()


def _filters(counted: Series) -> tuple[tuple[str, str], ...]:
    first, last = counted.rows[0].period.first, counted.rows[-1].period.last
    borders = " / ".join(map(border_text, counted.borders))
    return (
        (_("Unit"), counted.unit.code),
        (_("Period"), f"{first:%Y-%m-%d} – {last:%Y-%m-%d}"),
        (_("Border between systems"), borders or _("none in this period")),
    )


def _shown(counted: Series) -> dict[str, Any]:
    places = [place for place, row in enumerate(counted.rows) for _border in row.borders]
    title = _("Occurrences of %(unit)s and what lies below it, by %(per)s") % {
        "unit": counted.unit.name,
        "per": _("year") if counted.per == YEAR else _("month"),
    }
    return {
        "title": title,
        "bars": [_bar(counted, row) for row in counted.rows],
        "places": places,
        "legend": _legend(counted),
        "borders": [_sentence(border_text(one)) for one in counted.borders],
        "columns": _columns(counted),
        "rows": [line for row in counted.rows for line in _lines(counted, row)],
        "facts": _facts(counted),
    }


def _bar(counted: Series, row: SeriesRow) -> Bar:
    parts = row.figures[:-1] if counted.systems else row.figures
    return Bar(_label(counted, row), tuple(map(_height, parts)))


def _height(figure: Figure) -> int | None:
    return figure.exact if figure.exact is not None else figure.at_least or None


def _label(counted: Series, row: SeriesRow) -> str:
    first = row.period.first
    return str(first.year) if counted.per == YEAR else date_format(first, "M Y")


def _legend(counted: Series) -> list[tuple[int, str]]:
    return [(place % 6, system_name(name)) for place, name in enumerate(counted.systems)]


def _columns(counted: Series) -> list[dict[str, Any]]:
    names = [*map(system_name, counted.systems), _("Total")]
    figures = [
        {"key": str(place), "label": name, "numeric": True} for place, name in enumerate(names)
    ]
    first = {"key": "name", "label": _("Period"), "head": True}
    return [first, *figures, {"key": "border", "label": _("Border between systems")}]


def _lines(counted: Series, row: SeriesRow) -> list[dict[str, Any]]:
    figures = {str(place): str(figure) for place, figure in enumerate(row.figures)}
    said = " ".join(_sentence(border_text(one)) for one in row.borders)
    return [{"name": _label(counted, row), **figures, "border": said or "–"}]


def _facts(counted: Series) -> list[tuple[str, Any]]:
    return [
        (_("Counted"), str(counted.total)),
        (
            _("Of these without a day of their own; they count on the day they came in"),
            str(counted.undated),
        ),
        (_("Of these without a known category"), str(counted.uncategorised)),
        (_("Not in it"), _("what you may not read, and what was never reported")),
    ]


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."
