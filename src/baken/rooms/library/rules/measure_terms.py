"""The terms of measures as their file holds them, checked while they are read.

Source: domain reference, instruments, section 5, and risk management, section 6.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from baken.core.instruments.data_file import head_of

MOST_DAYS = 365


@dataclass(frozen=True)
class MeasureTerms:
    """Working days within which a measure is decided on, answered about and verified.

    ``overdue_days`` after its day it is shown a level up, where the table of escalation has no term.
    """

    version: int
    decide_days: int
    answer_days: int
    verify_days: int
    overdue_days: int


def read_measure_terms(file: str, content: Any) -> MeasureTerms:
    """The terms of a file. Raises DataProblem, naming file and field."""
    head = head_of(file, content)
    made = MeasureTerms(
        version=head.whole("version", 1, 100_000),
        decide_days=head.whole("decide_days", 1, MOST_DAYS),
        answer_days=head.whole("answer_days", 1, MOST_DAYS),
        verify_days=head.whole("verify_days", 1, MOST_DAYS),
        overdue_days=head.whole("overdue_days", 1, MOST_DAYS),
    )
    head.end()
    return made
