"""Lets records follow an occurrence that went into another one."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from baken.core.access import Actor
from baken.core.trail.append import Entry, append
from baken.rooms.reports.models import Occurrence


def follow(rows: Any, field: str, target: Occurrence, actor: Actor, at: datetime) -> None:
    """Let records point at the other occurrence, each with a row in its own history."""
    for record in rows.select_for_update(of=("self",)):
        setattr(record, field, target)
        record.save(update_fields=[field])
        entry = Entry(
            code=f"reports.{record._meta.model_name}.moved_along",
            from_state=record.state,
            to_state=record.state,
            facts={"into": target.ref},
        )
        append(record=record, actor=actor, at=at, entry=entry)
