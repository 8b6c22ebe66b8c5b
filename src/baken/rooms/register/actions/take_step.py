"""Takes one step of a risk: the only door for pages, API and demo alike."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from baken.core.access import Actor, signing
from baken.core.workflow.advance import Change, advance, check_step
from baken.core.workflow.errors import StepRefused
from baken.core.workflow.fields import clean_fields
from baken.core.workflow.table import Refusal
from baken.core.workflow.unread import CHANGED, refuse_unread
from baken.rooms.register.actions.advise import advised
from baken.rooms.register.actions.decide import decided
from baken.rooms.register.actions.describe import (
    described,
    is_described_otherwise,
    keep_categories,
    limit_lifted,
)
from baken.rooms.register.actions.end_decision import end_standing, void
from baken.rooms.register.actions.locked_stack import locked_in_stack
from baken.rooms.register.actions.outgrown import as_met, end_outgrown_beside
from baken.rooms.register.actions.own import owned
from baken.rooms.register.actions.pause_clock import paused
from baken.rooms.register.actions.rate_locally import rated_locally
from baken.rooms.register.actions.score_risk import scored
from baken.rooms.register.actions.write_options import options_written
from baken.rooms.register.models import Risk
from baken.rooms.register.queries.choices import choices_of
from baken.rooms.register.queries.signatures import is_signed
from baken.rooms.register.queries.terms import NOT_WAITING, decision_clock, reopening
from baken.rooms.register.rules.decisions import CLOSED, CONTEXT_CHANGED, DESCRIPTION_CHANGED
from baken.rooms.register.rules.interim import LIFTED
from baken.rooms.register.workflow.deciding import DECIDING

Fields = Mapping[str, Any]
Prepare = Callable[[Risk, Actor, datetime, Fields], Change]


def take_step(
    *,
    actor: Actor,
    record: Risk,
    step: str,
    at: datetime,
    note: str = "",
    fields: Fields | None = None,
    seen: int | None = None,
) -> Risk:
    """Take a step with a risk that the actor can see; returns the fresh record.

    ``seen`` is the serial of the newest step that the actor knew of: when somebody did something
    since, the step is refused; a decision is refused without it. ``record`` is the risk as its door
    read it. Raises StepRefused (state or guard), AccessDenied (not theirs), FieldsRefused (what was
    filled in). Nothing is written then.
    """
    with transaction.atomic():
        fresh = locked_in_stack(record, step, at)
        met = as_met(fresh)
        row = check_step(record=fresh, step=step, actor=actor, at=at)
        refuse_unread(record=fresh, step=step, seen=seen)
        _refuse_graver(record, fresh, step)
        cleaned = clean_fields(step=row, raw=fields, choices_of=choices_of)
        signer = signing(actor, row.permit, fresh)
        prepare = _CHANGES.get(step)
        change = prepare(fresh, signer, at, cleaned) if prepare else Change()
        change = replace(change, values={"touched_at": at, **change.values})
        advance(record=fresh, step=step, actor=signer, at=at, note=note.strip(), change=change)
        if as_met(fresh) != met:
            end_outgrown_beside(fresh, at=at)
        return fresh


def _refuse_graver(known: Risk, fresh: Risk, step: str) -> None:
    """Refuse to sign for a risk that is graver by now than when its door looked at who signs."""
    if is_signed(fresh, step) and not is_signed(known, step):
        text = _("Meanwhile this became a graver risk. Look at what stands now, then sign again.")
        raise StepRefused(step, [Refusal(CHANGED, text)])


def _describe(risk: Risk, actor: Actor, at: datetime, fields: Fields) -> Change:
    values = described(fields)
    lifted = limit_lifted(risk, actor, fields)
    changes = is_described_otherwise(risk, values, fields)
    words = {name: values[name] for name in ("title", "scenario")}
    change = Change(
        values=values,
        facts={"hazard": values["hazard"], **({"limit": LIFTED} if lifted else {})},
        words={**words, **({"limit_reason": fields["limit_reason"]} if lifted else {})},
        seal=("title", "scenario", "legal_basis"),
        then=lambda record: keep_categories(record, fields),
    )
    if not changes:
        return change
    moved = values["context"] != risk.context
    why = CONTEXT_CHANGED if moved else DESCRIPTION_CHANGED
    return change.followed_by(partial(void, why=why, at=at))


def _ask(risk: Risk, actor: Actor, at: datetime, fields: Fields) -> Change:
    """The class says how long the decision may take; an urgent one has a term of its own."""
    return Change(values=decision_clock(risk, at), words={"question": fields["question"]})


def _close(risk: Risk, actor: Actor, at: datetime, fields: Fields) -> Change:
    values = {"closed_at": at, "due_at": None, "review_on": None, **NOT_WAITING}
    return Change(
        values=values,
        words={"reason": fields["reason"]},
        then=partial(end_standing, why=CLOSED, at=at),
    )


def _reopen(risk: Risk, actor: Actor, at: datetime, fields: Fields) -> Change:
    return Change(values=reopening(at), words={"reason": fields["reason"]})


_CHANGES: dict[str, Prepare] = {
    "describe": _describe,
    "own": owned,
    "score": scored,
    "rate_locally": rated_locally,
    "ask_decision": _ask,
    "write_options": options_written,
    "advise": advised,
    "pause": paused,
    "close": _close,
    "reopen": _reopen,
    **{step.name: partial(decided, step.name) for step in DECIDING},
}
