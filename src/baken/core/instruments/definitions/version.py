"""The version of an instrument: three numbers, of which the first says whether answers compare."""

from __future__ import annotations

import re
from dataclasses import dataclass

_WRITTEN = re.compile(r"(0|[1-9]\d{0,3})\.(0|[1-9]\d{0,3})\.(0|[1-9]\d{0,3})")


@dataclass(frozen=True, order=True)
class Version:
    """A version by the rules of semantic versioning; with another ``major`` answers do not compare."""

    major: int
    minor: int = 0
    patch: int = 0

    def __str__(self) -> str:
        return f"{self.major}.{self.minor}.{self.patch}"


def version_of(text: str) -> Version:
    """The version that a text is, such as 2.1.0. Raises ValueError for any other text."""
    found = _WRITTEN.fullmatch(text)
    if found is None:
        raise ValueError(text)
    return Version(*map(int, found.groups()))
