"""The list of recommendations, with one's own views of it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from baken.core.access.declarations import page
from baken.core.lists import BadCursor, Page
from baken.core.lists.own_views import Listed, keep_view, list_tools
from baken.core.lists.pager import is_filtered, page_addresses
from baken.rooms.measures.forms import RecommendationFilter
from baken.rooms.measures.permits import EXPORT_RECOMMENDATION, READ_RECOMMENDATION
from baken.rooms.measures.queries.lists import with_owner
from baken.rooms.measures.queries.recommendations import (
    SHOWN_RECOMMENDATION,
    recommendations_page,
)
from baken.rooms.measures.views.recommendation_rows import recommendation_rows

LIST = Listed(
    "recommendations",
    "measures:recommendations",
    "measures:recommendation-views",
    "measures:export-recommendations",
)


@page(permit=READ_RECOMMENDATION)
def recommendations(request: HttpRequest) -> HttpResponse:
    """The recommendations within reach, filtered as the address says."""
    actor = request.actor  # type: ignore[attr-defined]
    form = RecommendationFilter(request.GET or None, actor=actor, at=request.at)  # type: ignore[attr-defined]
    valid = form.is_valid()
    try:
        found = recommendations_page(
            actor,
            narrow=form.narrow if valid else None,
            words=form.words if valid else None,
            cursor=request.GET.get("cursor", ""),
            fields=SHOWN_RECOMMENDATION,
            along=with_owner,
        )
    except BadCursor:
        return redirect("measures:recommendations")
    return render(request, "measures/recommendations.html", _shown(request, form, found))


def _shown(request: HttpRequest, form: RecommendationFilter, found: Page) -> dict[str, Any]:
    columns, rows = recommendation_rows(found.items, request.at)  # type: ignore[attr-defined]
    return {
        "form": form,
        "columns": columns,
        "rows": rows,
        "pages": page_addresses(request, found),
        "clear_url": reverse("measures:recommendations") if is_filtered(request, form) else "",
        **list_tools(request, LIST, export_permit=EXPORT_RECOMMENDATION),
    }


@page(permit=READ_RECOMMENDATION)
def views(request: HttpRequest) -> HttpResponse:
    """Save the filters of the address as a view of the recommendations, or delete a view."""
    form = RecommendationFilter(request.GET or None, actor=request.actor, at=request.at)  # type: ignore[attr-defined]
    return keep_view(request, LIST, form)
