"""Lets duties to notify follow what a step changed about their occurrence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from baken.core.access import Actor
from baken.core.trail.append import Entry, append
from baken.core.workflow.advance import locked
from baken.rooms.library.rules.duty_facts import Snapshot
from baken.rooms.reports.actions.weigh_duties import weigh_again
from baken.rooms.reports.models import Occurrence
from baken.rooms.reports.queries.duties import existing_of, snapshot_of

# The steps of an occurrence that change facts on which duties depend.
WEIGHING = ("classify", "agree_lower", "decide_category")


@dataclass(frozen=True)
class Before:
    """An occurrence before a step: who acted on it, what it was merged into, and its facts if needed."""

    owner: int | None
    into: Occurrence | None
    facts: Snapshot | None


def standing_before(record: Any, step: str) -> Before | None:
    """What must be known of an occurrence before a step; nothing of other records."""
    if not isinstance(record, Occurrence):
        return None
    facts = snapshot_of(record) if step in WEIGHING else None
    return Before(record.owner_unit_id, record.merged_into, facts)


def duties_follow(record: Any, before: Before | None, actor: Actor, at: datetime) -> None:
    """Weigh the duties again after a step, and let them go along to the unit that acts.

    A merged occurrence keeps its own duties, and counts with the one it went into: that one, and when
    a merge is undone the one it left, is weighed as it is now.
    """
    if before is None:
        return
    if record.owner_unit_id != before.owner:
        _to_owner(record, actor, at)
    if before.facts is not None:
        weigh_again(occurrence=record, before=before.facts, actor=actor, at=at)
    if record.merged_into != before.into:
        for other in filter(None, (before.into, record.merged_into)):
            weigh_again(occurrence=locked(other), before=None, actor=actor, at=at)


def _to_owner(occurrence: Occurrence, actor: Actor, at: datetime) -> None:
    """The unit that must act on an occurrence acts on its duties too."""
    for one in existing_of(occurrence).values():
        if one.occurrence_id != occurrence.pk:
            continue
        fresh = locked(one)
        fresh.owner_unit_id = occurrence.owner_unit_id
        fresh.save(update_fields=["owner_unit"])
        entry = Entry(
            code="reports.notification.handed_over", from_state=one.state, to_state=one.state
        )
        append(record=fresh, actor=actor, at=at, entry=entry)
