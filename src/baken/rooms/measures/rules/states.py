"""Groups of states of a measure: each said once."""

from __future__ import annotations

PROPOSED, IMPLEMENTED = "proposed", "implemented"
# Somebody decided on it, and it is not done yet.
RUNNING = ("decided", "in_progress")
EFFECTIVE, INEFFECTIVE = "verified_effective", "verified_ineffective"
# Somebody still has to do something about it.
OPEN_STATES = (PROPOSED, *RUNNING, IMPLEMENTED, INEFFECTIVE)
# Somebody owes the next step, and it is shown a level up when nobody takes it.
RISES_FROM = OPEN_STATES
# Something that works now or is meant to: what stands beside another measure.
STANDING = (PROPOSED, *RUNNING, IMPLEMENTED, EFFECTIVE)
# Somebody decided on it, and it is not found to fail: what counts when another is decided on.
AGREED = (*RUNNING, IMPLEMENTED, EFFECTIVE)
# What can be given up; what works is not given up but found to work no more.
GIVEN_UP_FROM = OPEN_STATES
GIVEN_UP = "cancelled"
# What was done, whatever came of it.
TAKEN = (IMPLEMENTED, EFFECTIVE, INEFFECTIVE)
