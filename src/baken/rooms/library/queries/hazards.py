"""Hazards under their groups, and the standard measures against them."""

from __future__ import annotations

from functools import lru_cache

from baken.rooms.library.queries import CodeItem, code_list
from baken.rooms.library.queries.files import published
from baken.rooms.library.rules.hazards import Hazard, read_hazards
from baken.rooms.library.rules.standard_measures import (
    KnownCodes,
    StandardMeasure,
    read_standard_measures,
)


@lru_cache(maxsize=1)
def hazards() -> dict[str, Hazard]:
    """The hazards by code. Raises DataProblem, naming file, entry and field."""
    return read_hazards(*published("hazards"), groups=code_list("hazard_groups"))


@lru_cache(maxsize=1)
def hazards_by_group() -> dict[CodeItem, tuple[CodeItem, ...]]:
    """The hazards under their groups, in the order of the files; a code begins with its group."""
    listed = code_list("hazards")
    return {
        group: tuple(listed[one.code] for one in hazards().values() if one.group == group.code)
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
    return read_standard_measures(*published("measures/standard"), known)
