"""What of the life of a risk is told to whoever stated it."""

from __future__ import annotations

from baken.core.workflow.table import Step

# States that a decision leads to.
DECIDED = ("treating", "accepted", "avoided", "transferred")
WITH_DECIDER = ("decision_pending", "escalated")


def is_decision(row: Step, state: str) -> bool:
    """Whether a step was the decision on a risk: a person took it before a decider, and it led here.

    A step that leaves the state as it was is none.
    """
    leads_here = state in (row.target, *row.targets)
    asked = any(source in WITH_DECIDER for source in row.sources)
    return asked and leads_here and state in DECIDED and not row.by_system
