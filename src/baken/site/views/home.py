"""The front page: for the public what one can do here, for a person what needs them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from baken.core import clock
from baken.core.access import Actor
from baken.core.access.declarations import public_page
from baken.core.questions import (
    InboxAsk,
    InboxCard,
    inbox_cards,
    once_each,
    pressing,
    waiting_cards,
)
from baken.rooms.org.queries import tree

MOST_CARDS = 30
SOON = timedelta(days=3)
GRAVE = 4
GROUPS: dict[str, Any] = {
    "alarm": gettext_lazy("Danger now"),
    "grave": gettext_lazy("Could have cost a life or lasting harm"),
    "overdue": gettext_lazy("Past its term"),
    "soon": gettext_lazy("Within three days"),
    "later": gettext_lazy("Later"),
}


@public_page(reason="the public sees how to report; a person sees only their own inbox")
def home(request: HttpRequest) -> HttpResponse:
    """The inbox of whoever is logged in, or the public front page."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if actor.is_nobody:
        return render(request, "site/landing.html")
    at = request.at  # type: ignore[attr-defined]
    waiting = request.GET.get("tab") == "waiting"
    question = waiting_cards if waiting else inbox_cards
    cards = once_each(question.ask(InboxAsk(actor=actor, at=at, limit=MOST_CARDS)))
    first = sorted(cards, key=pressing)[: 2 * MOST_CARDS]
    items = sorted((_item(card, at) for card in first), key=lambda item: item["place"])
    home_unit = tree().by_id.get(actor.home_unit) if actor.home_unit else None
    unit_url = (
        reverse("insight:picture", args=[home_unit.code]) if home_unit else reverse("org:tree")
    )
    shown = {"items": items, "unit_url": unit_url, "waiting": waiting, "tabs": _tabs(waiting)}
    return render(request, "site/home.html", shown)


def _tabs(waiting: bool) -> list[dict[str, Any]]:
    """The two sides of the inbox."""
    here = reverse("site:home")
    return [
        {"label": _("For you"), "url": here, "current": not waiting},
        {"label": _("Waiting for others"), "url": f"{here}?tab=waiting", "current": waiting},
    ]


def _item(card: InboxCard, at: datetime) -> dict[str, Any]:
    urgency = _urgency(card, at)
    group = _group(card, urgency)
    return {
        "ref": card.ref,
        "title": card.title,
        "url": card.url,
        "why": card.reason,
        "waiting_for": card.waiting_for,
        "due": None if card.alarm else card.due,
        "urgency": "overdue" if card.alarm else urgency,
        "alarm": card.alarm,
        "badge": _("Danger now") if card.alarm else "",
        "badge_tone": "danger",
        "level": card.risk_class or card.severity,
        "scale": "class" if card.risk_class else "severity",
        "place": list(GROUPS).index(group),
        "group": GROUPS[group],
        "action": card.action,
        "action_url": card.url,
    }


def _group(card: InboxCard, urgency: str) -> str:
    """Danger first, then what could have been grave, and the rest by its term."""
    if card.alarm:
        return "alarm"
    return "grave" if card.severity is not None and card.severity >= GRAVE else urgency


def _urgency(card: InboxCard, at: datetime) -> str:
    """By whole days: of an anonymous report only the day is known, and it is not later than others."""
    if card.due is None or clock.local_date(card.due) > clock.local_date(at) + SOON:
        return "later"
    return "overdue" if card.due < at else "soon"
