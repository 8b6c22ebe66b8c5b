"""Puts text into lines: paragraphs with a blank line between them, items of lists close to each other."""

from __future__ import annotations

import re

_BULLET = re.compile(r"\s*[-•*·]\s")
_SPACES = re.compile(r"\s+")
_EMPTY_LINES = re.compile(r"\n[^\S\n]*\n\s*")


class Lines:
    """The lines so far; spaces that follow each other are one, and no line ends with one."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._current: list[str] = []
        self._prefix = ""
        self._gap = self._is_begun = self._is_below_heading = False

    def words(self, text: str) -> None:
        """Add words to the line; an empty line among them begins a paragraph."""
        first, *others = _EMPTY_LINES.split(text)
        self._add(first)
        for one in others:
            self.paragraph()
            self._add(one)

    def as_written(self, text: str) -> None:
        """Add a text of which the lines are lines."""
        first, *others = text.split("\n")
        self._add(first)
        for one in others:
            self.line(again=True)
            self._add(one)

    def line(self, *, again: bool = False) -> None:
        """End the line. ``again`` leaves an empty one when there was nothing to end."""
        said = _SPACES.sub(" ", "".join(self._current)).strip()
        self._current, self._is_begun = [], False
        if not said:
            self._gap = self._gap or again
            return
        made = self._prefix + said
        self._prefix = " " * len(self._prefix)
        if self._lines and self._gap and not self._follows(made):
            self._lines.append("")
        self._gap = self._is_below_heading = False
        self._lines.append(made)

    def paragraph(self) -> None:
        """End the paragraph; the first one below a heading stands close to it."""
        self.line()
        self._gap = self._gap or not self._is_below_heading

    def heading(self) -> None:
        """End a heading."""
        self.line()
        self._is_below_heading = True

    def item(self, prefix: str) -> None:
        """Begin an item of a list, close to what is above it; its prefix stands before it."""
        self.line()
        self._prefix = prefix
        self._gap = False

    def outside(self) -> None:
        """End what an item left open: what follows stands at the margin."""
        self.line()
        self._prefix = ""

    @property
    def is_begun(self) -> bool:
        """Whether anything but spaces stands in the line."""
        return self._is_begun

    def whole(self) -> str:
        """Everything, with its lines."""
        self.line()
        return "\n".join(self._lines)

    def _add(self, text: str) -> None:
        self._current.append(_SPACES.sub(" ", text))
        self._is_begun = self._is_begun or bool(text.strip())

    def _follows(self, made: str) -> bool:
        """Whether a line is the next bullet after another one."""
        return bool(_BULLET.match(made) and _BULLET.match(self._lines[-1]))
