"""The factors that hazards bring into a slice of exposure."""

from __future__ import annotations

from functools import lru_cache

from baken.rooms.library.queries import code_list, stacking_rules
from baken.rooms.library.queries.files import published
from baken.rooms.library.rules.hazard_factors import read_hazard_factors


@lru_cache(maxsize=1)
def hazard_factors() -> dict[str, tuple[str, ...]]:
    """The factors by the code of the hazard. Raises DataProblem, naming file, entry and field."""
    return read_hazard_factors(
        *published("mandate/hazard_factors"),
        hazards=code_list("hazards"),
        factors=stacking_rules().factors,
    )
