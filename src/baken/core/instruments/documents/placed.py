"""A value of a file with the line on which it stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Scalar = str | int | float | bool | None


@dataclass(frozen=True)
class Placed:
    """A value and its line, counted from 1; what is inside carries lines of its own.

    A list is a tuple of placed values; names with values are a mapping from name to placed value, that
    stands on the line of its name.
    """

    value: Scalar | tuple[Placed, ...] | Mapping[Scalar, Placed]
    line: int

    def plain(self) -> Any:
        """The value without its lines, as lists and dictionaries."""
        if isinstance(self.value, tuple):
            return [one.plain() for one in self.value]
        if isinstance(self.value, Mapping):
            return {name: one.plain() for name, one in self.value.items()}
        return self.value
