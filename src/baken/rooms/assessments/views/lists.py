"""The list of assessments."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from baken.core.access.declarations import page
from baken.core.lists import BadCursor
from baken.core.lists.pager import is_filtered, page_addresses
from baken.rooms.assessments.forms import AssessmentFilter
from baken.rooms.assessments.permits import FOLLOW, READ, WORK
from baken.rooms.assessments.queries.lists import assessments_page
from baken.rooms.assessments.views.rows import assessment_rows


@page(permit=READ)
def assessments(request: HttpRequest) -> HttpResponse:
    """The assessments within reach, filtered as the address says."""
    actor, at = request.actor, request.at  # type: ignore[attr-defined]
    form = AssessmentFilter(request.GET or None)
    chosen = (form.narrow, form.words) if form.is_valid() else (None, None)
    cursor = request.GET.get("cursor", "")
    try:
        found = assessments_page(actor, narrow=chosen[0], words=chosen[1], cursor=cursor)
    except BadCursor:
        return redirect("assessments:assessments")
    columns, rows = assessment_rows(found.items, at)
    here = reverse("assessments:assessments")
    shown: dict[str, Any] = {
        "form": form,
        "columns": columns,
        "rows": rows,
        "pages": page_addresses(request, found),
        "clear_url": here if is_filtered(request, form) else "",
        "may_begin": actor.holds(WORK),
        "progress_url": reverse("assessments:progress") if actor.holds(FOLLOW) else "",
    }
    return render(request, "assessments/list.html", shown)
