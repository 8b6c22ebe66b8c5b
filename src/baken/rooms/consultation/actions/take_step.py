"""Takes one step of a consultation: the only door for pages, API, clock and demo alike."""

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
from baken.rooms.consultation.actions.answer import answered, noted, replied
from baken.rooms.consultation.actions.describe import SEALED, described
from baken.rooms.consultation.actions.extend import agreed, more_time_asked, not_agreed
from baken.rooms.consultation.models import Consultation
from baken.rooms.consultation.permits import ANSWER
from baken.rooms.consultation.queries.bodies import signing_as_speaker
from baken.rooms.consultation.queries.choices import choices_of
from baken.rooms.consultation.queries.subjects import standing_of
from baken.rooms.consultation.rules import NO_RESPONSE
from baken.rooms.org.queries import tree

Fields = Mapping[str, Any]
Prepare = Callable[[Consultation, Actor, datetime, Fields], Change]


def take_consultation_step(
    *,
    actor: Actor,
    record: Consultation,
    step: str,
    at: datetime,
    note: str = "",
    fields: Fields | None = None,
    seen: int | None = None,
) -> Consultation:
    """Take a step with a consultation that the actor can see; returns the fresh record.

    ``seen`` is the serial of the newest step that the actor knew of: when somebody did something
    since, the step is refused. Raises StepRefused (state or guard), AccessDenied (not theirs),
    FieldsRefused (what was filled in). Nothing is written then.
    """
    with transaction.atomic():
        fresh: Consultation = locked(record)
        row = check_step(record=fresh, step=step, actor=actor, at=at)
        refuse_unread(record=fresh, step=step, seen=seen)
        cleaned = clean_fields(step=row, raw=fields, choices_of=choices_of)
        signer = _signer(actor, row.permit, fresh)
        change = _CHANGES[step](fresh, signer, at, cleaned)
        change = replace(change, values={"touched_at": at, **change.values})
        advance(record=fresh, step=step, actor=signer, at=at, note=note.strip(), change=change)
        return fresh


def _signer(actor: Actor, permit: str, record: Consultation) -> Actor:
    """The actor with the post to sign with; for the body always the one that speaks for it."""
    if permit == ANSWER:
        return signing_as_speaker(actor, record)
    return signing(actor, permit, record)


def _revise(record: Consultation, actor: Actor, at: datetime, fields: Fields) -> Change:
    """Who revises it wrote it too, and so does not answer it."""
    values = described(fields, tree().by_id[record.unit_id], at)
    words = {"title": values["title"], "question": values["question"]}
    values |= {"asker": actor.person, "confidentiality": _held(record)}
    return Change(values=values, words=words, seal=SEALED)


def _ask(record: Consultation, actor: Actor, at: datetime, fields: Fields) -> Change:
    """From now on the body sees it and has to act."""
    values = {"asked_at": at, "asker": actor.person, "kept_at": None}
    held = {"owner_unit_id": record.body_unit_id, "confidentiality": _held(record)}
    return Change(
        values={**values, **held},
        facts={"kind": record.kind, "due_on": record.due_on.isoformat()},
    )


def _held(record: Consultation) -> int:
    """How closely it is held: at least as closely as its subject is now, and never less than before."""
    standing = standing_of(record)
    return max(record.confidentiality, standing.confidentiality if standing else 0)


def _pass_term(record: Consultation, actor: Actor, at: datetime, fields: Fields) -> Change:
    return Change(values={"passed_at": at})


def _close(record: Consultation, actor: Actor, at: datetime, fields: Fields) -> Change:
    return Change(values={"closed_at": at, "due_at": None})


def _close_unanswered(record: Consultation, actor: Actor, at: datetime, fields: Fields) -> Change:
    values = {"closed_at": at, "due_at": None, "outcome": NO_RESPONSE, "proposed_on": None}
    return Change(values=values, facts={"outcome": NO_RESPONSE}, words={"reason": fields["reason"]})


def _withdraw(record: Consultation, actor: Actor, at: datetime, fields: Fields) -> Change:
    values = {"closed_at": at, "due_at": None, "proposed_on": None}
    return Change(
        values=values,
        words={"reason": fields["reason"]},
        news={"was_asked": record.asked_at is not None},
    )


_CHANGES: dict[str, Prepare] = {
    "revise": _revise,
    "ask": _ask,
    "ask_more_time": more_time_asked,
    "agree_to_more_time": agreed,
    "refuse_more_time": not_agreed,
    "answer": answered,
    "pass_term": _pass_term,
    "close_unanswered": _close_unanswered,
    "reply": replied,
    "note_condition": noted,
    "close": _close,
    "withdraw": _withdraw,
}
