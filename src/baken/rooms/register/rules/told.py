"""What of the life of a risk is told to whoever stated it, or told of what it came from."""

from __future__ import annotations

from collections.abc import Sequence

from baken.core.instruments.scoring import RiskClass
from baken.core.workflow.table import Step
from baken.rooms.register.rules.states import DECIDED, WITH_DECIDER

# Who sees to risks that nobody else has: they hear what must be prepared, and of what ends.
MANAGING_ROLES = ("safety_adviser", "arbo_coordinator")


def is_decision(row: Step, state: str) -> bool:
    """Whether a step was the decision on a risk: a person took it before a decider, and it led here.

    A step that leaves the state as it was is none.
    """
    leads_here = state in (row.target, *row.targets)
    asked = any(source in WITH_DECIDER for source in row.sources)
    return asked and leads_here and state in DECIDED and not row.by_system


def is_smaller(decided_on: Sequence[str]) -> bool:
    """Whether a risk was decided on last in a lower class than at first; its classes in that order."""
    known = [RiskClass(one) for one in decided_on if one]
    return bool(known) and known[-1] < known[0]
