"""What takes health from a barrier and what kinds of barriers there are, as their files hold it.

Source: domain reference, irm, section 9.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from baken.core.instruments.data_file import Entry, by_code, head_of
from baken.core.instruments.texts import Text

_YEARS = 36_525


@dataclass(frozen=True)
class Grade:
    """How grave a signal of a kind can be, as a strength above 0 and at most 1."""

    code: str
    text: Text
    strength: float


@dataclass(frozen=True)
class SignalKind:
    """A kind of signal: what one takes from health, what all take at most, and how it fades.

    ``half_life_days`` is None when a signal counts in full until it is closed.
    """

    code: str
    text: Text
    weight: float
    cap: float = 1.0
    weekly: float = 0.0
    half_life_days: float | None = None
    grades: Mapping[str, Grade] | None = None
    is_measured: bool = False
    is_evidence: bool = False


@dataclass(frozen=True)
class EvidenceKind:
    """What tells that a barrier works."""

    code: str
    text: Text


@dataclass(frozen=True)
class BarrierType:
    """A kind of barrier; ``only_support`` holds nothing back by itself."""

    code: str
    text: Text
    only_support: bool


@dataclass(frozen=True)
class BarrierModel:
    """Everything that the file of signals holds."""

    version: int
    green_from: float
    amber_from: float
    evidence_days: int
    signals: Mapping[str, SignalKind]
    evidence: Mapping[str, EvidenceKind]


def read_barrier_model(file: str, content: Any) -> BarrierModel:
    """The model of a file. Raises DataProblem, naming file, entry and field."""
    head = head_of(file, content)
    made = BarrierModel(
        version=head.whole("version", 1, 100_000),
        green_from=_share(head, "green_from"),
        amber_from=_share(head, "amber_from"),
        evidence_days=head.whole("evidence_days", 1, _YEARS),
        signals=by_code([_signal(one) for one in head.entries("signals")], file),
        evidence=by_code([_evidence(one) for one in head.entries("evidence")], file),
    )
    head.end()
    if made.amber_from >= made.green_from:
        raise head.problem("amber_from", "this must be less than green_from")
    return made


def read_barrier_types(file: str, content: Any) -> Mapping[str, BarrierType]:
    """The kinds of barriers by code. Raises DataProblem, naming file, entry and field."""
    head = head_of(file, content)
    found = by_code([_type(one) for one in head.entries("items")], file)
    head.end()
    return found


def _share(entry: Entry, name: str) -> float:
    value = entry.number(name)
    if value > 1:
        raise entry.problem(name, "a number above zero and at most 1 is needed")
    return value


def _share_or(entry: Entry, name: str, usual: float) -> float:
    return usual if entry.get(name) is None else _share(entry, name)


def _signal(entry: Entry) -> SignalKind:
    half_life = entry.whole_or_none("half_life_days", 1, _YEARS)
    grades = by_code([_grade(one) for one in entry.entries("grades")], entry.file)
    made = SignalKind(
        code=entry.text("code"),
        text=Text(**entry.texts("")),
        weight=_share(entry, "weight"),
        cap=_share_or(entry, "cap", 1.0),
        weekly=_share_or(entry, "weekly", 0.0),
        half_life_days=half_life,
        grades=grades or None,
        is_measured=entry.yes("is_measured"),
        is_evidence=entry.yes("is_evidence"),
    )
    entry.end()
    if made.cap < made.weight:
        raise entry.problem("cap", "this must be at least the weight")
    if made.weekly and half_life is not None:
        raise entry.problem("weekly", "give weekly or half_life_days, not both")
    if made.is_measured and grades:
        raise entry.problem("is_measured", "give grades or is_measured, not both")
    return made


def _grade(entry: Entry) -> Grade:
    made = Grade(entry.text("code"), Text(**entry.texts("")), _share(entry, "strength"))
    entry.end()
    return made


def _evidence(entry: Entry) -> EvidenceKind:
    made = EvidenceKind(entry.text("code"), Text(**entry.texts("")))
    entry.end()
    return made


def _type(entry: Entry) -> BarrierType:
    made = BarrierType(entry.text("code"), Text(**entry.texts("")), entry.yes("only_support"))
    entry.end()
    return made
