"""What a fact or a part of an expression can be."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import Enum
from typing import Any


class Kind(Enum):
    """What a fact or a part of an expression is."""

    YES_NO = "yes or no"
    NUMBER = "a number"
    TEXT = "a text"
    DATE = "a date"
    YES_NOS = "a list of yes or no"
    NUMBERS = "a list of numbers"
    TEXTS = "a list of texts"


LIST_OF: Mapping[Kind, Kind] = {
    Kind.YES_NO: Kind.YES_NOS,
    Kind.NUMBER: Kind.NUMBERS,
    Kind.TEXT: Kind.TEXTS,
}
SINGLE_OF: Mapping[Kind, Kind] = {listed: single for single, listed in LIST_OF.items()}

_TYPES = {Kind.YES_NO: bool, Kind.NUMBER: float, Kind.TEXT: str, Kind.DATE: date}


def kind_of(value: bool | float | str) -> Kind:
    """The kind of a value as it is written in an expression or a table."""
    if isinstance(value, bool):
        return Kind.YES_NO
    return Kind.TEXT if isinstance(value, str) else Kind.NUMBER


def fits(value: Any, kind: Kind) -> bool:
    """Whether a value, as it counts, is of a kind; unknown fits every kind."""
    if value is None:
        return True
    if kind in SINGLE_OF:
        return isinstance(value, tuple) and all(fits(one, SINGLE_OF[kind]) for one in value)
    return type(value) is _TYPES[kind]
