"""Reads an element piece by piece; what nothing reads is noted, so that nothing is lost in silence."""

from __future__ import annotations

from html import escape

from baken.core.instruments.documents import Findings, Problem
from baken.core.instruments.survey_xml import sentences
from baken.core.instruments.survey_xml.elements import Element
from baken.core.instruments.survey_xml.html_text import plain_text
from baken.core.instruments.survey_xml.notes import Notes
from baken.core.instruments.texts import Text

YES, NO = frozenset({"true", "yes", "1"}), frozenset({"false", "no", "0", ""})
LONGEST_SHOWN, CUT = 60, "…"


class Node:
    """An element of which pieces are read, with the places to which mistakes and notes go."""

    def __init__(self, element: Element, file: str, findings: Findings, notes: Notes) -> None:
        self.element = element
        self._file = file
        self._findings = findings
        self._notes = notes
        self._read: set[str] = set()
        self.name, self.line = element.name, element.line
        self.external = self.attribute("external-id")

    def wrong(self, name: str, text: Text, line: int | None = None) -> None:
        """Note a mistake in an attribute or an element within this one."""
        field = " ".join(filter(None, (self.name, self.external)))
        self._findings.add(Problem(self._file, line or self.line, f"{field}.{name}", text))

    def note(self, text: Text, line: int | None = None) -> None:
        """Note something that people should know."""
        self._notes.add(line or self.line, text)

    def attribute(self, name: str) -> str:
        """An attribute, or nothing."""
        self._read.add(f"@{name}")
        return self.element.attributes.get(name, "").strip()

    def is_yes(self, name: str) -> bool:
        """An attribute that says yes or no; without it, no."""
        return self._yes(name, self.attribute(name), self.line)

    def all(self, *names: str) -> list[Node]:
        """The elements of these names within this one, in their order."""
        self._read.update(names)
        return [self._inner(one) for one in self.element.children if one.name in names]

    def one(self, name: str) -> Node | None:
        """The element of this name within this one; a second one is noted."""
        found = self.all(name)
        for twice in found[1:]:
            said = _shortened(twice.raw())
            text = sentences.TWICE.filled(name=name, around=self.name, given=said)
            self.note(text, twice.line)
        return found[0] if found else None

    def text(self, name: str) -> str:
        """The plain text of the element of this name within this one; nothing without it."""
        found = self.one(name)
        return found.own_text() if found else ""

    def says(self, name: str) -> bool:
        """An element within this one that says yes or no; without it, no."""
        found = self.one(name)
        return self._yes(name, found.raw(), found.line) if found else False

    def line_of(self, name: str) -> int:
        """The line of an element within this one, or its own."""
        found = (one.line for one in self.element.children if one.name == name)
        return next(found, self.line)

    def raw(self) -> str:
        """The text of this element as it stands."""
        return self.element.text.strip()

    def own_text(self) -> str:
        """The plain text of this element, in which HTML may stand as text or as elements."""
        read = plain_text(_source_of(self.element))
        for odd in read.odd:
            self.note(odd)
        self._end_attributes()
        return read.text

    def end(self, *, holds_text: bool = False, shows: bool = False) -> None:
        """Note what nothing read: text too, unless it ``holds_text``.

        ``shows`` says back what a short element holds.
        """
        self._end_attributes()
        for one in self.element.children:
            if one.name not in self._read:
                said = _shortened(one.text)
                is_shown = shows and said and not said.endswith(CUT)
                told = sentences.SHOWN.filled(text=said) if is_shown else ""
                text = sentences.ELEMENT.filled(name=one.name, around=self.name, shown=told)
                self.note(text, one.line)
        loose = _shortened(self.element.text)
        if loose and not holds_text:
            self.note(sentences.STRAY_TEXT.filled(around=self.name, text=loose))

    def _inner(self, element: Element) -> Node:
        return Node(element, self._file, self._findings, self._notes)

    def _yes(self, name: str, given: str, line: int) -> bool:
        if given.lower() not in YES | NO:
            self.wrong(name, sentences.YES_OR_NO.filled(given=_shortened(given)), line)
        return given.lower() in YES

    def _end_attributes(self) -> None:
        for name in self.element.attributes:
            if f"@{name}" not in self._read:
                self.note(sentences.ATTRIBUTE.filled(name=name, around=self.name))


def _source_of(element: Element) -> str:
    """What stands in an element as HTML: its text, or its elements as marks."""
    if not any(element.children):
        return element.text
    return "".join(escape(one) if isinstance(one, str) else _mark(one) for one in element.content)


def _mark(element: Element) -> str:
    attributes = "".join(f' {name}="{escape(text)}"' for name, text in element.attributes.items())
    inside = "".join(escape(one) if isinstance(one, str) else _mark(one) for one in element.content)
    return f"<{element.local}{attributes}>{inside}</{element.local}>"


def _shortened(text: str) -> str:
    """A text on one line, short enough to be said back."""
    said = " ".join(text.split())
    return said if len(said) <= LONGEST_SHOWN else f"{said[:LONGEST_SHOWN]}{CUT}"
