"""What every list does with the views that somebody keeps of it: show them, keep one, delete one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from baken.core.lists.saved_views import ViewRefused, forget_view, save_view, saved_views


@dataclass(frozen=True)
class Listed:
    """A list: the name its views are kept under, and the names of its page, its views and its file."""

    name: str
    page: str
    views: str
    export: str


def keep_view(request: HttpRequest, listed: Listed, form: Any) -> HttpResponse:
    """Keep the filters of the address as a view, or delete a view; back to the list either way."""
    actor = request.actor  # type: ignore[attr-defined]
    back = redirect(f"{reverse(listed.page)}?{request.GET.urlencode()}")
    if request.method != "POST":
        return back
    if "forget" in request.POST:
        if forget_view(actor=actor, page=listed.name, view_id=request.POST["forget"]):
            messages.success(request, _("The view was deleted."))
        return back
    filters = {one: request.GET.get(one, "") for one in form.fields} if form.is_valid() else {}
    name, at = request.POST.get("name", ""), request.at  # type: ignore[attr-defined]
    try:
        view = save_view(actor=actor, page=listed.name, name=name, filters=filters, at=at)
    except ViewRefused as refused:
        messages.error(request, str(refused))
        return back
    messages.success(request, _("Saved as “%(name)s”.") % {"name": view.name})
    return back


def list_tools(request: HttpRequest, listed: Listed, *, export_permit: str) -> dict[str, Any]:
    """The actor's views of a list, and the addresses of what can be done with it."""
    actor = request.actor  # type: ignore[attr-defined]
    query = request.GET.copy()
    query.pop("cursor", None)
    here, filters = reverse(listed.page), query.urlencode()
    saved = [
        {
            "id": view.id,
            "name": view.name,
            "url": f"{here}?{view.query}",
            "current": view.query == filters,
        }
        for view in saved_views(actor, listed.name)
    ]
    may_export = actor.holds(export_permit)
    return {
        "saved": saved,
        "views_url": f"{reverse(listed.views)}?{filters}",
        "export_url": f"{reverse(listed.export)}?{filters}" if may_export else "",
    }
