"""Brings risks back for a decision when a barrier that they lean on fails."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from baken.core.access import system_actor
from baken.core.workflow.advance import Change, advance, locked
from baken.rooms.register.actions.end_decision import end_standing
from baken.rooms.register.models import Barrier, BowTie, Risk
from baken.rooms.register.queries.terms import decision_clock
from baken.rooms.register.rules.states import CARRIED


def bring_back(*, risks: Sequence[Risk], record: BowTie, barrier: Barrier, at: datetime) -> None:
    """Let risks wait for a new decision, each within the term of its class; in one order, always.

    The decision that stands on it ends. A risk that somebody decided on meanwhile is left alone.
    Source: domain reference, irm, section 9 (a red barrier on an accepted risk reopens the acceptance).
    """
    actor = system_actor("barriers")
    for risk in sorted(risks, key=lambda one: one.pk):
        fresh: Risk = locked(risk)
        if fresh.state not in CARRIED:
            continue
        end_standing(fresh, why="barrier_red", at=at)
        values = {"touched_at": at, **decision_clock(fresh, at)}
        facts = {"bow_tie": record.ref, "barrier": barrier.code}
        change = Change(values=values, facts=facts, words={"barrier": barrier.text})
        advance(record=fresh, step="barrier_red", actor=actor, at=at, change=change)
