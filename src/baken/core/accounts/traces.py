"""What somebody does to an account is written down where the person behind it is known.

This floor knows accounts and no persons. The site says once who keeps the trace; it writes a row
in the history of the person and a notice to the holder, in the transaction of the act itself.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from baken.core.access import Actor
from baken.core.accounts.models import Account

# What can happen to an account; each has its trail code and its notice.
ACTS = (
    "token_made",
    "token_revoked",
    "app_added",
    "app_removed",
    "passkey_added",
    "passkey_removed",
    "recovery_made",
    "recovery_used",
    "second_factor_removed",
    "password_changed",
    "sessions_ended",
    "mail_address_changed",
    "outside_bound",
    "service_made",
    "service_closed",
    "administration_opened",
    "administration_closed",
)
_keepers: list[Callable[..., bool]] = []
_makers: list[Callable[[Any, datetime], Actor]] = []


def kept_by(keeper: Callable[..., bool]) -> None:
    """Say who keeps the traces; the last one said does."""
    _keepers[:] = [keeper]


def leave_trace(
    *,
    account: Account,
    act: str,
    at: datetime,
    actor: Actor | None = None,
    facts: Mapping[str, Any] | None = None,
    words: Mapping[str, Any] | None = None,
) -> bool:
    """Have an act on an account written down; False when it belongs to nobody in the organisation.

    Without ``actor`` the holder of the account is meant, as during a log-in. ``words`` are free text
    that may have to be erased. Call it inside the transaction of the act.
    """
    if act not in ACTS:
        raise LookupError(f"{act!r} is no act on an account; add it to ACTS")
    told = {"facts": facts or {}, "words": words or {}}
    return _keepers[0](account=account, act=act, at=at, actor=actor, **told)


def acting_as(maker: Callable[[Any, datetime], Actor]) -> None:
    """Say how the actor behind an account is found; the last one said is used."""
    _makers[:] = [maker]


def holder_of(account: Account, at: datetime) -> Actor:
    """The actor behind an account, for what is done during a log-in, before a request has one."""
    return _makers[0](account, at)
