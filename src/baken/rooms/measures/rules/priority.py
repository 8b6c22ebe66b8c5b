"""How soon a measure comes, by the class or the severity of what it serves.

Source: domain reference, instruments, section 5 (a deviation from the order of classes needs a reason).
"""

from __future__ import annotations

from collections.abc import Mapping

FIRST, LAST = 1, 4
PRIORITIES = ("1", "2", "3", "4")
UNKNOWN = 3
_BY_CLASS: Mapping[str, int] = {"extreme": 1, "high": 2, "medium": 3, "low": 4}
_BY_SEVERITY: Mapping[int, int] = {5: 1, 4: 2, 3: 3, 2: 3, 1: 4, 0: 4}


def usual_priority(risk_class: str, severity: int | None) -> int:
    """The priority that follows from the class (1 is first), else from a severity of 0 to 5."""
    if risk_class:
        return _BY_CLASS[risk_class]
    return UNKNOWN if severity is None else _BY_SEVERITY[severity]


def needs_reason(priority: int, *, risk_class: str, severity: int | None) -> bool:
    """Whether a priority is another one than follows from the order of classes."""
    return priority != usual_priority(risk_class, severity)
