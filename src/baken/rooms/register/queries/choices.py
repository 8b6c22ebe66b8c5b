"""The codes that the fields of a step can have."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, NamedTuple

from baken.rooms.library.queries import code_list
from baken.rooms.register.texts import LABELS

SCORE_KINDS = ("initial", "current", "target")
CONFIDENCES = ("low", "medium", "high")
VERDICTS = ("positive", "positive_with_conditions", "negative")
_OWN = {"score_kinds": SCORE_KINDS, "confidences": CONFIDENCES, "verdicts": VERDICTS}


class Listed(NamedTuple):
    """An entry of a list of this room, as entries of the library look."""

    code: str
    label: str
    description: str = ""


def choices_of(name: str) -> Collection[str]:
    """The codes of a list: of this room, or of the library."""
    return _OWN[name] if name in _OWN else tuple(code_list(name))


def items_of(name: str) -> Mapping[str, Any]:
    """The entries of a list by their code, with label and description in the active language."""
    if name in _OWN:
        return {code: Listed(code, str(LABELS[name][code])) for code in _OWN[name]}
    return code_list(name)
