"""Keeps somebody from loosening a slice so that they can sign on a risk in it themselves."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from datetime import datetime, timedelta

from baken.core import clock
from baken.core.access import Actor
from baken.core.workflow.advance import Change
from baken.core.workflow.errors import StepRefused
from baken.core.workflow.table import Refusal
from baken.rooms.register.models import Decision, Risk, Slice, SliceMember
from baken.rooms.register.queries.cases import ONE_DAY
from baken.rooms.register.queries.resolutions import resolution_of
from baken.rooms.register.queries.stacks import (
    counts,
    members_by_slice,
    stack_in,
    stacks_of,
    worst_of,
)
from baken.rooms.register.rules.periods import Period
from baken.rooms.register.rules.resolution import ACCEPT
from baken.rooms.register.rules.slices import is_looser
from baken.rooms.register.rules.stacking import NO_STACK, Stack
from baken.rooms.register.rules.states import WITH_DECIDER
from baken.rooms.register.texts import REFUSALS

# So long after a signature nobody takes away what it would have had to reckon with; an assumption.
SETTLED_AFTER = timedelta(days=30)


def refuse_own_way(
    record: Slice,
    step: str,
    change: Change,
    before: Sequence[SliceMember],
    actor: Actor,
    at: datetime,
) -> None:
    """Refuse to let a slice raise by less, to who could then sign on a risk of it that is at stake.

    ``before`` are its members as they were; at stake is what waits for a decision, or was decided on
    less than 30 days ago. Raises StepRefused.
    Source: domain reference, irm, sections 8 and 14 (who changes the plan is not who then signs).
    """
    after = _after(record, change)
    if not is_looser(stack_in(record, before), after):
        return
    left = {one.risk_id for one in members_by_slice([record])[record.pk]}
    for one in before:
        stack = after if one.risk_id in left else NO_STACK
        if (
            counts(one)
            and _is_at_stake(one.risk, at)
            and _signs(actor, one.risk, record, stack, at)
        ):
            raise StepRefused(step, [Refusal("own_way", REFUSALS["own_way"])])


def _after(record: Slice, change: Change) -> Stack:
    """What is left of its stack: nothing where it ends, or ends sooner than it did."""
    there = copy(record)
    for name, value in change.values.items():
        setattr(there, name, value)
    if there.ended_at is not None or there.to_at < record.to_at:
        return NO_STACK
    return stack_in(there, members_by_slice([record])[record.pk])


def _is_at_stake(risk: Risk, at: datetime) -> bool:
    if risk.state in WITH_DECIDER:
        return True
    rows = Decision.objects.for_system(reason="stack").filter(risk=risk)
    return bool(rows.filter(signed_at__gt=at - SETTLED_AFTER).exists())


def _signs(actor: Actor, risk: Risk, record: Slice, stack: Stack, at: datetime) -> bool:
    """Whether somebody holds the mandate on a risk once this slice stacks so, even for one day."""
    others = [(one, found) for one, found in stacks_of(risk, at) if one.pk != record.pk]
    day = clock.local_date(at)
    found = resolution_of(
        risk,
        decision=ACCEPT,
        period=Period(day, day + ONE_DAY),
        at=at,
        stack=worst_of([*others, (record, stack)]),
    )
    return any(post.person == str(actor.person) for post in found.can_sign)
