"""What became of a risk that a commander takes over: by the decision that came since, else by its state.

Source: domain reference, organisation, section 8.
"""

from __future__ import annotations

from baken.rooms.register.rules.decisions import KINDS
from baken.rooms.register.rules.signing import ESCALATE
from baken.rooms.register.rules.states import HANDED_UP as UP
from baken.rooms.register.rules.states import UNDECIDED, WITH_DECIDER

# The kinds of matters that the register has.
ACCEPTED, TREATING, PENDING, SLICE = "accepted", "treating", "undecided", "slice"
REACCEPTED, HANDED_UP, DECIDED, REVISED = "reaccepted", "handed_up", "decided", "revised"
OVER = "gone"
# Where a class stands in the list: what is looked at one by one stands before all that is not.
RANKS = {"extreme": 1, "high": 2, "medium": 3}
LOW_RANK, TREATING_RANK, SLICE_RANK = 10, 11, 12


def rank_of(risk_class: str) -> int:
    """The rank of a class among what is to be taken over."""
    return RANKS.get(risk_class, LOW_RANK)


def is_one_by_one(risk_class: str) -> bool:
    """Whether a class is looked at by itself: everything above low."""
    return risk_class in RANKS


def outcome_of(kind_since: str, state: str) -> str:
    """What became of a risk: ``kind_since`` is the newest decision since the change of command, if any."""
    if kind_since == ESCALATE:
        return HANDED_UP
    if kind_since in KINDS:
        return REACCEPTED if KINDS[kind_since].carries else DECIDED
    return REVISED if state in (*WITH_DECIDER, *UNDECIDED) else OVER


def outcome_of_waiting(kind_since: str, state: str) -> str:
    """What became of a risk that waited for a decision here and does not any more.

    Without a decision it went up by itself, or waits for somebody else.
    """
    if kind_since or state not in WITH_DECIDER:
        return outcome_of(kind_since, state)
    return HANDED_UP if state in UP else OVER
