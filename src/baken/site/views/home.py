"""The front page: for the public what one can do here, for a person what needs them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from baken.core.access import Actor
from baken.core.access.declarations import public_page
from baken.core.questions import InboxAsk, InboxCard, inbox_cards, pressing
from baken.rooms.org.queries import tree

MOST_CARDS = 30


@public_page(reason="the public sees how to report; a person sees only their own inbox")
def home(request: HttpRequest) -> HttpResponse:
    """The inbox of whoever is logged in, or the public front page."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if actor.is_nobody:
        return render(request, "site/landing.html")
    at = request.at  # type: ignore[attr-defined]
    cards = inbox_cards.ask(InboxAsk(actor=actor, at=at, limit=MOST_CARDS))
    shown = sorted(cards, key=pressing)[: 2 * MOST_CARDS]
    items = [_item(card, at) for card in shown]
    home_unit = tree().by_id.get(actor.home_unit) if actor.home_unit else None
    unit_url = reverse("org:unit", args=[home_unit.code]) if home_unit else reverse("org:tree")
    return render(request, "site/home.html", {"items": items, "unit_url": unit_url})


def _item(card: InboxCard, at: object) -> dict[str, object]:
    overdue = card.due is not None and card.due < at and not card.alarm  # type: ignore[operator]
    return {
        "ref": card.ref,
        "title": card.title,
        "url": card.url,
        "why": card.reason,
        "due": None if card.alarm else card.due,
        "urgency": "overdue" if overdue or card.alarm else "later",
        "badge": "",
        "action": card.action,
        "action_url": card.url,
    }
