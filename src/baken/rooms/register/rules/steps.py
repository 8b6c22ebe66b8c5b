"""What must hold before a step of a risk can be taken."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class RiskFacts:
    """What the guards of a risk look at."""

    is_scored: bool


def needs_current_score(facts: RiskFacts) -> str:
    """Why a risk without a score of how it is now goes no further; empty when it has one.

    Source: domain reference, risk management, section 17, test 1.
    """
    return "" if facts.is_scored else "not_scored"
