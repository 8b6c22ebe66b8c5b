"""Enters a recommendation for who may send it twice: a double click, a retry, a replay after an outage."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from baken.core.access import Actor
from baken.core.api.idempotency import body_digest, earlier_record, remember, sender_digest
from baken.rooms.measures.actions.receive_recommendation import receive_recommendation
from baken.rooms.measures.models import Recommendation

_DOOR = "recommendation"


def receive_once(
    *, actor: Actor, fields: Mapping[str, Any], at: datetime, key: str = ""
) -> Recommendation:
    """A new recommendation, or the one that the same key made before; refused as the plain action.

    ``key`` is the sender's own; without one every sending is a recommendation of its own. Raises
    KeyReused when the key came with something else.
    """

    def make() -> Recommendation:
        return receive_recommendation(actor=actor, fields=fields, at=at)

    if not key:
        return make()
    digest = sender_digest(f"{_DOOR} {actor.account}", key)
    given = {name: str(value) for name, value in fields.items() if value not in (None, "", [])}
    body = body_digest({"fields": given})
    earlier = earlier_record(digest=digest, body=body, root=Recommendation)
    if earlier is not None:
        return earlier  # type: ignore[no-any-return]
    try:
        with transaction.atomic():
            made = make()
            remember(digest=digest, body=body, record=made, at=at)
            return made
    except IntegrityError:
        first = earlier_record(digest=digest, body=body, root=Recommendation)
        if first is None:
            raise
        return first  # type: ignore[no-any-return]
