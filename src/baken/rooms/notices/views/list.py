"""The page with one's own notices."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from baken.core.access.declarations import deed, page
from baken.core.lists import BadCursor
from baken.rooms.notices.actions import mark_all_read, mark_one_read
from baken.rooms.notices.forms import NoticeFilter
from baken.rooms.notices.models import Notice
from baken.rooms.notices.permits import READ_NOTICES
from baken.rooms.notices.queries import notices_of, opened_by, text_of, url_of


@page(permit=READ_NOTICES)
def notices(request: HttpRequest) -> HttpResponse:
    """One's own notices, newest first, all or those of a group or the unread ones."""
    form = NoticeFilter(request.GET)
    chosen = form.chosen()
    actor = request.actor  # type: ignore[attr-defined]
    try:
        found = notices_of(actor, request.GET.get("cursor", ""), **chosen)
    except BadCursor:
        return redirect("notices:list")
    opened = opened_by(actor, found.items)
    asked = {name: value for name, value in form.data.items() if name in form.fields and value}
    onward = urlencode({**asked, "cursor": found.next_cursor})
    shown = {
        "items": [_item(one, one.number in opened) for one in found.items],
        "pages": {"next_url": f"?{onward}" if found.next_cursor else ""},
        "form": form,
        "narrowed": any(chosen.values()),
        "group": chosen["group"],
        "asked": urlencode(asked),
        "clear_url": reverse("notices:list") if any(chosen.values()) else "",
    }
    return render(request, "notices/list.html", shown)


def _item(notice: Notice, opens: bool) -> dict[str, Any]:
    """A notice with its link; without one when its record is no longer to be seen."""
    url = url_of(notice)
    return {
        "text": text_of(notice),
        "url": url if opens else "",
        "closed": bool(url) and not opens,
        "notice": notice,
    }


@page(permit=READ_NOTICES)
@deed(back="notices:list")
def mark_read(request: HttpRequest) -> HttpResponse:
    """Mark one notice read, or all of them, or those of a group; and go back to the same list."""
    actor, at = request.actor, request.at  # type: ignore[attr-defined]
    number = request.POST.get("notice", "")
    form = NoticeFilter(request.POST)
    chosen = form.chosen()
    if number:
        mark_one_read(actor=actor, number=number, at=at)
    else:
        mark_all_read(actor=actor, at=at, group=chosen["group"])
    asked = {name: request.POST[name] for name in form.fields if request.POST.get(name)}
    return redirect(reverse("notices:list") + (f"?{urlencode(asked)}" if asked else ""))
