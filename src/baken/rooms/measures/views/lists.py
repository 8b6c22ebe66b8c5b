"""The list of measures, with one's own views of it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from baken.core.access.declarations import page
from baken.core.lists import BadCursor, Page
from baken.core.lists.own_views import Listed, keep_view, list_tools
from baken.core.lists.pager import is_filtered, page_addresses
from baken.rooms.measures.forms import MeasureFilter
from baken.rooms.measures.permits import EXPORT, READ
from baken.rooms.measures.queries.lists import SHOWN, measures_page, with_owner
from baken.rooms.measures.views.rows import measure_rows

LIST = Listed("measures", "measures:measures", "measures:measure-views", "measures:export")


@page(permit=READ)
def measures(request: HttpRequest) -> HttpResponse:
    """The measures within reach, filtered as the address says."""
    actor = request.actor  # type: ignore[attr-defined]
    form = MeasureFilter(request.GET or None, actor=actor, at=request.at)  # type: ignore[attr-defined]
    valid = form.is_valid()
    try:
        found = measures_page(
            actor,
            narrow=form.narrow if valid else None,
            words=form.words if valid else None,
            cursor=request.GET.get("cursor", ""),
            fields=SHOWN,
            along=with_owner,
        )
    except BadCursor:
        return redirect("measures:measures")
    return render(request, "measures/list.html", _shown(request, form, found))


def _shown(request: HttpRequest, form: MeasureFilter, found: Page) -> dict[str, Any]:
    columns, rows = measure_rows(found.items, request.at)  # type: ignore[attr-defined]
    return {
        "form": form,
        "columns": columns,
        "rows": rows,
        "pages": page_addresses(request, found),
        "clear_url": reverse("measures:measures") if is_filtered(request, form) else "",
        **list_tools(request, LIST, export_permit=EXPORT),
    }


@page(permit=READ)
def views(request: HttpRequest) -> HttpResponse:
    """Save the filters of the address as a view of the measures, or delete a view."""
    form = MeasureFilter(request.GET or None, actor=request.actor, at=request.at)  # type: ignore[attr-defined]
    return keep_view(request, LIST, form)
