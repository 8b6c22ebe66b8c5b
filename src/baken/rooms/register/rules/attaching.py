"""What a later occurrence does to a risk that it belongs to.

Source: domain reference, risk management, section 7 (what ends an acceptance).
"""

from __future__ import annotations

from datetime import date

from baken.rooms.register.rules.states import CARRIED, SET_ASIDE

CLOSED = "closed"
NOTHING, LOOK_AGAIN, DECIDE_AGAIN, REOPEN = "nothing", "look_again", "severe_occurrence", "reopen"


def what_follows(*, state: str, severity: int | None, severe_from: int) -> str:
    """The step that follows when something more belongs to a risk, or NOTHING.

    ``severity`` is the worst that could have happened, 0 to 5; None was not weighed. From
    ``severe_from`` on what was decided no longer holds, also that it is not done any more or that
    another carries it, and what was closed is open again; below it somebody looks again. What is not
    decided yet is looked at anyway.
    """
    severe = severity is not None and severity >= severe_from
    if state == CLOSED:
        return REOPEN if severe else NOTHING
    if state not in (*CARRIED, *SET_ASIDE):
        return NOTHING
    return DECIDE_AGAIN if severe else LOOK_AGAIN


def earliest(known: date | None, other: date) -> date:
    """The earlier of two days of which the first may be unset."""
    return other if known is None else min(known, other)
