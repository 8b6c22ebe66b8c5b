"""API tokens: made once, shown once, kept as a digest."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

from baken.core import clock
from baken.core.accounts.models import Account, ApiToken

PREFIX = "baken_"


def make_token(*, account: Account, at: datetime, days: int = 90) -> str:
    """A new token for an account, valid for ``days``; this is the only time it is readable."""
    token = PREFIX + secrets.token_urlsafe(32)
    ApiToken.objects.create(
        account=account, digest=_digest(token), made_at=at, expires_at=at + timedelta(days=days)
    )
    return token


def account_of(token: str, at: datetime) -> Account | None:
    """The active account a live token belongs to, or None."""
    live = ApiToken.objects.filter(
        digest=_digest(token), expires_at__gt=at, revoked_at=None, account__is_active=True
    )
    found = live.select_related("account").first()
    if found is None:
        return None
    today = clock.local_date(at)
    if found.last_used_on != today:
        ApiToken.objects.filter(pk=found.pk).update(last_used_on=today)
    return found.account


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
