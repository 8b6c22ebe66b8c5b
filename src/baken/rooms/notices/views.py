"""The page with one's own notices."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from baken.core.access.declarations import page
from baken.core.lists import BadCursor
from baken.rooms.notices.actions import mark_all_read
from baken.rooms.notices.permits import READ_NOTICES
from baken.rooms.notices.queries import notices_of, text_of, url_of


@page(permit=READ_NOTICES)
def notices(request: HttpRequest) -> HttpResponse:
    """One's own notices, newest first."""
    try:
        found = notices_of(request.actor, request.GET.get("cursor", ""))  # type: ignore[attr-defined]
    except BadCursor:
        return redirect("notices:list")
    items = [{"text": text_of(one), "url": url_of(one), "notice": one} for one in found.items]
    pages = {"next_url": f"?cursor={found.next_cursor}" if found.next_cursor else ""}
    return render(request, "notices/list.html", {"items": items, "pages": pages})


@page(permit=READ_NOTICES)
@require_POST
def mark_read(request: HttpRequest) -> HttpResponse:
    """Mark all of one's notices read."""
    mark_all_read(actor=request.actor, at=request.at)  # type: ignore[attr-defined]
    return redirect("notices:list")
