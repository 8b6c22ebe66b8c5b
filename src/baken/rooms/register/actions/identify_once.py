"""States a risk for who may send it twice: a double click, a retry, a replay after an outage."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from baken.core.access import Actor
from baken.core.api.idempotency import body_digest, earlier_record, remember, sender_digest
from baken.rooms.org.queries import UnitView
from baken.rooms.register.actions.identify_risk import identify_risk
from baken.rooms.register.models import Risk

_DOOR = "risk"


def identify_once(
    *,
    actor: Actor,
    unit: UnitView,
    fields: Mapping[str, Any],
    at: datetime,
    key: str = "",
    origin: Any = None,
    origin_severity: int | None = None,
    model: str = "",
    site: int | None = None,
) -> Risk:
    """A new risk, or the one that the same key made before; refused as ``identify_risk``.

    ``key`` is the sender's own; without one every sending is a risk of its own. Raises KeyReused
    when the key came with something else.
    """

    def state() -> Risk:
        return identify_risk(
            actor=actor,
            unit=unit,
            fields=fields,
            at=at,
            origin=origin,
            origin_severity=origin_severity,
            model=model,
            site=site,
        )

    if not key:
        return state()
    digest = sender_digest(f"{_DOOR} {actor.account}", key)
    body = body_digest(_sent(unit, fields, model, site, origin))
    earlier = earlier_record(digest=digest, body=body, root=Risk)
    if earlier is not None:
        return earlier  # type: ignore[no-any-return]
    try:
        with transaction.atomic():
            risk = state()
            remember(digest=digest, body=body, record=risk, at=at)
            return risk
    except IntegrityError:
        first = earlier_record(digest=digest, body=body, root=Risk)
        if first is None:
            raise
        return first  # type: ignore[no-any-return]


def _sent(
    unit: UnitView, fields: Mapping[str, Any], model: str, site: int | None, origin: Any
) -> dict[str, Any]:
    """What was sent, as plain values; what was left empty is as good as not sent."""
    given = {name: str(value) for name, value in fields.items() if value not in (None, "", [])}
    about = {"unit": unit.code, "model": model, "site": str(site or "")}
    return {"fields": given, **about, "origin": origin.ref if origin is not None else ""}
