"""Keeps a slice from being loosened by who has a decision in mind: a safety adviser does that."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from datetime import datetime, timedelta

from baken.core.access import Actor, may
from baken.core.workflow.advance import Change
from baken.core.workflow.errors import StepRefused
from baken.core.workflow.table import Refusal
from baken.rooms.register.models import Decision, Slice, SliceMember
from baken.rooms.register.permits import ADVISE
from baken.rooms.register.queries.stacks import counts, members_by_slice, stack_in
from baken.rooms.register.rules.slices import is_looser
from baken.rooms.register.rules.stacking import NO_STACK, Stack
from baken.rooms.register.texts import REFUSALS
from baken.rooms.register.workflow.deciding import DECIDED

# So long after a signature nobody takes away what it would have had to reckon with; an assumption.
SETTLED_AFTER = timedelta(days=30)


def refuse_looser(
    record: Slice,
    step: str,
    change: Change,
    before: Sequence[SliceMember],
    actor: Actor,
    at: datetime,
) -> None:
    """Refuse to let a slice raise who decides by less, to who does not advise on its risks.

    ``before`` are its members as they were. Of a slice with only risks that were decided on long ago
    anybody who manages it does so. Raises StepRefused.
    Source: domain reference, organisation, section 8 (nobody clears the way for their own decision).
    """
    if not is_looser(stack_in(record, before), _after(record, change)):
        return
    if not may(actor, ADVISE, record) and not _is_settled(before, at):
        raise StepRefused(step, [Refusal("adviser_needed", REFUSALS["adviser_needed"])])


def _after(record: Slice, change: Change) -> Stack:
    """What is left of its stack: nothing where it ends, or ends sooner than it did."""
    there = copy(record)
    for name, value in change.values.items():
        setattr(there, name, value)
    if there.ended_at is not None or there.to_at < record.to_at:
        return NO_STACK
    return stack_in(there, members_by_slice([record])[record.pk])


def _is_settled(members: Sequence[SliceMember], at: datetime) -> bool:
    """Whether every risk that is met was decided on, and long ago."""
    met = [one.risk for one in members if counts(one)]
    if any(one.state not in DECIDED for one in met):
        return False
    rows = Decision.objects.for_system(reason="stack").filter(risk__in=met)
    return not rows.filter(signed_at__gt=at - SETTLED_AFTER).exists()
