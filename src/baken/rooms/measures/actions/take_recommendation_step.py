"""Takes one step of a recommendation: the only door for pages, API and demo alike."""

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
from baken.rooms.measures.actions.answer_recommendation import (
    appreciated,
    owned,
    reacted,
    readdressed,
)
from baken.rooms.measures.actions.follow_up_recommendation import (
    begun,
    effect_noted,
    planned,
    progressed,
    reported,
)
from baken.rooms.measures.actions.judge_recommendation import (
    assessed,
    closed,
    reminded,
    reopened,
    warned,
)
from baken.rooms.measures.actions.pass_on_recommendation import passed_on
from baken.rooms.measures.models import Recommendation
from baken.rooms.measures.queries.choices import choices_of
from baken.rooms.measures.workflow import SEALED_RECOMMENDATION

Fields = Mapping[str, Any]
Prepare = Callable[[Recommendation, Actor, datetime, Fields], Change]


def take_recommendation_step(
    *,
    actor: Actor,
    record: Recommendation,
    step: str,
    at: datetime,
    note: str = "",
    fields: Fields | None = None,
    seen: int | None = None,
) -> Recommendation:
    """Take a step with a recommendation that the actor can see; returns the fresh record.

    ``seen`` is the serial of the newest step that the actor knew of: when somebody did something since,
    the step is refused. Raises StepRefused (state or guard), AccessDenied (not theirs), FieldsRefused
    (what was filled in). Nothing is written then.
    """
    with transaction.atomic():
        fresh: Recommendation = locked(record)
        row = check_step(record=fresh, step=step, actor=actor, at=at)
        refuse_unread(record=fresh, step=step, seen=seen)
        cleaned = clean_fields(step=row, raw=fields, choices_of=choices_of)
        signer = signing(actor, row.permit, fresh)
        change = _CHANGES[step](fresh, signer, at, cleaned)
        values = {"touched_at": at, **change.values}
        seal = [name for name in SEALED_RECOMMENDATION if name in values]
        change = replace(change, values=values, seal=seal)
        advance(record=fresh, step=step, actor=signer, at=at, note=note.strip(), change=change)
        return fresh


_CHANGES: dict[str, Prepare] = {
    "appreciate": appreciated,
    "own": owned,
    "readdress": readdressed,
    "pass_on": passed_on,
    "react": reacted,
    "plan": planned,
    "start": begun,
    "note_progress": progressed,
    "report_done": reported,
    "note_effect": effect_noted,
    "assess": assessed,
    "close": closed,
    "reopen": reopened,
    "remind": reminded,
    "warn": warned,
}
