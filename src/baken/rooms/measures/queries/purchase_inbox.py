"""What of small purchases waits for an actor."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from baken.core.access import Actor
from baken.core.lists.pressing import SOONEST, Heading, Values, first_of
from baken.rooms.measures.models import Purchase
from baken.rooms.measures.permits import APPROVE, ASK, CHECK, CHECK_EFFECT
from baken.rooms.measures.queries.lists import UNITS
from baken.rooms.measures.queries.purchase_facts import buyers_of
from baken.rooms.measures.queries.purchase_posts import holds_money, level_on_money
from baken.rooms.measures.queries.purchase_terms import effect_due_since
from baken.rooms.measures.rules.purchase_states import CHECKED, IN_USE
from baken.rooms.org.queries import tree

# What a card tells of a purchase, and what decides whose it is.
CARD = (
    *("ref", "title", "state", "risk_class", "unit", "owner_unit", "due_at", "confidentiality"),
    *("asked_by", "checked_by", "asker_key", "needs_finance", "finance_checked_at", "levels_up"),
    *("cosigned_at", "ordered_by", "received_by", "in_use_by", "budget_unit", "amount_cents"),
    *("unit__path", "owner_unit__path", "budget_unit__path"),
)
WITH_MONEY = (*UNITS, "budget_unit")
OWN = ("returned", "approved", "ordered", "received", "effect_checked")


@dataclass(frozen=True)
class PurchasesWaiting:
    """What of purchases waits for somebody, by what they are to do; the soonest due first."""

    to_check: list[Purchase]
    to_decide: list[Purchase]
    own: list[Purchase]
    to_verify: list[Purchase]


def _for_finance(rows: Any, _given: Values) -> Any:
    return rows.filter(state=CHECKED, needs_finance=True, finance_checked_at__isnull=True)


def _to_decide(rows: Any, _given: Values) -> Any:
    return rows.filter(state=CHECKED)


def _to_verify(rows: Any, given: Values) -> Any:
    return rows.filter(state=IN_USE, in_use_at__lte=given["in_use_since"])


def _mine(rows: Any, given: Values) -> Any:
    return rows.filter(asker_key=given["own_key"], state__in=OWN)


HEADINGS = (
    Heading(CHECK, _for_finance),
    Heading(APPROVE, _to_decide),
    Heading(CHECK_EFFECT, _to_verify),
)
MINE = Heading(ASK, _mine)


def purchases_waiting(actor: Actor, at: datetime, most: int) -> PurchasesWaiting:
    """At most so many of each; one query."""
    found = first_of(
        (*HEADINGS, MINE) if actor.own_key else HEADINGS,
        by=SOONEST,
        root=Purchase,
        actor=actor,
        given={"own_key": actor.own_key, "in_use_since": effect_due_since(at)},
        most=most,
        related=WITH_MONEY,
        fields=CARD,
    )
    return _sorted(actor, found)


def _sorted(actor: Actor, found: list[Purchase]) -> PurchasesWaiting:
    waiting = PurchasesWaiting([], [], [], [])
    for one in found:
        if one.state == CHECKED and holds_money(actor, CHECK, one) and waits_for_finance(one):
            waiting.to_check.append(one)
        elif one.state == CHECKED and _decides(actor, one):
            waiting.to_decide.append(one)
        elif one.state in OWN and one.asker_key == actor.own_key:
            waiting.own.append(one)
        elif one.state == IN_USE and not _took_part(actor, one):
            waiting.to_verify.append(one)
    return waiting


def _took_part(actor: Actor, one: Purchase) -> bool:
    """Whether somebody asked for it or bought it, and so does not say whether it helped."""
    return actor.person in (one.asked_by, one.checked_by, *buyers_of(one))


def waits_for_finance(one: Purchase) -> bool:
    """Whether the controller is to look at it first."""
    return one.needs_finance and one.finance_checked_at is None


def _decides(actor: Actor, one: Purchase) -> bool:
    """Whether it waits for somebody: not their own, looked at, and signed above if that is needed."""
    is_own = actor.person in (one.asked_by, one.checked_by)
    if is_own or waits_for_finance(one) or not holds_money(actor, APPROVE, one):
        return False
    if not one.levels_up or one.cosigned_at is not None:
        return True
    return level_on_money(actor, one) > tree().by_id[one.budget_unit_id].level
