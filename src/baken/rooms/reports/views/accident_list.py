"""The accident list of the working-conditions law: to read, to print, to take away."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from baken.core import clock
from baken.core.access.declarations import page
from baken.core.lists import BadCursor
from baken.core.lists.pager import page_addresses
from baken.rooms.library.queries import label_of
from baken.rooms.org.queries import tree
from baken.rooms.reports.forms.accident_list import AccidentListForm
from baken.rooms.reports.permits import EXPORT_SUMMARY, READ_ACCIDENT_LIST
from baken.rooms.reports.queries.accident_list import (
    FEWEST,
    Accident,
    accidents_page,
    diseases_of,
)

Rows = list[dict[str, Any]]


@page(permit=READ_ACCIDENT_LIST)
def accident_list(request: HttpRequest) -> HttpResponse:
    """The accidents of a year: their nature and date, and no names."""
    actor = request.actor  # type: ignore[attr-defined]
    form = AccidentListForm(request.GET or None, today=clock.today())
    try:
        found, lines = accidents_page(actor, form.ask, request.GET.get("cursor", ""))
    except BadCursor:
        return redirect("reports:accident-list")
    columns, rows = _table(lines)
    query = f"?{request.GET.urlencode()}" if form.is_bound else ""
    shown = {
        "form": form,
        "columns": columns,
        "rows": rows,
        "pages": page_addresses(request, found),
        "year": form.ask.year,
        "diseases": _few(diseases_of(actor, form.ask)),
        "export_url": reverse("reports:export-accident-list") + query
        if actor.holds(EXPORT_SUMMARY)
        else "",
    }
    return render(request, "reports/accident_list.html", shown)


def _table(lines: list[Accident]) -> tuple[Rows, Rows]:
    here = tree()
    columns: Rows = [
        {"key": "ref", "label": _("Reference"), "head": True, "phone": "line"},
        {"key": "day", "label": _("Date"), "phone": "line"},
        {"key": "kind", "label": _("Kind"), "phone": "line"},
        {"key": "summary", "label": _("Nature"), "phone": "lead"},
        {"key": "unit", "label": _("Unit"), "phone": "line"},
        {"key": "notified", "label": _("Authority notified"), "phone": "line"},
        {"key": "absent", "label": _("More than 3 days of absence"), "phone": "line"},
    ]
    rows = [
        {
            "ref": line.one.ref,
            "day": line.day,
            "kind": label_of("kinds", line.one.kind),
            "summary": line.one.summary or _("not yet summarised"),
            "unit": here.by_id[line.one.unit_id].name,
            "notified": clock.local_date(line.notified_at) if line.notified_at else _("no"),
            "absent": _("yes") if line.absent else _("no"),
        }
        for line in lines
    ]
    return columns, rows


def _few(count: int) -> str:
    """A count; a small one could point at somebody."""
    return _("fewer than 5") if 0 < count < FEWEST else str(count)
