"""Keeps and forgets the draft of a report."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from baken.core.access import Actor, refuse_unless
from baken.core.workflow.fields import LONGEST_TEXT
from baken.rooms.reports.models import Draft
from baken.rooms.reports.permits import CREATE

# Of photos a draft keeps how many there were, and nothing else.
KEPT = (
    "story",
    "place",
    "still_dangerous",
    "immediate_action",
    "happened_at",
    "unit",
    "identity",
    "photos",
)


def save_draft(*, actor: Actor, fields: dict[str, Any], at: datetime) -> Draft:
    """Keep what the actor typed so far in place of what was kept before.

    Raises ValueError when it is not lists of text, or when the form is anonymous: that is never
    kept on the server.
    """
    refuse_unless(actor, CREATE)
    if not isinstance(fields, dict) or fields.get("identity") == ["anonymous"]:
        raise ValueError("not a draft that is kept")
    kept = {name: _texts(fields[name]) for name in KEPT if name in fields}
    saved, _ = Draft.objects.update_or_create(
        account_id=actor.account, defaults={"fields": kept, "saved_at": at}
    )
    return saved


def forget_draft(*, actor: Actor, at: datetime) -> None:
    """Forget what was kept."""
    refuse_unless(actor, CREATE)
    Draft.objects.filter(account=actor.account).delete()


def _texts(values: Any) -> list[str]:
    if not isinstance(values, list) or not all(isinstance(one, str) for one in values):
        raise ValueError("a draft holds lists of text")
    return [one.replace("\x00", "")[:LONGEST_TEXT] for one in values[:5]]
