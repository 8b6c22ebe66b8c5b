"""Hazards under their groups, and the standard measures against them."""

from __future__ import annotations

from functools import lru_cache

from baken.rooms.library.queries import DATA, CodeItem, _loaded, code_list
from baken.rooms.library.rules.standard_measures import (
    KnownCodes,
    StandardMeasure,
    read_standard_measures,
)


@lru_cache(maxsize=1)
def hazards_by_group() -> dict[CodeItem, tuple[CodeItem, ...]]:
    """The hazards under their groups, in the order of the files; a code begins with its group."""
    hazards = code_list("hazards").values()
    return {
        group: tuple(one for one in hazards if one.code.partition(".")[0] == group.code)
        for group in code_list("hazard_groups").values()
    }


@lru_cache(maxsize=1)
def standard_measures() -> dict[str, StandardMeasure]:
    """The standard measures by code. Raises DataProblem, naming file, entry and field."""
    known = KnownCodes(
        hazards=code_list("hazards"),
        control_levels=code_list("control_levels"),
        cost_bands=code_list("cost_bands"),
        evidence_levels=code_list("evidence_levels"),
    )
    name = "measures/standard.yaml"
    return read_standard_measures(name, _loaded(DATA / name), known)
