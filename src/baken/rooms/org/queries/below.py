"""The units directly below a unit, and under which of them each unit lies."""

from __future__ import annotations

from collections.abc import Mapping

from baken.rooms.org.queries.tree import UnitView, tree


def parts_below(unit: UnitView) -> Mapping[int, frozenset[int]]:
    """Each unit directly below, with the ids of itself and all beneath it; in order of the tree."""
    here = tree()
    return {one.id: here.ids_in((one.range,)) for one in here.children(unit)}


def tops_below(unit: UnitView) -> Mapping[int, int]:
    """Of a unit and all below it, under which unit directly below each lies; itself for the unit.

    Kept with the tree: a picture asks it several times, of thousands of units.
    """
    kept = tree().tops
    if unit.id not in kept:
        lies = {one: top for top, ids in parts_below(unit).items() for one in ids}
        kept[unit.id] = {**lies, unit.id: unit.id}
    return kept[unit.id]
