"""API tokens: made once, shown once, kept as a digest."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from baken.core import clock
from baken.core.access import Actor
from baken.core.accounts.models import Account, ApiToken
from baken.core.accounts.traces import leave_trace

PREFIX = "baken_"
MOST_LISTED = 100


@dataclass(frozen=True)
class TokenRow:
    """A token for a list: what it is for and whether it still opens something."""

    token: ApiToken
    state: str

    @property
    def is_live(self) -> bool:
        """Whether it still opens something."""
        return self.state == "live"


def make_token(*, account: Account, at: datetime, days: int = 90, label: str = "") -> str:
    """A new token for an account, valid for ``days``; this is the only time it is readable."""
    token = PREFIX + secrets.token_urlsafe(32)
    ApiToken.objects.create(
        account=account,
        digest=_digest(token),
        label=label,
        made_at=at,
        expires_at=at + timedelta(days=days),
    )
    return token


def revoke_token(*, actor: Actor, token: ApiToken, at: datetime) -> bool:
    """Withdraw a token at once; False when it was withdrawn before."""
    with transaction.atomic():
        live = ApiToken.objects.filter(pk=token.pk, revoked_at=None)
        if not live.update(revoked_at=at):
            return False
        leave_trace(account=token.account, act="token_revoked", at=at, actor=actor)
    return True


def tokens_in_care_of(account: Account) -> list[ApiToken]:
    """Tokens of an account and of the services it answers for, newest first; at most a hundred."""
    rows = ApiToken.objects.filter(Q(account=account) | Q(account__kept_by=account))
    return list(rows.select_related("account__kept_by").order_by("-made_at")[:MOST_LISTED])


def tokens_of(account: Account) -> list[ApiToken]:
    """Tokens of an account, newest first; at most a hundred."""
    rows = ApiToken.objects.filter(account=account).select_related("account__kept_by")
    return list(rows.order_by("-made_at")[:MOST_LISTED])


def token_rows(tokens: Iterable[ApiToken], at: datetime) -> list[TokenRow]:
    """Tokens with their state: live, expired or withdrawn."""
    return [TokenRow(token, _state(token, at)) for token in tokens]


def _state(token: ApiToken, at: datetime) -> str:
    if token.revoked_at is not None:
        return "withdrawn"
    return "live" if token.expires_at > at else "expired"


def token_shown(token: str, at: datetime) -> ApiToken | None:
    """The live token that was shown, with its active account; None when it opens nothing."""
    live = ApiToken.objects.filter(
        digest=_digest(token), expires_at__gt=at, revoked_at=None, account__is_active=True
    )
    found = live.select_related("account").first()
    if found is None:
        return None
    today = clock.local_date(at)
    if found.last_used_on != today:
        ApiToken.objects.filter(pk=found.pk).update(last_used_on=today)
    return found


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
