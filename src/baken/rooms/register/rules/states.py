"""Groups of states of a risk and of a decision, and the classes that ask most care: each said once."""

from __future__ import annotations

from baken.rooms.library.rules.acceptance_terms import GRAVE

# ---- a risk ----

UNDECIDED = ("identified", "analysed", "decision_pending", "reopened")
WITH_DECIDER = ("decision_pending", "escalated")
HANDED_UP = ("escalated",)
# A decision was taken, and the risk goes on under it: something that happens can undo it.
CARRIED = ("treating", "accepted", "monitored")
# A decision was taken, and nothing goes on.
SET_ASIDE = ("avoided", "transferred")
# Every state that follows from a decision. What is watched was decided on before.
DECIDED = ("treating", "accepted", "avoided", "transferred", "monitored")
# Where an acceptance may stand of which the next is a renewal; what is treated was not accepted.
RENEWABLE = ("accepted", "monitored")
# Every state in which a risk is still there.
OPEN_STATES = (*UNDECIDED, *HANDED_UP, *DECIDED)
# And of these the ones in which its class is what it is: nobody is asked to score it any more.
WEIGHED = (*WITH_DECIDER, *DECIDED)

# ---- a decision ----

STANDING = ("in_force", "suspended")

# ---- a class ----

# High and extreme. Source: domain reference, integral risk management, sections 5, 6 and 9.
STRICT = GRAVE
