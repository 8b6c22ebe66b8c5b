"""Takes one step of an assessment: the only door for pages, API, clock and demo alike."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction

from baken.core.access import Actor, signing
from baken.core.workflow.advance import Change, advance, check_step, locked
from baken.core.workflow.fields import clean_fields
from baken.core.workflow.unread import refuse_unread
from baken.rooms.assessments.actions.conditions import (
    condition_given,
    condition_met,
    conditions_passed,
)
from baken.rooms.assessments.actions.hold import (
    called,
    change_noted,
    confirmed,
    expired,
    revised,
    revision_ended,
    signed,
    superseded,
    withdrawn,
)
from baken.rooms.assessments.actions.make import (
    described_anew,
    evaluated,
    follow_up_ended,
    inventoried,
    planned,
    sent_back,
    settled,
)
from baken.rooms.assessments.actions.review import reviewed
from baken.rooms.assessments.models import Assessment
from baken.rooms.assessments.queries.choices import choices_of

Fields = Mapping[str, Any]
Prepare = Callable[[Assessment, Actor, datetime, Fields], Change]


def take_assessment_step(
    *,
    actor: Actor,
    record: Assessment,
    step: str,
    at: datetime,
    note: str = "",
    fields: Fields | None = None,
    seen: int | None = None,
) -> Assessment:
    """Take a step with an assessment that the actor can see; returns the fresh record.

    ``seen`` is the serial of the newest step that the actor knew of: when somebody did something since,
    the step is refused. Raises StepRefused (state or guard), AccessDenied (not theirs), FieldsRefused
    (what was filled in). Nothing is written then.
    """
    with transaction.atomic():
        fresh: Assessment = locked(record)
        row = check_step(record=fresh, step=step, actor=actor, at=at)
        refuse_unread(record=fresh, step=step, seen=seen)
        cleaned = clean_fields(step=row, raw=fields, choices_of=choices_of)
        signer = signing(actor, row.permit, fresh)
        change = _CHANGES.get(step, _nothing)(fresh, signer, at, cleaned)
        change = replace(change, values={"touched_at": at, **change.values})
        advance(record=fresh, step=step, actor=signer, at=at, note=note.strip(), change=change)
        return fresh


def _nothing(_record: Assessment, _actor: Actor, _at: datetime, _fields: Fields) -> Change:
    return Change()


_CHANGES: dict[str, Prepare] = {
    "describe": described_anew,
    "settle_basis": settled,
    "end_inventory": inventoried,
    "end_evaluation": evaluated,
    "end_plan": planned,
    "review": reviewed,
    "send_back": sent_back,
    "sign": signed,
    "note_change": change_noted,
    "call_for_review": called,
    "confirm": confirmed,
    "revise": revised,
    "renew": revised,
    "end_revision": revision_ended,
    "supersede": superseded,
    "expire": expired,
    "end_follow_up": follow_up_ended,
    "assign_condition": condition_given,
    "meet_condition": condition_met,
    "pass_conditions": conditions_passed,
    "withdraw": withdrawn,
}
