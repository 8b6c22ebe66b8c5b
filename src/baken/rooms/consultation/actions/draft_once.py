"""Drafts a consultation for who may send it twice: a double click, a retry, a replay after an outage."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from baken.core.access import Actor
from baken.core.api.idempotency import body_digest, earlier_record, remember, sender_digest
from baken.rooms.consultation.actions.draft_consultation import draft_consultation
from baken.rooms.consultation.models import Consultation
from baken.rooms.consultation.questions import Subject
from baken.rooms.org.queries import UnitView

_DOOR = "consultation"


def draft_once(
    *,
    actor: Actor,
    unit: UnitView,
    subject: Subject,
    fields: Mapping[str, Any],
    at: datetime,
    key: str = "",
) -> Consultation:
    """A new draft, or the one that the same key made before; refused as ``draft_consultation``.

    ``key`` is the sender's own; without one every sending is a draft of its own. Raises KeyReused
    when the key came with something else.
    """

    def draft() -> Consultation:
        return draft_consultation(actor=actor, unit=unit, subject=subject, fields=fields, at=at)

    if not key:
        return draft()
    given = {name: str(value) for name, value in fields.items() if value not in (None, "", [])}
    digest = sender_digest(f"{_DOOR} {actor.account}", key)
    body = body_digest({"fields": given, "unit": unit.code, "subject": subject.ref})
    earlier = earlier_record(digest=digest, body=body, root=Consultation)
    if earlier is not None:
        return earlier  # type: ignore[no-any-return]
    try:
        with transaction.atomic():
            record = draft()
            remember(digest=digest, body=body, record=record, at=at)
            return record
    except IntegrityError:
        first = earlier_record(digest=digest, body=body, root=Consultation)
        if first is None:
            raise
        return first  # type: ignore[no-any-return]
