"""Takes one step of a report or an occurrence: the only door for pages, API and demo alike."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from baken.core.access import Actor
from baken.core.workflow.advance import Change, advance, check_step, locked
from baken.core.workflow.fields import clean_fields
from baken.core.workflow.registry import binding_of
from baken.core.workflow.unread import refuse_unread
from baken.rooms.reports.actions import notification_steps, occurrence_steps, report_steps
from baken.rooms.reports.actions.revision import REVISE, revised_fields
from baken.rooms.reports.permits import RESPOND
from baken.rooms.reports.queries.choices import choices_of

_CHANGES = {**report_steps.CHANGES, **occurrence_steps.CHANGES, **notification_steps.CHANGES}


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
        fresh = locked(record)
        row = check_step(record=fresh, step=step, actor=actor, at=at)
        refuse_unread(record=fresh, step=step, seen=seen)
        signer = actor.unnamed() if row.permit == RESPOND else actor
        name = f"{binding_of(type(fresh)).workflow.name}.{step}"
        if name == REVISE:
            cleaned = revised_fields(occurrence=fresh, step=row, raw=fields)
        else:
            cleaned = clean_fields(step=row, raw=fields, choices_of=choices_of)
        prepare = _CHANGES.get(name)
        change = prepare(fresh, signer, at, cleaned) if prepare else Change()
        moved = Change(
            values={**change.values, "touched_at": actor.moment(at)},
            facts=change.facts,
            words=change.words,
            seal=change.seal,
            parts=change.parts,
        )
        advance(record=fresh, step=step, actor=signer, at=at, note=note.strip(), change=moved)
        return fresh
