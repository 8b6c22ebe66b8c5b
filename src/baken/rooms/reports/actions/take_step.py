"""Takes one step of a record of this room: the only door for pages, API and demo alike."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction

from baken.core.access import Actor, signing
from baken.core.workflow.advance import Change, advance, check_step, locked
from baken.core.workflow.fields import clean_fields
from baken.core.workflow.registry import binding_of
from baken.core.workflow.table import Step
from baken.core.workflow.unread import refuse_unread
from baken.rooms.reports.actions import (
    accident_records,
    notification_steps,
    occurrence_steps,
    report_steps,
    second_reading,
)
from baken.rooms.reports.actions.bring_up import brought_by_hand, can_stall, stalls_at_of
from baken.rooms.reports.actions.duties_follow import duties_follow, standing_before
from baken.rooms.reports.actions.lock_order import lock_along
from baken.rooms.reports.actions.revision import REVISE, revised_fields
from baken.rooms.reports.models import Occurrence, Report
from baken.rooms.reports.permits import RESPOND
from baken.rooms.reports.queries.calendars import timetable_for
from baken.rooms.reports.queries.choices import choices_of
from baken.rooms.reports.queries.levels import lies_in_line

_CHANGES = {
    **report_steps.CHANGES,
    **occurrence_steps.CHANGES,
    **second_reading.CHANGES,
    **notification_steps.CHANGES,
    **accident_records.CHANGES,
    "reports.report.raise": brought_by_hand,
    "reports.occurrence.raise": brought_by_hand,
}


def take_step(
    *,
    actor: Actor,
    record: Any,
    step: str,
    at: datetime,
    note: str = "",
    fields: Mapping[str, Any] | None = None,
    seen: int | None = None,
) -> Any:
    """Take a step with a record of this room that the actor can see; returns the fresh record.

    ``seen`` is the serial of the newest step that the actor knew of: when somebody did something
    since, the step is refused, so that nobody writes over what they have not read. Raises
    StepRefused (state or guard), AccessDenied (not theirs), FieldsRefused (what was filled
    in). Nothing is written then. Of a revised triage what is not among ``fields`` stays as it is.
    """
    with transaction.atomic():
        lock_along(record, step, fields or {})
        fresh = locked(record)
        row = check_step(record=fresh, step=step, actor=actor, at=at)
        refuse_unread(record=fresh, step=step, seen=seen)
        signer = actor.unnamed() if row.permit == RESPOND else actor
        name = f"{binding_of(type(fresh)).workflow.name}.{step}"
        if name == REVISE:
            cleaned = revised_fields(occurrence=fresh, step=row, raw=fields)
        else:
            cleaned = clean_fields(step=row, raw=fields, choices_of=choices_of)
        before, signed = standing_before(fresh, step), signing(signer, row.permit, fresh)
        prepare = _CHANGES.get(name)
        change = prepare(fresh, signer, at, cleaned) if prepare else Change()
        change = _with_term(fresh, row, change, signer.moment(at))
        standing = _standing(fresh, row, change, actor, at)
        moved = replace(change, values={**standing, **change.values})
        advance(record=fresh, step=step, actor=signer, at=at, note=note.strip(), change=moved)
        duties_follow(fresh, before, signed, at)
        return fresh


def _with_term(record: Any, row: Step, change: Change, moment: datetime) -> Change:
    """A change with the end of the term that the step starts, as the table names it."""
    if not row.deadline:
        return change
    due_at = timetable_for(record, change.values).end(row.deadline, moment)
    return replace(change, values={"due_at": due_at, **change.values})


def _standing(record: Any, row: Step, change: Change, actor: Actor, at: datetime) -> dict[str, Any]:
    """When it was touched and when the clock acts next; a person's step onward ends what was raised.

    So does another unit that acts, of which the level that it was brought to is none above.
    """
    moment = actor.moment(at)
    if not can_stall(record):
        return {"touched_at": moment}
    state = change.state or row.leads_to(record.state)
    stalls_at = stalls_at_of(record, state=state, values=change.values, at=moment)
    found: dict[str, Any] = {"touched_at": moment, "stalls_at": stalls_at}
    if not isinstance(record, Report | Occurrence):
        return found
    onward = state != record.state and not actor.is_system
    if record.raised_to_id and (onward or _left_the_line(record, change, at)):
        found |= {"raised_to_id": None, "raised_at": None}
        if isinstance(record, Occurrence) and not record.second_reading:
            found["asks_since"] = None
    return found


def _left_the_line(record: Any, change: Change, at: datetime) -> bool:
    """Whether a step lets a unit act that does not lie below the level that a record was brought to."""
    if "owner_unit_id" not in change.values:
        return False
    acting = change.values["owner_unit_id"] or record.unit_id
    return not lies_in_line(record, acting=acting, at=at)
