"""Reads XML into elements with their lines: nothing but elements, attributes and text, and bounded.

A document type, and with it every entity and everything from outside, is refused before anything of it is
read; so is what is too long, too deep or has too many elements.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from xml.parsers import expat

from baken.core.instruments.documents import Problem, Refused
from baken.core.instruments.survey_xml import sentences
from baken.core.instruments.texts import Text, plain

LONGEST = 5 * 1024 * 1024  # signs
MOST_ELEMENTS = 200_000
DEEPEST = 60
NAMESPACE = "http://xml.simplon.biz/euphorie/survey/1.0"


@dataclass(eq=False)
class Element:
    """An element with its line, counted from 1.

    ``name`` is that of a survey, or another one with its namespace: ``{namespace}name``. ``content`` is
    what stands in it, texts and elements in their order.
    """

    name: str
    line: int
    attributes: Mapping[str, str] = field(default_factory=dict)
    content: list[str | Element] = field(default_factory=list)

    @property
    def local(self) -> str:
        """The name without its namespace."""
        return self.name.rpartition("}")[2]

    @property
    def children(self) -> Iterator[Element]:
        """The elements that stand in it."""
        return (one for one in self.content if isinstance(one, Element))

    @property
    def text(self) -> str:
        """The text that stands in it itself."""
        return "".join(one for one in self.content if isinstance(one, str))


def element_tree(file: str, text: str) -> Element:
    """The outermost element of a file. Raises Refused, naming file and line."""
    if len(text) > LONGEST:
        raise _refused(file, 1, sentences.TOO_LONG.filled(most=LONGEST))
    builder = _Builder(file)
    try:
        builder.parser.Parse(text, True)
    except expat.ExpatError as problem:
        told = expat.ErrorString(problem.code)
        said = sentences.XML_MISTAKES.get(told, plain(told))
        raise _refused(file, problem.lineno, sentences.NO_XML.filled(told=said)) from None
    except UnicodeError:
        line = text[: _first_surrogate(text)].count("\n") + 1
        raise _refused(file, line, sentences.NO_XML.filled(told=sentences.NO_CHARACTER)) from None
    return builder.outermost


class _Builder:
    """Puts elements together from what the parser meets."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._open = [Element("", 1)]
        self._count = 0
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = self._document_type
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text

    @property
    def outermost(self) -> Element:
        """The element in which all others stand."""
        return next(self._open[0].children)

    def _document_type(self, *_told: object) -> None:
        raise self._wrong(sentences.NO_DOCTYPE)

    def _start(self, name: str, attributes: Mapping[str, str]) -> None:
        self._count += 1
        if self._count > MOST_ELEMENTS:
            raise self._wrong(sentences.TOO_MANY_ELEMENTS.filled(most=MOST_ELEMENTS))
        if len(self._open) > DEEPEST:
            raise self._wrong(sentences.TOO_DEEP.filled(most=DEEPEST))
        line = self.parser.CurrentLineNumber
        namespace, _space, local = name.rpartition(" ")
        named = local if namespace == NAMESPACE else f"{{{namespace}}}{local}"
        made = Element(named, line, attributes)
        self._open[-1].content.append(made)
        self._open.append(made)

    def _end(self, _name: str) -> None:
        self._open.pop()

    def _text(self, text: str) -> None:
        self._open[-1].content.append(text)

    def _wrong(self, text: Text) -> Refused:
        return _refused(self._file, self.parser.CurrentLineNumber, text)


def _first_surrogate(text: str) -> int:
    return next(place for place, sign in enumerate(text) if "\ud800" <= sign <= "\udfff")


def _refused(file: str, line: int, text: Text) -> Refused:
    return Refused([Problem(file, line, "", text)])
