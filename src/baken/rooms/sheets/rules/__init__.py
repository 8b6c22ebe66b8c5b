"""What is decided of a sheet from values alone: what a late answer does, and when it can be frozen. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from baken.core.instruments.definitions.vocabulary import GAPS, MOST_REPETITIONS
from baken.core.instruments.filling import Outcome, Place

# What becomes of an answer that is given: it is written, it stands already, or it stands beside another.
WRITTEN, KNOWN, BESIDE = "written", "known", "beside"
CURRENT, RESIDUAL = "current", "residual"
MOMENTS = (CURRENT, RESIDUAL)


@dataclass(frozen=True)
class Standing:
    """An answer as it stands on a sheet; ``serial`` is the change that made it so, 0 of none."""

    serial: int = 0
    value: Any = None
    reason: str = ""


@dataclass(frozen=True)
class Facts:
    """What the guards of a sheet look at: what is missing or refused, and answers that stand in pairs."""

    troubles: int
    refusals: int
    rivals: int


def fate_of(known: Standing, *, seen: int, value: Any, reason: str, is_own: bool = False) -> str:
    """What becomes of an answer by somebody who saw the change ``seen`` as the last one of that place.

    Who saw what stands changes it, and so does who gave it (``is_own``): on a slow network somebody answers
    on before they hear that their first answer arrived, and nobody contradicts themselves. Who did not see
    it, and says the same, changes nothing; who says something else is heard beside it, so that neither of
    two people loses what they answered without the other.
    An answer that is no more, because its question was hidden meanwhile, stands in nobody's way.
    """
    if (known.value, known.reason) == (value, reason):
        return KNOWN
    return WRITTEN if is_own or known.serial in (0, seen) else BESIDE


def needs_complete(facts: Facts) -> str:
    """Why a sheet cannot be frozen: something must still be answered, or its rules refuse it."""
    if facts.troubles:
        return "not_complete"
    return "refused" if facts.refusals else ""


def needs_one_answer_each(facts: Facts) -> str:
    """Why a sheet cannot be frozen: two people answered a question differently."""
    return "rivals" if facts.rivals else ""


def name_of(place: Place) -> str:
    """How a place is named to people and programs: its key, with its repetition when there is one."""
    return f"{place.key}@{place.repetition}" if place.repetition else place.key


def gaps_in(values: Mapping[Place, Any], asked: Iterable[Place]) -> int:
    """How many of the questions that are asked say that something is not in order."""
    return sum(isinstance(values.get(one), str) and values[one] in GAPS for one in asked)


def label_problem(label: str, known: Iterable[str], most: int | None) -> str:
    """Why something cannot be added to what a section is filled in for; nothing when it can."""
    names = [one.casefold() for one in known]
    if not label:
        return "label_needed"
    if label.casefold() in names:
        return "label_twice"
    return "too_many" if len(names) >= (most or MOST_REPETITIONS) else ""


def is_scorable(place: Place, outcome: Outcome) -> bool:
    """Whether the answer at a place brought a risk, and so has something to score."""
    return any(one.place == place and one.trigger is not None for one in outcome.risks)
