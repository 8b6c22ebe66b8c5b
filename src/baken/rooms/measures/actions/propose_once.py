"""Proposes a measure for who may send it twice: a double click, a retry, a replay after an outage."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from baken.core.access import Actor
from baken.core.api.idempotency import body_digest, earlier_record, remember, sender_digest
from baken.rooms.measures.actions.propose_measure import propose_measure
from baken.rooms.measures.models import Measure
from baken.rooms.measures.questions import Served

_DOOR = "measure"


def propose_once(
    *, actor: Actor, serves: Served, fields: Mapping[str, Any], at: datetime, key: str = ""
) -> Measure:
    """A new measure, or the one that the same key made before; refused as ``propose_measure``.

    ``key`` is the sender's own; without one every sending is a measure of its own. Raises KeyReused
    when the key came with something else.
    """

    def make() -> Measure:
        return propose_measure(actor=actor, serves=serves, fields=fields, at=at)

    if not key:
        return make()
    digest = sender_digest(f"{_DOOR} {actor.account}", key)
    given = {name: str(value) for name, value in fields.items() if value not in (None, "", [])}
    body = body_digest({"fields": given, "serves": serves.ref})
    earlier = earlier_record(digest=digest, body=body, root=Measure)
    if earlier is not None:
        return earlier  # type: ignore[no-any-return]
    try:
        with transaction.atomic():
            measure = make()
            remember(digest=digest, body=body, record=measure, at=at)
            return measure
    except IntegrityError:
        first = earlier_record(digest=digest, body=body, root=Measure)
        if first is None:
            raise
        return first  # type: ignore[no-any-return]
