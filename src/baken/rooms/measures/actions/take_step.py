"""Takes one step of a measure: the only door for pages, API and demo alike."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction

from baken.core.access import Actor, signing
from baken.core.workflow.advance import Change, advance, check_step, locked
from baken.core.workflow.fields import clean_fields
from baken.core.workflow.unread import refuse_unread
from baken.rooms.measures.actions.ask_others import answered, climbed, party_asked, unit_asked
from baken.rooms.measures.actions.carry_out import (
    ended,
    implemented,
    planned_anew,
    progressed,
    started,
    verified,
)
from baken.rooms.measures.actions.decide import cancelled, decided, owned, revised
from baken.rooms.measures.actions.describe import (
    described,
    facts_of_description,
    words_of_description,
)
from baken.rooms.measures.actions.protect import limited
from baken.rooms.measures.actions.put_off import put_off, risen
from baken.rooms.measures.actions.weigh import WEIGH_ANEW, weighed_anew
from baken.rooms.measures.models import Measure
from baken.rooms.measures.queries.beside import beside, keys_served
from baken.rooms.measures.queries.choices import choices_of
from baken.rooms.measures.queries.description import description_of
from baken.rooms.measures.queries.terms import today_of
from baken.rooms.measures.queries.weight import weight_of
from baken.rooms.measures.workflow import SEALED

DESCRIBE = "describe"
Fields = Mapping[str, Any]
Prepare = Callable[[Measure, Actor, datetime, Fields], Change]


def take_step(
    *,
    actor: Actor,
    record: Measure,
    step: str,
    at: datetime,
    note: str = "",
    fields: Fields | None = None,
    seen: int | None = None,
) -> Measure:
    """Take a step with a measure that the actor can see; returns the fresh record.

    ``seen`` is the serial of the newest step that the actor knew of: when somebody did something since,
    the step is refused. Raises StepRefused (state or guard), AccessDenied (not theirs), FieldsRefused
    (what was filled in). Nothing is written then. What is not sent of a description stays as it is.
    """
    with transaction.atomic():
        fresh: Measure = locked(record)
        known = weight_of(fresh)
        for name, value in known.items():
            setattr(fresh, name, value)
        row = check_step(record=fresh, step=step, actor=actor, at=at)
        refuse_unread(record=fresh, step=step, seen=seen)
        given = {**description_of(fresh), **(fields or {})} if step == DESCRIBE else fields
        cleaned = clean_fields(step=row, raw=given, choices_of=choices_of)
        signer = signing(actor, row.permit, fresh)
        change = _CHANGES[step](fresh, signer, at, cleaned)
        change = replace(change, values={**known, "touched_at": at, **change.values})
        advance(record=fresh, step=step, actor=signer, at=at, note=note.strip(), change=change)
        return fresh


def _describe(record: Measure, actor: Actor, at: datetime, fields: Fields) -> Change:
    others = beside(keys_served(record), but=record)
    weight = (record.risk_class, record.severity)
    values = described(fields, weight, others, today=today_of(record, at))
    return Change(
        values=values,
        facts=facts_of_description(values),
        words=words_of_description(values),
        seal=SEALED,
    )


_CHANGES: dict[str, Prepare] = {
    DESCRIBE: _describe,
    "decide": decided,
    "own": owned,
    "revise": revised,
    "start": started,
    "note_progress": progressed,
    "implement": implemented,
    "verify_effective": partial(verified, "effective"),
    "verify_ineffective": partial(verified, "ineffective"),
    "lose_effect": partial(verified, "ineffective"),
    "plan_anew": planned_anew,
    "postpone": put_off,
    "postpone_again": put_off,
    "cancel": cancelled,
    "rise": risen,
    "limit": limited,
    "end_reached": ended,
    "ask_unit": unit_asked,
    "ask_party": party_asked,
    "accept": partial(answered, "accepted"),
    "decline": partial(answered, "declined"),
    "climb": climbed,
    WEIGH_ANEW: weighed_anew,
}
