"""How the barriers of a bow-tie stand at a moment, reckoned from their signals and evidence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from baken.core import clock
from baken.rooms.library.queries.barriers import barrier_model, barrier_types
from baken.rooms.register.models import Barrier, BarrierEvidence, BarrierSignal, BowTie
from baken.rooms.register.rules.barriers import (
    BarrierFacts,
    Signal,
    Standing,
    doubts_about,
    health_of,
    standing_of,
)

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Known:
    """What is known of a barrier: its signals, and the day of the newest evidence, if any."""

    signals: tuple[BarrierSignal, ...] = ()
    newest_evidence: date | None = None


def known_of(record: BowTie) -> Mapping[int, Known]:
    """What is known of every barrier of a bow-tie, by its id; two queries however many there are."""
    signals: dict[int, list[BarrierSignal]] = {}
    for one in BarrierSignal.objects.of(record).order_by("-id"):
        signals.setdefault(one.barrier_id, []).append(one)
    days: dict[int, date] = {}
    rows = BarrierEvidence.objects.of(record).order_by("on").values_list("barrier_id", "on")
    for barrier, on in rows:
        days[barrier] = on
    kinds = barrier_model().signals
    for barrier, found in signals.items():
        seen = [clock.local_date(one.since) for one in found if kinds[one.kind].is_evidence]
        days |= {barrier: max([*seen, *filter(None, [days.get(barrier)])])} if seen else {}
    return {
        barrier: Known(tuple(signals.get(barrier, ())), days.get(barrier))
        for barrier in {*signals, *days}
    }


def standing_at(barrier: Barrier, known: Known, at: datetime) -> Standing:
    """How a barrier stands at a moment."""
    model = barrier_model()
    signals = [
        Signal(one.kind, one.strength, (at - one.since) / DAY, one.closed_at is not None)
        for one in known.signals
    ]
    day = known.newest_evidence
    age = (clock.local_date(at) - day).days if day is not None else None
    return standing_of(health_of(barrier.effectiveness / 100, signals, model), age, model)


def doubts_of(barrier: Barrier) -> tuple[str, ...]:
    """Why something may be no valid barrier, as codes."""
    facts = BarrierFacts(
        only_support=barrier_types()[barrier.kind].only_support,
        is_independent=barrier.independent,
        has_owner=bool(barrier.owner_post or barrier.owner_unit_id),
        has_standard=bool(barrier.standard),
        has_evidence_kinds=bool(barrier.evidence_kinds),
    )
    return doubts_about(facts)


def open_signals(signals: Iterable[Any]) -> list[Any]:
    """The signals that still count until somebody closes them."""
    return [one for one in signals if one.closed_at is None]
