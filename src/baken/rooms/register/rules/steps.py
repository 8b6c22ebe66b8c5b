"""What must hold before a step of a risk can be taken."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


def _nothing(step: str, aspect: str) -> None:
    return None


def _never() -> bool:
    return False


@dataclass(frozen=True)
class RiskFacts:
    """What the guards of a risk look at.

    ``is_outdated`` answers whether the score of how it is now is from before the risk was reopened.
    ``is_written``: it says what can happen, ``has_hazard``: and by which hazard; ``manages``: whoever asks
    manages the risks of a unit.
    ``why_not`` answers why a decision cannot be taken by whoever asks, by the step and one aspect
    (offered, mandate, ready): worked out when a guard asks it, as it takes the whole line of command.
    ``why_not_over`` answers why they do not close it or let it be watched, by the step, as a code.
    """

    is_scored: bool = True
    is_outdated: Callable[[], bool] = _never
    is_written: bool = True
    has_hazard: bool = True
    manages: bool = True
    decides_or_advises: bool = False
    was_paused: bool = False
    term_is_over: bool = False
    why_not: Callable[[str, str], Any] = _nothing
    why_not_over: Callable[[str], str] = str


def needs_current_score(facts: RiskFacts) -> str:
    """Why a risk without a score of how it is now goes no further; empty when it has one.

    Source: domain reference, risk management, section 17, test 1.
    """
    if not facts.is_scored:
        return "not_scored"
    return "scored_before" if facts.is_outdated() else ""


def why_no_pause(facts: RiskFacts) -> str:
    """Why the clock of a decision cannot be stopped now; empty when it can.

    Once for a question: whoever needs longer decides or hands up. Source: domain reference, irm, section 6.
    """
    if not facts.decides_or_advises:
        return "not_theirs_to_pause"
    if facts.was_paused:
        return "paused_before"
    return "term_over" if facts.term_is_over else ""


def needs_scenario(facts: RiskFacts) -> str:
    """Why a risk of which nobody wrote what can happen is not scored; empty when somebody did.

    Source: domain reference, risk management, section 17, test 1.
    """
    return "" if facts.is_written else "no_scenario"


def needs_hazard(facts: RiskFacts) -> str:
    """Why a risk without a hazard is not analysed: which authority has a say follows from it.

    Source: domain reference, irm, section 5.
    """
    return "" if facts.has_hazard else "no_hazard"


def needs_managing(facts: RiskFacts) -> str:
    """Why somebody who manages no risks rates none for a unit; empty for who does."""
    return "" if facts.manages else "manages_none"
