"""Search over everything in scope; a reference number leads straight to its record."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from baken.core.access import Actor
from baken.core.access.declarations import page
from baken.core.access.roots import root_of_ref
from baken.core.questions import search_hits
from baken.rooms.org.permits import READ_UNIT

MOST_HITS = 25


@page(permit=READ_UNIT)
def search(request: HttpRequest) -> HttpResponse:
    """What the actor may see and holds the words, newest first per kind."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    text = request.GET.get("q", "").strip()[:400].replace("\x00", "")
    address = _address_of(actor, text)
    if address:
        return redirect(address, text.upper())
    hits = search_hits.ask(actor, text, MOST_HITS) if text else []
    return render(request, "site/search.html", {"search_query": text, "hits": hits})


def _address_of(actor: Actor, text: str) -> str:
    """The page of the record whose reference this is, when the actor may see it."""
    root = root_of_ref(text)
    if root is None or not root.page_name:
        return ""
    for permit in root.visible_with():
        seen = root.objects.visible_to(actor, permit).filter(ref=text.upper())
        if seen.exists():
            return root.page_name
    return ""
