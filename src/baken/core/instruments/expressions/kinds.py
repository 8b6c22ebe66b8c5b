"""What a fact or a part of an expression can be."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import Enum
from typing import Any

from baken.core.instruments.risk_classes import RiskClass


class Kind(Enum):
    """What a fact or a part of an expression is."""

    YES_NO = "yes or no"
    NUMBER = "a number"
    TEXT = "a text"
    DATE = "a date"
    CLASS = "a risk class"
    YES_NOS = "a list of yes or no"
    NUMBERS = "a list of numbers"
    TEXTS = "a list of texts"
    CLASSES = "a list of risk classes"


LIST_OF: Mapping[Kind, Kind] = {
    Kind.YES_NO: Kind.YES_NOS,
    Kind.NUMBER: Kind.NUMBERS,
    Kind.TEXT: Kind.TEXTS,
    Kind.CLASS: Kind.CLASSES,
}
SINGLE_OF: Mapping[Kind, Kind] = {listed: single for single, listed in LIST_OF.items()}

_TYPES = {
    Kind.YES_NO: bool,
    Kind.NUMBER: float,
    Kind.TEXT: str,
    Kind.DATE: date,
    Kind.CLASS: RiskClass,
}
_BY_CODE: Mapping[str, RiskClass] = {one.value: one for one in RiskClass}


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


def beside(value: Any, other: Any) -> Any:
    """A value as it counts beside another: the text of a class is that class beside a class.

    Both may be lists. A text that is no class stays a text.
    """
    if not isinstance(_first(other), RiskClass):
        return value
    if isinstance(value, tuple):
        return tuple(_as_class(one) for one in value)
    return _as_class(value)


def _first(value: Any) -> Any:
    if not isinstance(value, tuple):
        return value
    return next((one for one in value if one is not None), None)


def _as_class(value: Any) -> Any:
    return _BY_CODE.get(value, value) if isinstance(value, str) else value
