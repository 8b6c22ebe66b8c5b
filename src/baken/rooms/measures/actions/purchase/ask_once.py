"""Asks for a purchase for who may send it twice: a double click, a retry, a replay after an outage."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from baken.core.access import Actor
from baken.core.api.idempotency import body_digest, earlier_record, remember, sender_digest
from baken.rooms.measures.actions.purchase.ask import ask_purchase
from baken.rooms.measures.models import Purchase
from baken.rooms.measures.questions import Served
from baken.rooms.org.queries import UnitView

_DOOR = "purchase"


def ask_once(
    *,
    actor: Actor,
    serves: Served | None,
    unit: UnitView | None,
    fields: Mapping[str, Any],
    at: datetime,
    key: str = "",
) -> Purchase:
    """A new purchase, or the one that the same key made before; refused as ``ask_purchase``.

    ``key`` is the sender's own; without one every sending is a purchase of its own. Raises KeyReused
    when the key came with something else.
    """

    def make() -> Purchase:
        return ask_purchase(actor=actor, serves=serves, unit=unit, fields=fields, at=at)

    if not key:
        return make()
    digest = sender_digest(f"{_DOOR} {actor.account}", key)
    given = {name: str(value) for name, value in fields.items() if value not in (None, "", [])}
    about = {"serves": serves.ref if serves else "", "unit": unit.code if unit else ""}
    body = body_digest({"fields": given, **about})
    earlier = earlier_record(digest=digest, body=body, root=Purchase)
    if earlier is not None:
        return earlier  # type: ignore[no-any-return]
    try:
        with transaction.atomic():
            purchase = make()
            remember(digest=digest, body=body, record=purchase, at=at)
            return purchase
    except IntegrityError:
        first = earlier_record(digest=digest, body=body, root=Purchase)
        if first is None:
            raise
        return first  # type: ignore[no-any-return]
