"""What must hold before a step of a risk can be taken."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


def _nothing(step: str, aspect: str) -> None:
    return None


@dataclass(frozen=True)
class RiskFacts:
    """What the guards of a risk look at.

    ``is_written``: it says what can happen; ``manages``: whoever asks manages the risks of a unit.
    ``why_not`` answers why a decision cannot be taken by whoever asks, by the step and one aspect
    (offered, mandate, ready): worked out when a guard asks it, as it takes the whole line of command.
    """

    is_scored: bool = True
    is_written: bool = True
    manages: bool = True
    is_product: bool = False
    why_not: Callable[[str, str], Any] = _nothing


def needs_current_score(facts: RiskFacts) -> str:
    """Why a risk without a score of how it is now goes no further; empty when it has one.

    Source: domain reference, risk management, section 17, test 1.
    """
    return "" if facts.is_scored else "not_scored"


def needs_scenario(facts: RiskFacts) -> str:
    """Why a risk of which nobody wrote what can happen is not scored; empty when somebody did.

    Source: domain reference, risk management, section 17, test 1.
    """
    return "" if facts.is_written else "no_scenario"


def needs_managing(facts: RiskFacts) -> str:
    """Why somebody who manages no risks rates none for a unit; empty for who does."""
    return "" if facts.manages else "manages_none"


def needs_product(facts: Any) -> str:
    """Why a person does not take a step that the product takes by itself; empty for the product."""
    return "" if facts.is_product else "by_itself"
