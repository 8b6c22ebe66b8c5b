"""The lists of reports and occurrences."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from baken.core.access.declarations import page
from baken.core.lists import BadCursor, Page
from baken.core.lists.pager import is_filtered, page_addresses
from baken.rooms.reports.forms import OccurrenceFilter, ReportFilter
from baken.rooms.reports.permits import CREATE, READ, READ_SUMMARY
from baken.rooms.reports.queries.lists import (
    OCCURRENCE_SHOWN,
    REPORT_SHOWN,
    occurrences_page,
    own_reports,
    reads_in_full,
    reports_page,
)
from baken.rooms.reports.views.list_tools import tools_of
from baken.rooms.reports.views.rows import occurrence_rows, report_rows


@page(permit=CREATE)
def own(request: HttpRequest) -> HttpResponse:
    """One's own reports; anonymous ones are not among them, since nobody knows they are yours."""
    try:
        found = own_reports(request.actor, request.GET.get("cursor", ""))  # type: ignore[attr-defined]
    except BadCursor:
        return redirect("reports:own")
    columns, rows = report_rows(found.items)
    shown = {"columns": columns, "rows": rows, "pages": page_addresses(request, found)}
    return render(request, "reports/own.html", shown)


@page(permit=READ)
def reports(request: HttpRequest) -> HttpResponse:
    """The reports within reach, filtered as the address says."""
    form = ReportFilter(request.GET or None)
    valid = form.is_valid()
    try:
        found = reports_page(
            request.actor,  # type: ignore[attr-defined]
            narrow=form.narrow if valid else None,
            words=form.words if valid else None,
            cursor=request.GET.get("cursor", ""),
            fields=REPORT_SHOWN,
        )
    except BadCursor:
        return redirect("reports:reports")
    columns, rows = report_rows(found.items)
    return render(request, "reports/list.html", _listed(request, form, columns, rows, found))


@page(permit=READ_SUMMARY)
def occurrences(request: HttpRequest) -> HttpResponse:
    """The occurrences within reach, in full or without persons, filtered as the address says."""
    actor = request.actor  # type: ignore[attr-defined]
    form = OccurrenceFilter(request.GET or None, in_full=reads_in_full(actor))
    try:
        found = occurrences_page(
            actor, form.ask, cursor=request.GET.get("cursor", ""), fields=OCCURRENCE_SHOWN
        )
    except BadCursor:
        return redirect("reports:occurrences")
    columns, rows = occurrence_rows(found)
    return render(request, "reports/occurrences.html", _listed(request, form, columns, rows, found))


def _listed(
    request: HttpRequest, form: Any, columns: list[Any], rows: list[Any], found: Page
) -> dict[str, Any]:
    name = request.resolver_match.url_name  # type: ignore[union-attr]
    return {
        "form": form,
        "columns": columns,
        "rows": rows,
        "pages": page_addresses(request, found),
        "clear_url": reverse(f"reports:{name}") if is_filtered(request, form) else "",
        **tools_of(request, str(name)),
    }
