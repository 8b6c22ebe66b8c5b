"""How a barrier stands: its health, its status, and what is missing before it is a barrier at all.

Health orders barriers, it is no proven chance: it is always shown with the signals behind it.
Source: domain reference, irm, section 9.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import fsum, prod

from baken.core.instruments.expressions.numbers import rounded
from baken.rooms.library.rules.barrier_model import BarrierModel, SignalKind

GREEN, AMBER, RED, GREY = "green", "amber", "red", "grey"
STATUSES = (GREEN, AMBER, RED, GREY)
DAYS_OF_WEEK = 7


@dataclass(frozen=True)
class Signal:
    """Something that takes health from a barrier: its kind, strength (0 to 1) and age in days."""

    kind: str
    strength: float
    age_days: float
    is_closed: bool = False


@dataclass(frozen=True)
class Standing:
    """How a barrier stands: health from 0 to 1, and the status that follows."""

    health: float
    status: str

    @property
    def counts_as(self) -> str:
        """The status in decisions: what is not known counts as weakened, never as sound."""
        return AMBER if self.status == GREY else self.status


@dataclass(frozen=True)
class BarrierFacts:
    """What makes a barrier a barrier, beside what it is called."""

    only_support: bool
    is_independent: bool
    has_owner: bool
    has_standard: bool
    has_evidence_kinds: bool


def health_of(base: float, signals: Iterable[Signal], model: BarrierModel) -> float:
    """What is left of a base effectiveness (0 to 1) after the signals.

    Signals of one kind are added first, up to the cap of the kind; then the kinds are multiplied.
    The order of the signals does not count, and one more never raises health. Raises KeyError for a
    kind that the model does not know.
    """
    by_kind: dict[str, list[Signal]] = {}
    for one in signals:
        by_kind.setdefault(one.kind, []).append(one)
    left = [1 - _loss(model.signals[kind], of_kind) for kind, of_kind in sorted(by_kind.items())]
    return rounded(base * prod(left))


def standing_of(health: float, evidence_age_days: float | None, model: BarrierModel) -> Standing:
    """The status of a health, with the age in days of the newest evidence (None: there is none).

    Red stays red without evidence: what is known to fail is not made milder by what is not known.
    """
    if health < model.amber_from:
        return Standing(health, RED)
    if evidence_age_days is None or evidence_age_days > model.evidence_days:
        return Standing(health, GREY)
    return Standing(health, GREEN if health >= model.green_from else AMBER)


def doubts_about(facts: BarrierFacts) -> tuple[str, ...]:
    """Why something may be no valid barrier, as codes; empty when nothing is missing."""
    said = (
        ("only_support", facts.only_support),
        ("not_independent", not facts.is_independent),
        ("no_owner", not facts.has_owner),
        ("no_standard", not facts.has_standard),
        ("no_evidence_named", not facts.has_evidence_kinds),
    )
    return tuple(code for code, holds in said if holds)


def _loss(kind: SignalKind, signals: list[Signal]) -> float:
    """What the signals of one kind take together, at most the cap."""
    return min(kind.cap, fsum(_taken(kind, one) for one in signals if not one.is_closed))


def _taken(kind: SignalKind, signal: Signal) -> float:
    age = max(signal.age_days, 0.0)
    if kind.half_life_days is not None:
        return float(kind.weight * signal.strength * 0.5 ** (age / kind.half_life_days))
    return (kind.weight + kind.weekly * (age // DAYS_OF_WEEK)) * signal.strength
