"""Finds hazards and standard measures by a word, a group, a level of control or a hazard."""

from __future__ import annotations

from baken.rooms.library.queries import CodeItem, label_of
from baken.rooms.library.queries.hazards import hazards_by_group, standard_measures
from baken.rooms.library.rules.standard_measures import StandardMeasure


def find_hazards(*, text: str = "", group: str = "") -> dict[CodeItem, tuple[CodeItem, ...]]:
    """The hazards that fit, under their groups; a group without any is left out.

    Every word of ``text`` must stand in the hazard's code, its label in either language, or the
    label of its group.
    """
    found = {
        one: tuple(
            hazard
            for hazard in held
            if _fits(text, hazard.code, hazard.nl, hazard.en, one.nl, one.en)
        )
        for one, held in hazards_by_group().items()
        if group in ("", one.code)
    }
    return {one: held for one, held in found.items() if held}


def find_measures(*, text: str = "", level: str = "", hazard: str = "") -> list[StandardMeasure]:
    """The standard measures that fit, in the order of their file."""
    return [
        one
        for one in standard_measures().values()
        if level in ("", one.control_level)
        and (not hazard or hazard in one.hazards)
        and _fits(
            text,
            one.code,
            one.text.nl,
            one.text.en,
            one.description.nl,
            one.description.en,
            *(label_of("hazards", code) for code in one.hazards),
        )
    ]


def _fits(text: str, *held: str) -> bool:
    all_of_it = " ".join(held).lower()
    return all(word in all_of_it for word in text.lower().split())
