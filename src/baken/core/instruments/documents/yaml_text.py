"""Reads YAML text into values with their lines: a small and strict part of YAML.

Only ``true`` and ``false`` are yes and no, so that an answer ``yes`` or a text ``No`` stays the word it is;
dates stay texts. A name may stand once. References, types and more documents are refused, and so is
what is too long or too deep, before anything is built from it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import yaml

from baken.core.instruments.documents import sentences
from baken.core.instruments.documents.placed import Placed, Scalar
from baken.core.instruments.documents.problems import Problem, Refused
from baken.core.instruments.expressions.numbers import LARGEST
from baken.core.instruments.texts import Text

LONGEST = 1_000_000
MOST_VALUES = 100_000
DEEPEST = 20
_WHOLE = re.compile(r"-?(0|[1-9][0-9]{0,14})")
_NUMBER = re.compile(r"-?(0|[1-9][0-9]{0,14})\.[0-9]{1,15}([eE][+-]?[0-9]{1,3})?")
_WORDS: dict[str, Scalar] = {"true": True, "false": False, "null": None, "~": None, "": None}
_QUOTED = frozenset({"'", '"', "|", ">"})
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def placed(file: str, text: str) -> Placed:
    """What a file holds. Raises Refused, naming file and line, for what is not this kind of YAML."""
    if len(text) > LONGEST:
        raise _refused(file, 1, sentences.TOO_LONG.filled(most=LONGEST))
    try:
        return _Builder(file).built(yaml.parse(text, Loader=_LOADER))
    except (yaml.YAMLError, UnicodeError) as problem:
        mark = getattr(problem, "problem_mark", None)
        told = getattr(problem, "problem", None) or getattr(problem, "reason", "")
        line = mark.line + 1 if mark else 1
        raise _refused(file, line, sentences.NO_YAML.filled(told=told)) from None


class _Open:
    """A list or names with values that is being read; ``name`` waits for its value."""

    def __init__(self, line: int, *, is_list: bool) -> None:
        self.line = line
        self.items: list[Placed] = []
        self.names: dict[Scalar, Placed] | None = None if is_list else {}
        self.name: Placed | None = None

    def closed(self) -> Placed:
        """What was read."""
        return Placed(tuple(self.items) if self.names is None else self.names, self.line)


class _Builder:
    """Puts values together from what the parser meets, without going deeper than is allowed."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._open: list[_Open] = []
        self._whole: Placed | None = None
        self._count = 0

    def built(self, events: Iterator[Any]) -> Placed:
        """The value of a whole file; an empty one is nothing."""
        for event in events:
            self._meet(event)
        return self._whole or Placed(None, 1)

    def _meet(self, event: Any) -> None:
        line = event.start_mark.line + 1
        self._check(event, line)
        if isinstance(event, yaml.CollectionStartEvent):
            self._open.append(_Open(line, is_list=isinstance(event, yaml.SequenceStartEvent)))
            if len(self._open) > DEEPEST:
                raise self._wrong(line, sentences.TOO_DEEP.filled(most=DEEPEST))
        elif isinstance(event, yaml.CollectionEndEvent):
            self._put(self._open.pop().closed())
        elif isinstance(event, yaml.ScalarEvent):
            self._put(Placed(_value(event), line))

    def _check(self, event: Any, line: int) -> None:
        self._count += 1
        if self._count > MOST_VALUES:
            raise self._wrong(line, sentences.TOO_MANY.filled(most=MOST_VALUES))
        if getattr(event, "anchor", None) is not None:
            raise self._wrong(line, sentences.ALIAS)
        if getattr(event, "tag", None) is not None:
            raise self._wrong(line, sentences.TAG)
        if "\0" in (getattr(event, "value", None) or ""):
            raise self._wrong(line, sentences.NO_TEXT)  # no database keeps it
        if isinstance(event, yaml.DocumentStartEvent) and self._whole is not None:
            raise self._wrong(line, sentences.TWO_DOCUMENTS)

    def _put(self, found: Placed) -> None:
        """Give a value its place in what is open; in names with values every second is a value."""
        if not self._open:
            self._whole = found
            return
        into = self._open[-1]
        if into.names is None:
            into.items.append(found)
        elif into.name is None:
            into.name = self._as_name(found, into.names)
        else:
            into.names[_scalar(into.name)] = Placed(found.value, into.name.line)
            into.name = None

    def _as_name(self, found: Placed, names: dict[Scalar, Placed]) -> Placed:
        if not isinstance(found.value, str | int | float) or isinstance(found.value, bool):
            raise self._wrong(found.line, sentences.NO_NAME)
        if found.value in names:
            raise self._wrong(found.line, sentences.TWICE_NAMED.filled(name=found.value))
        return found

    def _wrong(self, line: int, text: Text) -> Refused:
        return _refused(self._file, line, text)


def _scalar(name: Placed) -> Any:
    return name.value


def _value(event: Any) -> Scalar:
    """A written value: a text between quotation marks, else a word, a number or a text."""
    text = str(event.value)
    if event.style in _QUOTED:
        return text
    if text in _WORDS:
        return _WORDS[text]
    if _WHOLE.fullmatch(text):
        return int(text)
    if _NUMBER.fullmatch(text) and abs(float(text)) <= LARGEST:
        return float(text)
    return text


def _refused(file: str, line: int, text: Text) -> Refused:
    return Refused([Problem(file, line, "", text)])
