"""Cuts the text of an expression into words, each with its place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from baken.core.instruments.expressions import sentences
from baken.core.instruments.expressions.errors import ExpressionError
from baken.core.instruments.expressions.numbers import LARGEST, rounded
from baken.core.instruments.texts import Text

LONGEST = 2_000
MOST_TOKENS = 400
WORDS = frozenset({"and", "or", "not", "in", "true", "false"})

_SPACE = re.compile(r"[ \t\r\n]+")
_NUMBER = re.compile(r"[0-9]{1,20}(\.[0-9]{1,20})?([eE][+-]?[0-9]{1,3})?")
_NAME = re.compile(r"[a-z][a-z0-9_]{0,59}(\.[a-z][a-z0-9_]{0,59}){0,4}")
_TEXT = re.compile(r"""'(?:[^'\\\x00-\x1f]|\\['"\\])*'|"(?:[^"\\\x00-\x1f]|\\['"\\])*\"""")
_SYMBOL = re.compile(r"==|!=|<=|>=|[-+*/<>()\[\],]")
_STUCK = re.compile(r"[A-Za-z0-9_.]")
_ESCAPED = re.compile(r"""\\(['"\\])""")
_MISTAKES: Mapping[str, Text] = {
    "'": sentences.OPEN_TEXT,
    '"': sentences.OPEN_TEXT,
    "=": sentences.ONE_EQUALS,
    "%": sentences.PERCENT,
    "^": sentences.POWER,
}


@dataclass(frozen=True)
class Token:
    """A word: its kind (number, text, name, word, symbol, end), what it says, and its column."""

    kind: str
    value: str | float
    column: int


def tokens_of(text: str) -> list[Token]:
    """The words of an expression and an end. Raises ExpressionError, naming the column."""
    if len(text) > LONGEST:
        raise ExpressionError(sentences.TOO_LONG.filled(most=LONGEST))
    found = list(_cut(text))
    if len(found) > MOST_TOKENS:
        column = found[MOST_TOKENS].column
        raise ExpressionError(sentences.TOO_MANY_PARTS.filled(most=MOST_TOKENS), column=column)
    return [*found, Token("end", "", len(text) + 1)]


def _cut(text: str) -> Iterator[Token]:
    place = 0
    while place < len(text):
        space = _SPACE.match(text, place)
        if space:
            place = space.end()
            continue
        token, place = _next(text, place)
        yield token


def _next(text: str, place: int) -> tuple[Token, int]:
    """The word that begins here, and where it ends."""
    column = place + 1
    if found := _NUMBER.match(text, place):
        return Token("number", _number(found[0], column), column), _apart(text, found.end())
    if found := _NAME.match(text, place):
        kind = "word" if found[0] in WORDS else "name"
        return Token(kind, found[0], column), _apart(text, found.end())
    if found := _TEXT.match(text, place):
        return Token("text", _ESCAPED.sub(r"\1", found[0][1:-1]), column), found.end()
    if found := _SYMBOL.match(text, place):
        return Token("symbol", found[0], column), found.end()
    raise ExpressionError(_what_is_wrong(text[place]), column=column)


def _apart(text: str, end: int) -> int:
    """The end of a number or name, which nothing may be stuck to."""
    if _STUCK.match(text, end):
        raise ExpressionError(sentences.STUCK, column=end + 1)
    return end


def _number(text: str, column: int) -> float:
    value = float(text)
    if value > LARGEST:
        raise ExpressionError(sentences.NUMBER_TOO_LARGE, column=column)
    return rounded(value)


def _what_is_wrong(sign: str) -> Text:
    if sign in _MISTAKES:
        return _MISTAKES[sign]
    return sentences.CAPITAL if sign.isalpha() else sentences.STRANGE_SIGN
