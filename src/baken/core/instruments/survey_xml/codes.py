"""Codes for what a survey names by an identifier of its own, or not at all; each is taken once."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, field

from baken.core.instruments.definitions.vocabulary import RESERVED
from baken.core.instruments.documents.part import LONGEST_CODE

_STRANGE = re.compile(r"[^a-z0-9]+")


def words_of(text: str) -> list[str]:
    """The words of a text in lower-case letters and digits."""
    plain = unicodedata.normalize("NFKD", text.replace("&", ""))
    letters = plain.encode("ascii", "ignore").decode().lower()
    return [one for one in _STRANGE.split(letters) if one]


def code_of(text: str) -> str:
    """A text with _ between its words, as long as a code may be; it may begin with a digit."""
    return "_".join(words_of(text))[:LONGEST_CODE].rstrip("_")


@dataclass
class Codes:
    """The codes that were given out, so that the same identifier twice becomes two codes."""

    _taken: set[tuple[str, str]] = field(default_factory=set)
    _last: Counter[tuple[str, str]] = field(default_factory=Counter)

    def take(self, among: str, wanted: str, kind: str) -> str:
        """A code that nothing else has among its like: of the identifier, or else of its kind and number.

        The same survey gives the same codes each time, and an identifier that stays keeps its code.
        """
        code = code_of(wanted)
        if not code or code[0].isdigit() or code in RESERVED:
            code = f"{code_of(kind)}_{code}".rstrip("_")
        made = code[:LONGEST_CODE]
        if not wanted or (among, made) in self._taken:
            made = self._numbered(among, code)
        self._taken.add((among, made))
        return made

    def _numbered(self, among: str, code: str) -> str:
        """The code with the first number that makes it one of its own."""
        while True:
            self._last[among, code] += 1
            ending = f"_{self._last[among, code]}"
            made = f"{code[: LONGEST_CODE - len(ending)]}{ending}"
            if (among, made) not in self._taken:
                return made
