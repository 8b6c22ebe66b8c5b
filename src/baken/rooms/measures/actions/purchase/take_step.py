"""Takes one step of a small purchase: the only door for pages, API and demo alike."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction

from baken.core.access import Actor, signing
from baken.core.workflow.advance import Change, advance, check_step, locked
from baken.core.workflow.fields import clean_fields
from baken.core.workflow.unread import refuse_unread
from baken.rooms.measures.actions.purchase.buy import (
    closed,
    effect_checked,
    ordered,
    put_in_use,
    received,
)
from baken.rooms.measures.actions.purchase.decide import (
    approved,
    checked,
    cosigned,
    finance_checked,
    given_up,
    rejected,
    returned,
)
from baken.rooms.measures.actions.purchase.describe import (
    SEALED_OF_PURCHASE,
    facts_of_purchase,
    wanted,
    words_of_purchase,
)
from baken.rooms.measures.models import Purchase
from baken.rooms.measures.queries.choices import choices_of
from baken.rooms.measures.queries.purchase_money import acting_unit_of, lock_money, year_of
from baken.rooms.measures.queries.purchase_posts import on_its_money
from baken.rooms.measures.queries.purchase_purpose import class_served, keys_of_purposes

Fields = Mapping[str, Any]
Prepare = Callable[[Purchase, Actor, datetime, Fields], Change]
# What promises money: one at a time for a unit and a year.
ON_MONEY = ("check", "approve")
# What is signed by the post that holds the money, wherever the purchase stands.
JUDGING = ("check_finance", "object", "cosign", "approve", "reject")
# Once it is in use the class it was bought against stays as it was, to compare with.
COMPARED_IN = ("in_use", "effect_checked")


def take_purchase_step(
    *,
    actor: Actor,
    record: Purchase,
    step: str,
    at: datetime,
    note: str = "",
    fields: Fields | None = None,
    seen: int | None = None,
) -> Purchase:
    """Take a step with a purchase that the actor can see; returns the fresh record.

    ``seen`` is the serial of the newest step that the actor knew of: when somebody did something since,
    the step is refused. Raises StepRefused (state or guard), AccessDenied (not theirs), FieldsRefused
    (what was filled in). Nothing is written then.
    """
    with transaction.atomic():
        if step in ON_MONEY:
            lock_money(record.budget_unit_id, year_of(acting_unit_of(record), at))
        fresh: Purchase = locked(record)
        if fresh.state not in COMPARED_IN:
            fresh.risk_class = class_served(fresh)
        row = check_step(record=fresh, step=step, actor=actor, at=at)
        refuse_unread(record=fresh, step=step, seen=seen)
        cleaned = clean_fields(step=row, raw=fields, choices_of=choices_of)
        judged = on_its_money(fresh) if step in JUDGING else fresh
        signer = signing(actor, row.permit, judged)
        change = _CHANGES[step](fresh, signer, at, cleaned)
        known = {"risk_class": fresh.risk_class, "touched_at": at}
        change = replace(change, values={**known, **change.values})
        advance(record=fresh, step=step, actor=signer, at=at, note=note.strip(), change=change)
        return fresh


def _describe(record: Purchase, actor: Actor, at: datetime, fields: Fields) -> Change:
    values = wanted(fields, serves_something=bool(keys_of_purposes(record)))
    return Change(
        values=values,
        facts=facts_of_purchase(values),
        words=words_of_purchase(values),
        seal=SEALED_OF_PURCHASE,
    )


_CHANGES: dict[str, Prepare] = {
    "describe": _describe,
    "check": checked,
    "check_finance": finance_checked,
    "object": returned,
    "cosign": cosigned,
    "approve": approved,
    "return": returned,
    "reject": rejected,
    "order": ordered,
    "receive": received,
    "put_in_use": put_in_use,
    "check_effect": effect_checked,
    "close": closed,
    "cancel": given_up,
}
