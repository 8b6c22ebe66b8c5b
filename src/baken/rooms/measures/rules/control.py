"""The order of controls: what a lower level asks, and when protection of persons alone is refused.

Source: Working Conditions Act (Arbowet), article 3; domain reference, instruments, section 5.
"""

from __future__ import annotations

from collections.abc import Iterable

# The best first.
LEVELS = ("source", "collective_engineering", "organisational", "ppe")
PPE = "ppe"
# Where these are the best of what is done, somebody says why nothing higher is.
LOWER = ("organisational", PPE)


def best_of(levels: Iterable[str]) -> str:
    """The best level among these; empty without any."""
    return min(levels, key=LEVELS.index, default="")


def needs_justification(levels: Iterable[str]) -> bool:
    """Whether the best of what is done about something is so low that somebody says why."""
    return best_of(levels) in LOWER


def is_protection(level: str) -> bool:
    """Whether a measure only protects persons."""
    return level == PPE


def needs_end(levels: Iterable[str]) -> bool:
    """Whether only protection of persons is left, which is for a time and never for good."""
    return is_protection(best_of(levels))
