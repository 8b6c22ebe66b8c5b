"""The list of consultations."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from baken.core.access.declarations import page
from baken.core.lists import BadCursor
from baken.core.lists.pager import is_filtered, page_addresses
from baken.rooms.consultation.forms import ConsultationFilter
from baken.rooms.consultation.permits import ASK, EXPORT, READ
from baken.rooms.consultation.queries.lists import consultations_page
from baken.rooms.consultation.views.rows import consultation_rows


@page(permit=READ)
def consultations(request: HttpRequest) -> HttpResponse:
    """The consultations within reach, filtered as the address says."""
    actor, at = request.actor, request.at  # type: ignore[attr-defined]
    form = ConsultationFilter(request.GET or None, at=at)
    chosen = (form.narrow, form.words) if form.is_valid() else (None, None)
    cursor = request.GET.get("cursor", "")
    try:
        found = consultations_page(actor, narrow=chosen[0], words=chosen[1], cursor=cursor)
    except BadCursor:
        return redirect("consultation:consultations")
    here = reverse("consultation:consultations")
    query = request.GET.copy()
    query.pop("cursor", None)
    export = f"{reverse('consultation:export')}?{query.urlencode()}"
    columns, rows = consultation_rows(actor, found.items, at)
    shown = {"form": form, "columns": columns, "rows": rows}
    shown["pages"] = page_addresses(request, found)
    shown["clear_url"] = here if is_filtered(request, form) else ""
    shown["may_ask"] = actor.holds(ASK)
    shown["export_url"] = export if actor.holds(EXPORT) else ""
    return render(request, "consultation/list.html", shown)
