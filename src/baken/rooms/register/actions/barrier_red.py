"""Brings risks back for a decision when a barrier that they lean on fails."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from baken.core.workflow.advance import locked
from baken.rooms.register.actions.end_decision import ask_again
from baken.rooms.register.models import Barrier, BowTie, Risk
from baken.rooms.register.queries.red_barriers import IN_FORCE
from baken.rooms.register.rules.decisions import BARRIER_FAILED


def bring_back(*, risks: Sequence[Risk], record: BowTie, barrier: Barrier, at: datetime) -> None:
    """Let risks wait for a new decision, each within the term of a red barrier; in one order, always.

    The decision that stands on it ends. A risk that somebody decided on meanwhile is left alone.
    Source: domain reference, irm, section 9 (a red barrier on an accepted risk reopens the acceptance).
    """
    for risk in sorted(risks, key=lambda one: one.pk):
        fresh: Risk = locked(risk)
        if fresh.state in IN_FORCE:
            facts = {"bow_tie": record.ref, "barrier": barrier.code}
            words = {"barrier": barrier.text}
            ask_again(fresh, why=BARRIER_FAILED, at=at, facts=facts, words=words)
