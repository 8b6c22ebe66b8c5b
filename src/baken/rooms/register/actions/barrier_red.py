"""Brings risks back for a decision when a barrier that they lean on fails."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from baken.core.events.outbox import emit
from baken.core.workflow.advance import locked
from baken.rooms.register.actions.end_decision import ask_again
from baken.rooms.register.events import BARRIER_RED
from baken.rooms.register.models import Barrier, BowTie, Risk
from baken.rooms.register.queries.red_barriers import risks_hit_by
from baken.rooms.register.rules.barriers import RED
from baken.rooms.register.rules.decisions import BARRIER_FAILED
from baken.rooms.register.rules.states import CARRIED


def bring_back(*, risks: Sequence[Risk], record: BowTie, barrier: Barrier, at: datetime) -> None:
    """Let risks wait for a new decision, each within the term of a red barrier; in one order, always.

    The decision that stands on it ends, and people are told. A risk that somebody decided on meanwhile
    is left alone.
    Source: domain reference, irm, section 9 (a red barrier on an accepted risk reopens the acceptance).
    """
    if not risks:
        return
    payload = {"barrier": barrier.code, "risks": [one.pk for one in risks]}
    emit(name=BARRIER_RED, record=record, at=at, payload=payload)
    for risk in sorted(risks, key=lambda one: one.pk):
        fresh: Risk = locked(risk)
        if fresh.state in CARRIED:
            facts = {"bow_tie": record.ref, "barrier": barrier.code}
            words = {"barrier": barrier.text}
            ask_again(fresh, why=BARRIER_FAILED, at=at, facts=facts, words=words)


def bring_back_leaning(record: BowTie, *, among: Collection[int], at: datetime) -> None:
    """Let those of some risks, by number, wait for a new decision that lean on what fails already.

    It is as if the barrier turned red now: nobody saw it when they decided.
    """
    for barrier in Barrier.objects.of(record).filter(status=RED).order_by("id"):
        hit = [one for one in risks_hit_by(barrier) if one.pk in among]
        bring_back(risks=hit, record=record, barrier=barrier, at=at)
