"""The list of occurrences that may be one event in two older systems."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from baken.core import clock
from baken.core.access.declarations import page
from baken.core.lists import BadCursor
from baken.rooms.reports.models import Occurrence
from baken.rooms.reports.permits import TRIAGE
from baken.rooms.reports.queries.doubles import Double, Doubles, possible_doubles
from baken.rooms.reports.queries.series import first_year


class YearForm(forms.Form):
    """The year to look through; without one, everything from the newest on."""

    year = forms.TypedChoiceField(label=gettext_lazy("Year"), required=False, coerce=int)

    def __init__(self, *args: Any, years: range, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        listed = [("", gettext_lazy("All years")), *((year, str(year)) for year in years)]
        self.fields["year"].choices = listed  # type: ignore[attr-defined]


@page(permit=TRIAGE)
def doubles(request: HttpRequest) -> HttpResponse:
    """Possible doubles within reach, each with the two ways to decide about it."""
    this_year = clock.local_date(request.at).year  # type: ignore[attr-defined]
    form = YearForm(request.GET or None, years=range(this_year, first_year(this_year) - 1, -1))
    year = form.cleaned_data["year"] or None if form.is_bound and form.is_valid() else None
    try:
        found = possible_doubles(
            request.actor,  # type: ignore[attr-defined]
            year=year,
            cursor=request.GET.get("cursor", ""),
        )
    except BadCursor as wrong:
        raise Http404(str(wrong)) from None
    shown = {
        "form": form,
        "clear": reverse("reports:doubles") if year else "",
        "pairs": [_shown(one) for one in found.items],
        "since": found.since,
        "pager": _pager(request, found, year),
    }
    return render(request, "reports/doubles.html", shown)


def _shown(double: Double) -> dict[str, Any]:
    return {
        "one": double.one,
        "other": double.other,
        "day": double.one.happened_at,
        "shares": ", ".join(double.shares),
        "same_url": _step(double.one, double.other, "same_event"),
        "apart_url": _step(double.one, double.other, "keep_apart"),
    }


def _step(one: Occurrence, other: Occurrence, name: str) -> str:
    address = reverse("reports:occurrence-step", args=[one.ref, name])
    return f"{address}?{urlencode({'occurrence': other.ref})}"


def _pager(request: HttpRequest, found: Doubles, year: int | None) -> dict[str, str]:
    query = {"year": str(year)} if year else {}
    further = urlencode(query | {"cursor": found.next_cursor})
    return {
        "next_url": f"?{further}" if found.next_cursor else "",
        "previous_url": f"?{urlencode(query)}" if request.GET.get("cursor") else "",
        "label": _("Pages of this list"),
    }
