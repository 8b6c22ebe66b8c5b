"""What of the register is taken over when command changes hands."""

from __future__ import annotations

from collections.abc import Iterable

from baken.core.access import Actor
from baken.rooms.org.questions import CommandChange, HandoverMatter, MatterShown, Refs
from baken.rooms.register.queries.handovers import (
    matters_of,
    outcomes_of,
    risks_shown,
    slices_shown,
)


def handover_matters(change: CommandChange) -> Iterable[HandoverMatter]:
    """Decisions that stand, risks that wait for one, and open slices."""
    return matters_of(change)


def matters_shown(actor: Actor, change: CommandChange, refs: Refs) -> Iterable[MatterShown]:
    """Those risks and slices that the actor reads."""
    yield from risks_shown(actor, change, refs)
    yield from slices_shown(actor, change, refs)


def matter_outcomes(change: CommandChange, refs: Refs) -> Iterable[tuple[str, str, str]]:
    """What became of risks that do not wait any more."""
    return outcomes_of(change, refs)
