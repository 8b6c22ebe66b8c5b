"""Turns the HTML of a text into plain text that reads well and loses nothing.

Paragraphs and items of lists become lines, a link its text with the address behind it. HTML that is broken
is read as far as it goes, and what is no mark of HTML stays the text it is. Only how a text looks is gone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from baken.core.instruments.survey_xml import sentences
from baken.core.instruments.survey_xml.html_lines import Lines
from baken.core.instruments.survey_xml.html_marks import (
    BLOCKS,
    BREAK,
    CELLS,
    EMBEDDED,
    HEADINGS,
    ITEM,
    LINES,
    LINK,
    LISTS,
    PROGRAMS,
    RAISED,
    Mark,
    has_marks,
    marks_and_text,
)
from baken.core.instruments.texts import Text

_ENDS_OF_LINES = re.compile(r"\r\n?|\n")
_SCHEME = re.compile(r"(mailto:|https?://)", re.IGNORECASE)
# A link between two paragraphs is a sentence that was torn apart: the exports are full of them.
_TORN = re.compile(r"</p>(\s*<a\b[^<>]*>\s*[^<>\s][^<>]*</a>\s*)(?:<p\b[^<>]*>)?", re.IGNORECASE)
_INSIDE = "#"  # an address within the same text
_PROGRAM = "javascript:"


@dataclass(frozen=True)
class Read:
    """A plain text, and what is to be told of how it was made."""

    text: str
    odd: tuple[Text, ...] = ()


def plain_text(source: str) -> Read:
    """The plain text of HTML, or of text in which no HTML stands; its lines are then kept."""
    reader = _Reader()
    written = _TORN.sub(r" \1", _ENDS_OF_LINES.sub("\n", source))
    is_html = has_marks(written)
    for one in marks_and_text(written):
        if isinstance(one, Mark):
            reader.mark(one)
        else:
            # Entities may stand for ends of lines as well.
            reader.text(_ENDS_OF_LINES.sub("\n", one), keeps_lines=not is_html)
    reader.end()
    return Read(reader.lines.whole(), tuple(dict.fromkeys(reader.odd)))


class _Reader:
    """Follows the marks of a text, and writes its lines."""

    def __init__(self) -> None:
        self.lines = Lines()
        self.odd: list[Text] = []
        self._lists: list[
            int
        ] = []  # the number of the next item of each; 0 in a list without numbers
        self._link: tuple[str, list[str]] | None = (
            None  # its address and its text, while it is open
        )
        self._raised = ""
        self._hidden = ""
        self._as_written = self._is_behind_link = False

    def text(self, text: str, *, keeps_lines: bool) -> None:
        """Write a text between marks."""
        if self._hidden:
            return
        if self._is_behind_link and text[:1].isalnum():
            text = f" {text}"
        self._is_behind_link = False
        if self._link:
            self._link[1].append(text)
        if self._raised and not text.strip(" 0123456789+-n"):
            text = text.translate(RAISED[self._raised])
        if keeps_lines or self._as_written:
            self.lines.as_written(text)
        else:
            self.lines.words(text)

    def mark(self, mark: Mark) -> None:
        """Do what a mark says."""
        name = mark.name
        if name in PROGRAMS:
            self._hidden = "" if mark.is_end or mark.written.endswith("/") else name
            self.odd.append(sentences.PROGRAM)
        elif name == LINK:
            self._close_link()
            if not mark.is_end:
                self._link = mark.attribute("href"), []
        elif name in RAISED:
            self._raised = "" if mark.is_end else name
        elif name in EMBEDDED:
            self._embedded(mark)
        elif name in BLOCKS or name in CELLS or name == BREAK:
            self._close_link()
            self._place(mark)

    def end(self) -> None:
        """Close what was left open."""
        self._close_link()

    def _place(self, mark: Mark) -> None:
        """Do what a mark says of where the text after it stands."""
        name, self._raised = mark.name, ""
        if name == BREAK:
            self.lines.line(again=True)
        elif name in CELLS:
            self.lines.words(" | " if self.lines.is_begun and not mark.is_end else "")
        elif name in LISTS:
            self._list(mark)
        elif name == ITEM:
            self._item(mark)
        else:
            self._block(mark)

    def _block(self, mark: Mark) -> None:
        name = mark.name
        if name in HEADINGS and mark.is_end:
            self.lines.heading()
        elif name in LINES or self._lists:
            self.lines.line()
        else:
            self.lines.paragraph()
        if name == "pre":
            self._as_written = not mark.is_end
        if name == "table":
            self.odd.append(sentences.TABLE)

    def _list(self, mark: Mark) -> None:
        if mark.is_end:
            self.lines.outside()
            if self._lists:
                self._lists.pop()
            if not self._lists:
                self.lines.paragraph()
            return
        self.lines.line()
        start = mark.attribute("start")
        number = int(start) if start.isdecimal() and len(start) < 5 else 1
        self._lists.append(number if mark.name == "ol" else 0)

    def _item(self, mark: Mark) -> None:
        if mark.is_end:
            self.lines.outside()
            return
        number = self._lists[-1] if self._lists else 0
        if number:
            self._lists[-1] += 1
        indent = "  " * max(0, len(self._lists) - 1)
        self.lines.item(f"{indent}{number}. " if number else f"{indent}- ")

    def _embedded(self, mark: Mark) -> None:
        said, address = mark.attribute("alt"), mark.attribute("src") or mark.attribute("data")
        found = [said, f"({address})" if address else ""]
        if any(found):
            self.lines.words(f" {' '.join(filter(None, found))} ")
            self.odd.append(sentences.EMBEDDED)

    def _close_link(self) -> None:
        """Write the address of a link behind its text, unless the text is the address."""
        if self._link is None:
            return
        address, texts = self._link
        self._link, said = None, "".join(texts).strip()
        if address.lower().startswith(_PROGRAM):
            self.odd.append(sentences.PROGRAM)
        elif address and not address.startswith(_INSIDE) and _bare(address) != _bare(said):
            bare = address.removeprefix("mailto:")
            self.lines.words(f" ({bare})" if said else bare)
            self._is_behind_link = True


def _bare(address: str) -> str:
    """An address without what is before and behind it."""
    return _SCHEME.sub("", address).strip().rstrip("/.").lower()
