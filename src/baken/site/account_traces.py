"""Writes what was done to an account in the history of the person behind it, and tells the holder."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from baken.core.access import Actor
from baken.core.accounts.models import Account
from baken.core.trail.append import Entry, append
from baken.core.workflow.advance import locked
from baken.rooms.notices.actions import notify
from baken.rooms.org.queries import actor_for, own_key_of, person_of_account
from baken.site.notices import OF_ACTS


def keep_trace(
    *,
    account: Account,
    act: str,
    at: datetime,
    actor: Actor | None,
    facts: Mapping[str, Any],
    words: Mapping[str, Any],
) -> bool:
    """A row in the history of the person behind the account, and a notice to its holder.

    Of a service account the holder is also who answers for it. False when the account belongs to
    nobody in the organisation: then there is no history to write in.
    """
    behind = person_of_account(account)
    keeper = person_of_account(account.kept_by) if account.kept_by_id else None
    person = behind or keeper
    if person is None:
        return False
    told = [own_key_of(one.id) for one in (behind, keeper) if one is not None]
    with transaction.atomic():
        holder = locked(person)
        entry = Entry(
            code=f"org.person.{act}",
            from_state=holder.state,
            to_state=holder.state,
            facts={**facts, "service": str(account.id)} if account.is_service else facts,
            words=words,
        )
        append(record=holder, actor=actor or actor_for(account, at), at=at, entry=entry)
        notify(to_keys=told, code=OF_ACTS[act], record=holder, at=at)
    return True
