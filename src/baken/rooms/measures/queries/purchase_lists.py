"""Pages of small purchases for an actor."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Q

from baken.core.access import Actor
from baken.core.lists import USUAL_ROWS, Narrow, Page, page_of
from baken.core.search.words import Wanted
from baken.rooms.measures.models import Purchase
from baken.rooms.measures.permits import READ_PURCHASE
from baken.rooms.measures.queries.lists import OPEN, UNITS
from baken.rooms.measures.rules.purchase_states import OPEN_PURCHASES

# What a table of a page shows of a purchase.
SHOWN_OF_PURCHASE = (
    *("ref", "title", "category", "supplier", "amount_cents", "risk_class", "class_after"),
    *("state", "unit", "owner_unit", "due_at", "confidentiality", "asker_key", "needs_finance"),
    *("finance_checked_at", "splits", "asked_at", "received_at", "no_risk"),
    *("unit__path", "owner_unit__path"),
)


def purchases_page(
    actor: Actor,
    *,
    narrow: Narrow | None = None,
    words: Wanted | None = None,
    cursor: str = "",
    limit: int = USUAL_ROWS,
    fields: Sequence[str] = (),
) -> Page:
    """The newest purchases within the actor's reach: these fields of them, or all."""
    return page_of(
        root=Purchase,
        actor=actor,
        permit=READ_PURCHASE,
        narrow=narrow,
        words=words,
        related=UNITS,
        fields=fields,
        cursor=cursor,
        limit=limit,
    )


def purchases_in_state(asked: str) -> Q:
    """Purchases in a state, or ``OPEN``; lists, exports and figures mean the same by it."""
    return Q(state__in=OPEN_PURCHASES) if asked == OPEN else Q(state=asked)


def about_risk(asked: str) -> Q:
    """Purchases for something (``yes``), or for none of it with a code (``no``)."""
    return Q(no_risk="") if asked == "yes" else ~Q(no_risk="")


def overdue_purchases(at: datetime) -> Q:
    """Purchases on which the next step was owed before a moment."""
    return Q(state__in=OPEN_PURCHASES, due_at__lt=at)
