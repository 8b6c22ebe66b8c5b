"""The codes that the fields of a step can have."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, NamedTuple

from baken.rooms.consultation.queries.bodies import council_name, councils_by_code
from baken.rooms.consultation.texts import LABELS

COUNCILS = "councils"


class Listed(NamedTuple):
    """An entry of a list of this room, as entries of the library look."""

    code: str
    label: str
    description: str = ""


def choices_of(name: str) -> Collection[str]:
    """The codes of a list."""
    return councils_by_code() if name == COUNCILS else LABELS[name]


def items_of(name: str) -> Mapping[str, Any]:
    """The entries of a list by their code, with a label in the active language."""
    if name == COUNCILS:
        named = {code: council_name(one) for code, one in councils_by_code().items()}
    else:
        named = {code: str(label) for code, label in LABELS[name].items()}
    return {code: Listed(code, label) for code, label in named.items()}
