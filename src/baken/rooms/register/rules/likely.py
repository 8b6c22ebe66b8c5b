"""Which known risks may be the one that something belongs to, and why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

# How much each reason counts; a hazard in common tells most, the unit alone tells little.
POINTS = {"hazard": 4, "words": 3, "site": 2, "unit": 1}


@dataclass(frozen=True)
class About:
    """What something is about: hazards, place and unit by their id, and whether its words fit."""

    hazards: frozenset[str]
    site: int | None
    unit: int
    words: bool = True


def reasons_why(one: About, risk: About) -> tuple[str, ...]:
    """What a risk has in common with something, the weightiest first."""
    found = {
        "hazard": bool(one.hazards & risk.hazards),
        "words": one.words and risk.words,
        "site": one.site is not None and one.site == risk.site,
        "unit": one.unit == risk.unit,
    }
    return tuple(reason for reason in POINTS if found[reason])


def points_of(reasons: Iterable[str]) -> int:
    """How likely it is, in points; the unit alone is no reason."""
    points = sum(POINTS[reason] for reason in reasons)
    return points if points > POINTS["unit"] else 0
