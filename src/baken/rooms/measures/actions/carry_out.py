"""Carries a measure out, and verifies whether it works."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import Any

from baken.core.access import Actor
from baken.core.workflow.advance import Change
from baken.rooms.measures.actions.protect import last_day_of_plan
from baken.rooms.measures.actions.put_off import day_to_agree
from baken.rooms.measures.actions.tell_served import tell_served
from baken.rooms.measures.models import Measure
from baken.rooms.measures.queries.terms import NOT_OWED, decide_by, owed_by, verify_by, waits_by

Fields = Mapping[str, Any]
EFFECTIVE = "effective"


def started(record: Measure, actor: Actor, at: datetime, fields: Fields) -> Change:
    """Somebody began."""
    return Change()


def progressed(record: Measure, actor: Actor, at: datetime, fields: Fields) -> Change:
    """How far it is."""
    return Change(words={"progress": fields["progress"]})


def implemented(record: Measure, actor: Actor, at: datetime, fields: Fields) -> Change:
    """It is done; somebody else verifies whether it works."""
    values = {"implemented_at": at, "implemented_by": actor.person}
    values |= {"verified_at": None, "verified_by": None, **waits_by(record, verify_by(record, at))}
    return Change(values=values, words={"done": fields["done"]})


def verified(effect: str, record: Measure, actor: Actor, at: datetime, fields: Fields) -> Change:
    """It works or it does not; what that does to what it serves, the rooms above hear."""
    values: dict[str, Any] = {"verified_at": at, "verified_by": actor.person}
    values |= {"due_at": None, **NOT_OWED} if effect == EFFECTIVE else _to_plan(record, at)
    return Change(
        values=values,
        facts={"effect": effect, "expected_residual": record.expected_residual},
        words={"finding": fields["finding"]},
        then=partial(tell_served, effect=effect, at=at),
    )


def ended(record: Measure, actor: Actor, at: datetime, fields: Fields) -> Change:
    """The last day of protecting persons is over: it counts as a measure that does not work."""
    told = partial(tell_served, effect="ended", at=at)
    return Change(values=_to_plan(record, at), facts={"effect": "ended"}, then=told)


def planned_anew(record: Measure, actor: Actor, at: datetime, fields: Fields) -> Change:
    """What did not work is tried in another way, until another day."""
    due_on = day_to_agree(record, fields["due_on"], at)
    ends_on = last_day_of_plan(record, at, fields)
    told = {"due_on": due_on.isoformat(), "ends_on": ends_on.isoformat() if ends_on else ""}
    values = {**owed_by(record, due_on), "ends_on": ends_on}
    return Change(values=values, facts=told, words={"plan": fields["plan"]})


def _to_plan(record: Measure, at: datetime) -> dict[str, Any]:
    """A new plan is owed for what does not work, as soon as a decision is for what is proposed."""
    return waits_by(record, decide_by(record, at))
