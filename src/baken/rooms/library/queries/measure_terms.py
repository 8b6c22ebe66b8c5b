"""How long the steps of a measure may take."""

from __future__ import annotations

from functools import lru_cache

from baken.rooms.library.queries.files import published
from baken.rooms.library.rules.measure_terms import MeasureTerms, read_measure_terms


@lru_cache(maxsize=1)
def measure_terms() -> MeasureTerms:
    """The terms in force. Raises DataProblem, naming file and field."""
    return read_measure_terms(*published("measures/terms"))
