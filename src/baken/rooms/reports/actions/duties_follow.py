"""Lets duties to notify follow their occurrence: to another unit, or into another occurrence."""

from __future__ import annotations

from datetime import datetime

from baken.core.access import Actor
from baken.core.trail.append import Entry, append
from baken.core.workflow.advance import locked
from baken.rooms.reports.models import DutyAnswer, ExternalNotification, Occurrence
from baken.rooms.reports.queries.duties import answers_of, existing_of
from baken.rooms.reports.queries.parts import answer_part


def duties_to_owner(
    *, occurrence: Occurrence, owner: int | None, actor: Actor, at: datetime
) -> None:
    """The unit that must act on an occurrence acts on its duties too."""
    for one in existing_of(occurrence).values():
        fresh = locked(one)
        fresh.owner_unit_id = owner
        fresh.save(update_fields=["owner_unit"])
        _note(fresh, "handed_over", {}, actor, at)


def duties_into(*, occurrence: Occurrence, target: Occurrence, actor: Actor, at: datetime) -> None:
    """The duties of a merged occurrence go along to its target, with the unit that acts there.

    One that the target has too stays where it is, with what was done about it: both must be settled.
    """
    _answers_into(occurrence, target, actor, at)
    there = existing_of(target)
    for one in existing_of(occurrence).values():
        if one.duty in there:
            continue
        fresh = locked(one)
        fresh.occurrence = target
        fresh.unit_id, fresh.owner_unit_id = target.unit_id, target.owner_unit_id
        fresh.confidentiality = max(fresh.confidentiality, target.confidentiality)
        fresh.save(update_fields=["occurrence", "unit", "owner_unit", "confidentiality"])
        _note(fresh, "moved_along", {"into": target.ref}, actor, at)


def _answers_into(occurrence: Occurrence, target: Occurrence, actor: Actor, at: datetime) -> None:
    """What was answered about either counts for both; a yes goes before a no."""
    before, along = answers_of(target), answers_of(occurrence)
    together = {fact: before.get(fact, False) or along.get(fact, False) for fact in before | along}
    if together == before:
        return
    DutyAnswer.objects.of(target).delete()
    DutyAnswer.objects.bulk_create(
        DutyAnswer(record=target, fact=fact, holds=holds) for fact, holds in together.items()
    )
    entry = Entry(
        code="reports.occurrence.answers_moved_along",
        from_state=target.state,
        to_state=target.state,
        facts={"from": occurrence.ref},
        parts=answer_part(together),
    )
    append(record=target, actor=actor, at=at, entry=entry)


def _note(
    one: ExternalNotification, what: str, facts: dict[str, str], actor: Actor, at: datetime
) -> None:
    entry = Entry(
        code=f"reports.notification.{what}",
        from_state=one.state,
        to_state=one.state,
        facts=facts,
    )
    append(record=one, actor=actor, at=at, entry=entry)
