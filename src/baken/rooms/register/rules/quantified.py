"""How often the top event and its consequences may happen in a year: an order of magnitude.

Only where somebody argued that the barriers do not fail together; else there is no number.
Source: domain reference, irm, section 9.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import fsum, prod

from baken.core.instruments.expressions.numbers import rounded


@dataclass(frozen=True)
class ThreatLine:
    """A threat: how often in a year it comes (None: not estimated), and the health of its barriers."""

    frequency: float | None
    healths: Sequence[float] = ()


@dataclass(frozen=True)
class Estimate:
    """Times in a year: of the top event, and of each consequence by its code."""

    top: float
    consequences: Mapping[str, float]


def estimate_of(
    threats: Sequence[ThreatLine], consequences: Mapping[str, Sequence[float]], *, argued: str
) -> Estimate | None:
    """The estimate of a bow-tie; None without an argument, or with a threat that nobody estimated.

    ``consequences`` holds the health (0 to 1) of the barriers of each, by code; ``argued`` says in
    words why the barriers are independent.
    """
    known = [(one.frequency, one.healths) for one in threats if one.frequency is not None]
    if not argued.strip() or not known or len(known) < len(threats):
        return None
    top = fsum(frequency * _passing(healths) for frequency, healths in known)
    told = {code: rounded(top * _passing(healths)) for code, healths in consequences.items()}
    return Estimate(rounded(top), told)


def _passing(healths: Sequence[float]) -> float:
    """Which share gets past all of these barriers."""
    return prod(1 - health for health in healths)
