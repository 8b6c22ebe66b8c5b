"""Keeps and forgets the filters of a list under a name."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from baken.core.access.declarations import page
from baken.core.lists.saved_views import ViewRefused, forget_view, save_view
from baken.rooms.reports.forms import OccurrenceFilter, ReportFilter
from baken.rooms.reports.permits import READ, READ_SUMMARY
from baken.rooms.reports.queries.lists import reads_in_full


@page(permit=READ)
def report_views(request: HttpRequest) -> HttpResponse:
    """Save the filters of the address as a view of the reports, or delete a view."""
    return _keep(request, "reports", ReportFilter(request.GET or None))


@page(permit=READ_SUMMARY)
def occurrence_views(request: HttpRequest) -> HttpResponse:
    """Save the filters of the address as a view of the occurrences, or delete a view."""
    in_full = reads_in_full(request.actor)  # type: ignore[attr-defined]
    return _keep(request, "occurrences", OccurrenceFilter(request.GET or None, in_full=in_full))


def _keep(request: HttpRequest, name: str, form: Any) -> HttpResponse:
    back = redirect(f"{reverse(f'reports:{name}')}?{request.GET.urlencode()}")
    if request.method != "POST":
        return back
    if "forget" in request.POST:
        if forget_view(actor=request.actor, page=name, view_id=request.POST["forget"]):  # type: ignore[attr-defined]
            messages.success(request, _("The view was deleted."))
        return back
    filters = {one: request.GET.get(one, "") for one in form.fields} if form.is_valid() else {}
    try:
        view = save_view(
            actor=request.actor,  # type: ignore[attr-defined]
            page=name,
            name=request.POST.get("name", ""),
            filters=filters,
            at=request.at,  # type: ignore[attr-defined]
        )
    except ViewRefused as refused:
        messages.error(request, str(refused))
        return back
    messages.success(request, _("Saved as “%(name)s”.") % {"name": view.name})
    return back
