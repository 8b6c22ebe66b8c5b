"""What was left out of a survey or changed in it: told in both languages, with the lines."""

from __future__ import annotations

from dataclasses import dataclass, field

from baken.core.instruments.texts import Text

MOST_LINES = 5  # that are named; of the others it is said how many there are
_ONE = Text("regel {lines}", "line {lines}")
_MANY = Text("regels {lines}", "lines {lines}")
_MORE = Text("{lines} en {more} andere", "{lines} and {more} others")


@dataclass(frozen=True)
class Note:
    """Something that people should know, and the lines on which it holds, counted from 1."""

    text: Text
    lines: tuple[int, ...]

    def said(self, language: str) -> str:
        """The note as one sentence in a language."""
        listed = ", ".join(map(str, self.lines[:MOST_LINES]))
        more = len(self.lines) - MOST_LINES
        if more > 0:
            listed = _MORE.filled(lines=listed, more=more).said(language)
        place = (_ONE if len(self.lines) == 1 else _MANY).filled(lines=listed)
        return f"{place.said(language)}: {self.text.said(language)}"


@dataclass
class Notes:
    """The notes so far; what is said of many lines is one note."""

    _found: dict[Text, dict[int, None]] = field(default_factory=dict)

    def add(self, line: int, text: Text) -> None:
        """Note something of a line."""
        self._found.setdefault(text, {})[line] = None

    def all(self) -> tuple[Note, ...]:
        """The notes in the order of their first lines."""
        found = (Note(text, tuple(lines)) for text, lines in self._found.items())
        return tuple(sorted(found, key=lambda one: one.lines[0]))
