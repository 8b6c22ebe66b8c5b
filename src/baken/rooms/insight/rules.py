"""Pure decisions about pictures: what is a concentration, and where nothing is heard from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from baken.core.export.figures import SMALL

# The same hazard in so many units directly below, or in so many at any depth, is proposed for one action
# over all of them. Source: domain reference, integral risk management, sections 8 and 16.
PARTS_FROM, UNITS_FROM = 3, 5


@dataclass(frozen=True)
class Concentration:
    """A hazard by its code, and in how many units below risks were stated with it.

    ``parts`` are units directly below, each with all beneath it; ``units`` those at any depth.
    """

    hazard: str
    parts: int
    units: int


@dataclass(frozen=True)
class Heard:
    """What was heard of a unit with all below it: people, reports, and whether anything else was told.

    ``strength`` is empty where nobody wrote it down. ``otherwise``: a risk was stated, or something was
    reported that is not counted among ``reports``.
    """

    unit: int
    strength: int | None
    reports: int
    otherwise: bool


@dataclass(frozen=True)
class Silent:
    """A unit of which nothing was heard, and how many reports it would have made by its strength."""

    unit: int
    strength: int | None
    expected: int | None


def concentrations(
    met: Mapping[str, Iterable[int]], tops: Mapping[int, int]
) -> list[Concentration]:
    """The hazards met in three or more parts or five or more units, in most of them first, then by code.

    ``met`` says of a hazard in which units, ``tops`` in which unit directly below each of these lies; a
    unit that lies in none does not count.
    """
    found = []
    for hazard, units in met.items():
        below = tops.keys() & units
        found.append(Concentration(hazard, len(set(map(tops.get, below))), len(below)))
    enough = (one for one in found if one.parts >= PARTS_FROM or one.units >= UNITS_FROM)
    return sorted(enough, key=lambda one: (-one.parts, -one.units, one.hazard))


def silent_units(heard: Iterable[Heard]) -> list[Silent]:
    """The units of which nothing was heard, in the order in which they are given: this ranks nobody.

    What one expects follows from how much the units whose strength is known tell together, per person;
    it is empty where that is not known, or so few that their number is told to nobody.
    """
    told = list(heard)
    known = [one for one in told if one.strength]
    people = sum(one.strength or 0 for one in known)
    reports = sum(one.reports for one in known)
    return [
        Silent(one.unit, one.strength, _expected(one.strength, reports=reports, people=people))
        for one in told
        if not one.reports and not one.otherwise
    ]


def _expected(strength: int | None, *, reports: int, people: int) -> int | None:
    if not strength or reports < SMALL:
        return None
    return round(strength * reports / people)
