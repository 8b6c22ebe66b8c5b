"""How risks are assessed: by which scoring model, and by how many people."""

from __future__ import annotations

from functools import lru_cache

from baken.rooms.library.queries.files import published
from baken.rooms.library.queries.scoring import scoring_models
from baken.rooms.library.rules.assessment import Assessment, read_assessment


@lru_cache(maxsize=1)
def assessment() -> Assessment:
    """How a risk is assessed. Raises DataProblem, naming file, entry and field."""
    return read_assessment(*published("mandate/assessment"), models=scoring_models())


def scorers_needed(risk_class: str) -> int:
    """How many people must have scored before a risk of a class is let go on; none without a class."""
    return assessment().scorers.get(risk_class, 0)
