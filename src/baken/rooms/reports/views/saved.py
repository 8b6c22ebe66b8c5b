"""Keeps and forgets the filters of a list under a name."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from baken.core.access.declarations import page
from baken.core.lists.own_views import keep_view
from baken.rooms.reports.forms import OccurrenceFilter, ReportFilter
from baken.rooms.reports.permits import READ, READ_SUMMARY
from baken.rooms.reports.queries.lists import reads_in_full
from baken.rooms.reports.views.list_tools import LISTED


@page(permit=READ)
def report_views(request: HttpRequest) -> HttpResponse:
    """Save the filters of the address as a view of the reports, or delete a view."""
    return keep_view(request, LISTED["reports"], ReportFilter(request.GET or None))


@page(permit=READ_SUMMARY)
def occurrence_views(request: HttpRequest) -> HttpResponse:
    """Save the filters of the address as a view of the occurrences, or delete a view."""
    in_full = reads_in_full(request.actor)  # type: ignore[attr-defined]
    form = OccurrenceFilter(request.GET or None, in_full=in_full)
    return keep_view(request, LISTED["occurrences"], form)
