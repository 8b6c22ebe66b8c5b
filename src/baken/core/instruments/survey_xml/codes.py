"""Codes for what a survey names by an identifier of its own, or not at all; each is taken once."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field

from baken.core.instruments.definitions.vocabulary import RESERVED
from baken.core.instruments.documents.part import LONGEST_CODE

_STRANGE = re.compile(r"[^a-z0-9]+")


def code_of(text: str) -> str:
    """A text in lower-case letters, digits and _, as long as a code may be; it may begin with a digit."""
    letters = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return _STRANGE.sub("_", letters.lower()).strip("_")[:LONGEST_CODE].rstrip("_")


@dataclass
class Codes:
    """The codes that were given out, so that the same identifier twice becomes two codes."""

    _taken: set[tuple[str, str]] = field(default_factory=set)

    def take(self, among: str, wanted: str, kind: str) -> str:
        """A code that nothing else has among its like: of the identifier, or else of its kind and number.

        The same survey gives the same codes each time, and an identifier that stays keeps its code.
        """
        code = code_of(wanted)
        if not code:
            return self._free(among, kind, "_1")
        if code[0].isdigit() or code in RESERVED:
            code = f"{code_of(kind)}_{code}"
        return self._free(among, code, "")

    def _free(self, among: str, code: str, ending: str) -> str:
        number = 1
        while True:
            made = f"{code[: LONGEST_CODE - len(ending)]}{ending}"
            if (among, made) not in self._taken:
                self._taken.add((among, made))
                return made
            number += 1
            ending = f"_{number}"
