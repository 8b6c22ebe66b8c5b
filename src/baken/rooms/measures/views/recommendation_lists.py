"""The list of recommendations, with one's own views of it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from baken.core.access.declarations import page
from baken.core.lists import BadCursor, Page
from baken.core.lists.pager import is_filtered, page_addresses
from baken.core.lists.saved_views import ViewRefused, forget_view, save_view, saved_views
from baken.rooms.measures.forms import RecommendationFilter
from baken.rooms.measures.permits import EXPORT_RECOMMENDATION, READ_RECOMMENDATION
from baken.rooms.measures.queries.lists import with_owner
from baken.rooms.measures.queries.recommendations import (
    SHOWN_RECOMMENDATION,
    recommendations_page,
)
from baken.rooms.measures.views.recommendation_rows import recommendation_rows

LIST = "recommendations"


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
        **_tools(request),
    }


@page(permit=READ_RECOMMENDATION)
def views(request: HttpRequest) -> HttpResponse:
    """Save the filters of the address as a view of the recommendations, or delete a view."""
    actor = request.actor  # type: ignore[attr-defined]
    back = redirect(f"{reverse('measures:recommendations')}?{request.GET.urlencode()}")
    if request.method != "POST":
        return back
    if "forget" in request.POST:
        if forget_view(actor=actor, page=LIST, view_id=request.POST["forget"]):
            messages.success(request, _("The view was deleted."))
        return back
    form = RecommendationFilter(request.GET or None, actor=actor, at=request.at)  # type: ignore[attr-defined]
    filters = {one: request.GET.get(one, "") for one in form.fields} if form.is_valid() else {}
    name, at = request.POST.get("name", ""), request.at  # type: ignore[attr-defined]
    try:
        view = save_view(actor=actor, page=LIST, name=name, filters=filters, at=at)
    except ViewRefused as refused:
        messages.error(request, str(refused))
        return back
    messages.success(request, _("Saved as “%(name)s”.") % {"name": view.name})
    return back


def _tools(request: HttpRequest) -> dict[str, object]:
    """The actor's views of the list, and the addresses of what can be done with it."""
    actor = request.actor  # type: ignore[attr-defined]
    query = request.GET.copy()
    query.pop("cursor", None)
    here, filters = reverse("measures:recommendations"), query.urlencode()
    saved = [
        {
            "id": view.id,
            "name": view.name,
            "url": f"{here}?{view.query}",
            "current": view.query == filters,
        }
        for view in saved_views(actor, LIST)
    ]
    may_export = actor.holds(EXPORT_RECOMMENDATION)
    return {
        "saved": saved,
        "views_url": f"{reverse('measures:recommendation-views')}?{filters}",
        "export_url": f"{reverse('measures:export-recommendations')}?{filters}"
        if may_export
        else "",
    }
