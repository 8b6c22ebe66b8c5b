"""Checks a small purchase, and decides on it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from baken.core.access import Actor
from baken.core.workflow.advance import Change
from baken.rooms.library.queries.purchasing import purchasing
from baken.rooms.measures.models import Purchase
from baken.rooms.measures.queries.purchase_facts import frameworks_of
from baken.rooms.measures.queries.purchase_money import acting_unit_of, is_split, year_of
from baken.rooms.measures.queries.purchase_posts import level_on_money
from baken.rooms.measures.queries.purchase_terms import decide_purchase_by
from baken.rooms.measures.rules.purchasing import ADVICE, LOOKED_AT, PASS

Fields = Mapping[str, Any]
# What was looked at before holds no more when it is checked anew.
ANEW: Mapping[str, Any] = dict.fromkeys(
    (
        *("finance_checked_at", "finance_checked_by", "cosigned_at", "cosigned_by"),
        *("decided_at", "decided_by"),
    )
)


def checked(record: Purchase, actor: Actor, at: datetime, fields: Fields) -> Change:
    """The outcomes of the automatic checks; what they refuse the guards have refused already.

    Source: domain reference, vms, section 6.
    """
    step, split = purchasing().step_of(record.amount_cents), is_split(record, at)
    needs_finance = split or (step is not None and step.finance_check)
    outcomes = {
        "forbidden": PASS,
        "mandate": PASS,
        "quotes": PASS,
        "safety": PASS,
        "framework": ADVICE if frameworks_of(record) else PASS,
        "budget": PASS,
        "splitting": LOOKED_AT if split else PASS,
    }
    values = {
        **ANEW,
        "checks": [{"code": code, "outcome": outcome} for code, outcome in outcomes.items()],
        "needs_finance": needs_finance,
        "levels_up": step.levels_up if step else 0,
        "splits": split,
        "budget_year": year_of(acting_unit_of(record), at),
        "checked_at": at,
        "checked_by": actor.person,
        "due_at": decide_purchase_by(record, at),
    }
    told = {"checks": outcomes, "needs_finance": needs_finance, "levels_up": values["levels_up"]}
    return Change(values=values, facts=told, news={"needs_finance": needs_finance})


def finance_checked(record: Purchase, actor: Actor, at: datetime, fields: Fields) -> Change:
    """The controller has no objection, and says why; of what was split up that is what it takes."""
    values = {"finance_checked_at": at, "finance_checked_by": actor.person}
    return Change(values=values, words={"finding": fields["finding"]})


def cosigned(record: Purchase, actor: Actor, at: datetime, fields: Fields) -> Change:
    """Somebody a level up signs as well."""
    values = {"cosigned_at": at, "cosigned_by": actor.person}
    told = {"level": level_on_money(actor, record)}
    return Change(values=values, facts=told, words={"reason": fields["reason"]})


def approved(record: Purchase, actor: Actor, at: datetime, fields: Fields) -> Change:
    """It is bought from the money of this year."""
    level = level_on_money(actor, record)
    year = year_of(acting_unit_of(record), at)
    values = {"decided_at": at, "decided_by": actor.person, "decided_level": level}
    values |= {"budget_year": year, "due_at": decide_purchase_by(record, at)}
    return Change(values=values, facts={"level": level, "year": year})


def returned(record: Purchase, actor: Actor, at: datetime, fields: Fields) -> Change:
    """Whoever asked says it otherwise."""
    values = {"due_at": decide_purchase_by(record, at)}
    return Change(values=values, words={"reason": fields["reason"]})


def rejected(record: Purchase, actor: Actor, at: datetime, fields: Fields) -> Change:
    """It is not bought, with the reason."""
    level = level_on_money(actor, record)
    values = {"decided_at": at, "decided_by": actor.person, "decided_level": level}
    values |= {"due_at": None}
    return Change(values=values, facts={"level": level}, words={"reason": fields["reason"]})


def given_up(record: Purchase, actor: Actor, at: datetime, fields: Fields) -> Change:
    """It is not needed any more; the money that was promised is free again."""
    values = {"cancelled_at": at, "cancelled_by": actor.person, "due_at": None}
    return Change(values=values, words={"reason": fields["reason"]})
