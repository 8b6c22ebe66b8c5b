"""The codes that the fields of a bow-tie's steps can have, with their labels."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from baken.rooms.library.queries import CodeItem, code_list
from baken.rooms.library.queries.barriers import barrier_model, barrier_types

SIDES = {
    "preventive": CodeItem("preventive", "Voorkomt de topgebeurtenis", "Prevents the top event"),
    "mitigating": CodeItem("mitigating", "Beperkt de gevolgen", "Limits the consequences"),
}


def bow_tie_list(name: str) -> Mapping[str, CodeItem]:
    """A list of codes by name: of barriers and signals, or of the library."""
    if name == "barrier_sides":
        return SIDES
    if name == "barrier_kinds":
        return _items(barrier_types().values())
    if name == "signal_kinds":
        return _items(barrier_model().signals.values())
    if name == "evidence_kinds":
        return _items(barrier_model().evidence.values())
    if name == "signal_grades":
        kinds = barrier_model().signals.values()
        return _items(grade for kind in kinds for grade in (kind.grades or {}).values())
    return code_list(name)


def bow_tie_codes(name: str) -> Collection[str]:
    """The codes of such a list."""
    return tuple(bow_tie_list(name))


def told(name: str, code: str) -> str:
    """What a code of such a list is called; an unknown code is shown as it is."""
    item = bow_tie_list(name).get(str(code))
    return item.label if item else str(code)


def _items(found: Iterable[Any]) -> Mapping[str, CodeItem]:
    return {one.code: CodeItem(one.code, one.text.nl, one.text.en) for one in found}
