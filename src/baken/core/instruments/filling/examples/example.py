"""What a worked example is, once it was read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from baken.core.instruments.filling.filled import Filled, Place
from baken.core.instruments.texts import Text

PLACE_SIGN = "@"
OF_SCORE = ("number", "native", "common")  # what may be said of a score


@dataclass(frozen=True)
class ExpectedRisk:
    """A risk that must come of an example, and what is said of it: number, native, common, residual ..."""

    at: str
    says: Mapping[str, Any]


@dataclass(frozen=True)
class Expected:
    """What must come of an example; ``says`` holds what is compared, by its name in the file."""

    says: Mapping[str, Any] = field(default_factory=dict)
    risks: tuple[ExpectedRisk, ...] | None = None
    calculations: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Example:
    """A sheet filled in, and what must come of it. ``otherwise`` answers what has no answer of its own."""

    name: Text
    filled: Filled
    otherwise: str
    expect: Expected


def written(place: Place) -> str:
    """A place as examples write it: the key, and the repetition after a sign."""
    return PLACE_SIGN.join(filter(None, place))
