"""The same thing sent twice is one thing: double click, retry, replay after an outage."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings

from baken.core import clock
from baken.core.api.models import IdempotencyKey
from baken.core.records.numbers import anonymous_row_number
from baken.core.trail.chain import canonical


class KeyReused(Exception):
    """The key was used before for something else; the answer is 409."""


def sender_digest(sender: str, key: str) -> str:
    """A digest of who sent and under which key; without the server's secret it tells nothing."""
    message = f"{sender}\0{key}".encode()
    return hmac.new(settings.SECRET_KEY.encode(), message, hashlib.sha256).hexdigest()


def body_digest(body: Mapping[str, Any]) -> str:
    """A keyed digest of what was sent, so that short texts cannot be guessed from it."""
    secret = settings.SECRET_KEY.encode()
    return hmac.new(secret, canonical(dict(body)), hashlib.sha256).hexdigest()


def earlier_record(*, digest: str, body: str, root: type[Any]) -> Any:
    """The record an earlier sending made, or None. Raises KeyReused when the body differs."""
    known = IdempotencyKey.objects.filter(digest=digest, table=root._meta.label_lower).first()
    if known is None:
        return None
    if known.body_digest != body:
        raise KeyReused
    return root.objects.for_system(reason="own answer").get(pk=known.record)


def remember(*, digest: str, body: str, record: Any, at: datetime) -> None:
    """Note, in the record's own transaction, which record a key made."""
    day = clock.local_date(at)
    IdempotencyKey.objects.create(
        number=anonymous_row_number(day),
        digest=digest,
        body_digest=body,
        table=record._meta.label_lower,
        record=record.pk,
        on=day,
    )
