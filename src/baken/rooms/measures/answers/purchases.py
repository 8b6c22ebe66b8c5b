"""What small purchases answer to the common questions; ``site.wiring`` lists them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from baken.core import clock
from baken.core.access import Actor
from baken.core.lists import page_of
from baken.core.page.addresses import record_address
from baken.core.questions import InboxAsk, InboxCard, SearchHit, ThreadNode
from baken.core.questions.threads import Line, Relation, ThreadKind
from baken.core.records.references import reference_in
from baken.core.search.words import words_of
from baken.rooms.measures.models import Purchase
from baken.rooms.measures.permits import READ_PURCHASE
from baken.rooms.measures.queries.purchase_inbox import purchases_waiting
from baken.rooms.measures.queries.purchase_purpose import SERVED_BY
from baken.rooms.measures.queries.purchase_thread import nodes_of_purchase, purchase_nodes
from baken.rooms.measures.rules.purchase_states import OPEN_PURCHASES
from baken.rooms.measures.workflow import PURCHASE
from baken.rooms.org.queries import open_rows, tree
from baken.rooms.org.questions import OpenItems

# How heavy a card weighs by class of what it serves; what is overdue weighs more.
WEIGHTS = {"extreme": 55, "high": 40, "medium": 28, "low": 18, "": 18}
OVERDUE = 15
RELATIONS = {
    SERVED_BY: Relation(lazy("is served by the purchase"), lazy("is bought for"), onward=True)
}
MARKS = {
    "measures.purchase.approved": lazy("Approved"),
    "measures.purchase.ordered": lazy("Ordered"),
    "measures.purchase.put_in_use": lazy("In use"),
    "measures.purchase.effect_checked": lazy("Effect checked"),
}
OWN_TOLD: dict[str, tuple[Any, Any]] = {
    "returned": (lazy("Your small purchase was returned."), lazy("Say it otherwise")),
    "approved": (lazy("Your small purchase was approved: order it."), lazy("Order")),
    "ordered": (lazy("You wait for what was ordered."), lazy("Open")),
    "received": (lazy("It has come: say when it is in use."), lazy("Open")),
    "effect_checked": (lazy("The effect was checked: close it."), lazy("Close")),
}


def purchase_cards(ask: InboxAsk) -> Iterable[InboxCard]:
    """To check on money, to decide on, one's own, and what was long enough in use to see its effect."""
    waiting = purchases_waiting(ask.actor, ask.at, ask.limit)
    for one in waiting.to_check:
        yield _card(one, _("A small purchase waits for your check on money."), _("Check"), ask.at)
    for one in waiting.to_decide:
        yield _card(one, _("A small purchase waits for a decision."), _("Decide"), ask.at)
    for one in waiting.own:
        reason, action = OWN_TOLD[one.state]
        yield _card(one, str(reason), str(action), ask.at)
    for one in waiting.to_verify:
        yield _card(one, _("It is in use for a while. Did it help?"), _("Check the effect"), ask.at)


def _card(one: Purchase, reason: str, action: str, at: datetime) -> InboxCard:
    late = one.due_at is not None and one.due_at < at
    return InboxCard(
        ref=one.ref,
        title=one.title,
        reason=reason,
        url=record_address(one),
        action=action,
        due=one.due_at,
        weight=WEIGHTS[one.risk_class] + (OVERDUE if late else 0),
    )


def purchase_hits(actor: Actor, text: str, most: int) -> Iterable[SearchHit]:
    """Purchases within reach whose text holds every word; a reference finds its own alone."""
    if not actor.holds(READ_PURCHASE):
        return
    ref = reference_in(text)
    found = page_of(
        root=Purchase,
        actor=actor,
        permit=READ_PURCHASE,
        narrow=(lambda rows: rows.filter(ref=ref)) if ref else None,
        words=None if ref else words_of(text),
        limit=most,
    )
    for one in found.items:
        state = str(PURCHASE.states[one.state])
        name = _("Small purchase")
        yield SearchHit(name, one.ref, one.title, state, record_address(one), one.number)


def purchase_thread_nodes(actor: Actor, record: Any) -> Iterable[ThreadNode]:
    """The life of a purchase, or of another record what is bought for it."""
    if isinstance(record, Purchase):
        yield from nodes_of_purchase(actor, record)
    else:
        yield from purchase_nodes(actor, record)


def open_purchases(unit: int) -> Iterable[OpenItems]:
    """Purchases of this unit itself that are not done: they need another owner before it can end."""
    acting = Q(owner_unit=unit) | Q(unit=unit, owner_unit__isnull=True)
    rows: Any = Purchase.objects.for_system(reason="open items")
    count = rows.filter(acting, state__in=OPEN_PURCHASES).count()
    yield OpenItems(_("Open small purchases"), count, reverse("measures:purchases"))


def purchase_thread_kinds() -> Iterable[ThreadKind]:
    """The root, with how it looks and what it is tied by."""
    yield ThreadKind(
        root=Purchase,
        code="purchase",
        name=_("Small purchase"),
        column="measure",
        line=purchase_line,
        marks=MARKS,
        relations=RELATIONS,
        open_rows=open_rows,
        tells_maker=True,
    )


def purchase_line(one: Purchase, _in_full: bool) -> Line:
    """A purchase; its title names no persons."""
    return Line(
        title=one.title,
        state=str(PURCHASE.states[one.state]),
        unit=tree().by_id[one.unit_id].name,
        on=clock.local_date(one.asked_at),
    )
