"""The factors that hazards bring into a slice of exposure."""

from __future__ import annotations

from functools import lru_cache

from baken.rooms.library.queries import DATA, _loaded, code_list, stacking_rules
from baken.rooms.library.rules.hazard_factors import read_hazard_factors


@lru_cache(maxsize=1)
def hazard_factors() -> dict[str, tuple[str, ...]]:
    """The factors by the code of the hazard. Raises DataProblem, naming file, entry and field."""
    name = "mandate/hazard_factors.yaml"
    return read_hazard_factors(
        name,
        _loaded(DATA / name),
        hazards=code_list("hazards"),
        factors=stacking_rules().factors,
    )
