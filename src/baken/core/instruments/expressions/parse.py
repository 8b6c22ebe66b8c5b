"""Turns the words of an expression into a tree, with the usual precedence.

From closest to loosest: a minus in front, ``* /``, ``+ -``, comparisons, not, and, or.
"""

from __future__ import annotations

from baken.core.instruments.expressions import sentences
from baken.core.instruments.expressions.errors import ExpressionError
from baken.core.instruments.expressions.numbers import DIGITS
from baken.core.instruments.expressions.tokens import Token, tokens_of
from baken.core.instruments.expressions.tree import (
    Calculated,
    Called,
    Compared,
    Joined,
    ListOf,
    Literal,
    LookedUp,
    Negated,
    Node,
    Not,
    Path,
)
from baken.core.instruments.texts import Text, plain

DEEPEST = 20
SIGNS = frozenset({"==", "!=", "<", "<=", ">", ">="})
SUMS = frozenset("+-")
PRODUCTS = frozenset("*/")
LOOKUP = "lookup"


def parsed(text: str) -> Node:
    """The tree of an expression. Raises ExpressionError, and nothing else, for any other text."""
    reader = _Reader(tokens_of(text))
    tree = reader.joined("or")
    reader.end()
    return tree


class _Reader:
    """Goes through the words from left to right, and knows how deep in brackets it is."""

    def __init__(self, tokens: list[Token]) -> None:
        self._tokens = tokens
        self._place = 0
        self._depth = 0

    @property
    def now(self) -> Token:
        """The word that comes next."""
        return self._tokens[self._place]

    def joined(self, word: str) -> Node:
        """Parts with this word between them; ``and`` holds closer together than ``or``."""
        first = self.now
        parts = [self._part(word)]
        while self._is("word", word):
            self._step()
            parts.append(self._part(word))
        return parts[0] if len(parts) == 1 else Joined(word, tuple(parts), first.column)

    def end(self) -> None:
        """Refuse what is left over."""
        if self.now.kind != "end":
            raise self._expected(sentences.AFTER_ALL)

    def _part(self, word: str) -> Node:
        return self.joined("and") if word == "or" else self._denied()

    def _denied(self) -> Node:
        if not self._is("word", "not"):
            return self._compared()
        column = self._step().column
        self._deeper()
        inner = self._denied()
        self._depth -= 1
        return Not(inner, column)

    def _compared(self) -> Node:
        left = self._calculated(SUMS)
        if not self._compares():
            return left
        sign = self._step()
        right = self._calculated(SUMS)
        if self._compares():
            raise self._wrong(sentences.TWO_AT_A_TIME)
        return Compared(str(sign.value), left, right, sign.column)

    def _compares(self) -> bool:
        return self._is_one_of(SIGNS) or self._is("word", "in")

    def _calculated(self, signs: frozenset[str]) -> Node:
        """Parts with these signs between them; ``* /`` hold closer together than ``+ -``."""
        parts, between = [self._operand(signs)], []
        while self._is_one_of(signs):
            between.append(self._step())
            parts.append(self._operand(signs))
        if not between:
            return parts[0]
        written = tuple(str(sign.value) for sign in between)
        return Calculated(written, tuple(parts), between[0].column)

    def _operand(self, signs: frozenset[str]) -> Node:
        return self._calculated(PRODUCTS) if signs is SUMS else self._negated()

    def _negated(self) -> Node:
        if not self._is("symbol", "-"):
            return self._single()
        column = self._step().column
        if self.now.kind == "number":
            return self._below_zero(column)
        self._deeper()
        inner = self._negated()
        self._depth -= 1
        return Negated(inner, column)

    def _below_zero(self, column: int) -> Literal:
        return Literal(0.0 - float(self._step().value), column)

    def _single(self) -> Node:
        if self._is("symbol", "("):
            return self._bracketed()
        if self._is("symbol", "["):
            return self._listed()
        if self.now.kind == "name":
            return self._named()
        return self._literal(sentences.A_PART)

    def _bracketed(self) -> Node:
        self._step()
        self._deeper()
        inner = self.joined("or")
        self._close(")")
        self._depth -= 1
        return inner

    def _named(self) -> Node:
        token = self._step()
        name = str(token.value)
        if not self._is("symbol", "("):
            return Path(name, token.column)
        self._step()
        self._deeper()
        made = self._looked_up(token) if name == LOOKUP else self._called(token)
        self._close(")")
        self._depth -= 1
        return made

    def _called(self, token: Token) -> Called:
        arguments = [self.joined("or")]
        while self._is("symbol", ","):
            self._step()
            arguments.append(self.joined("or"))
        return Called(str(token.value), tuple(arguments), token.column)

    def _looked_up(self, token: Token) -> LookedUp:
        if self.now.kind != "name":
            raise self._expected(sentences.TABLE_NAME)
        table = str(self._step().value)
        if not self._is("symbol", ","):
            raise self._wrong(sentences.LOOKUP_COMMA)
        self._step()
        return LookedUp(table, self.joined("or"), token.column)

    def _listed(self) -> ListOf:
        column = self._step().column
        items = [self._item(sentences.ITEM)]
        while self._is("symbol", ","):
            self._step()
            items.append(self._item(sentences.NEXT_ITEM))
        self._close("]")
        return ListOf(tuple(items), column)

    def _item(self, expected: Text) -> Literal:
        if not self._is("symbol", "-"):
            return self._literal(expected)
        column = self._step().column
        if self.now.kind != "number":
            raise self._wrong(sentences.NUMBER_AFTER_MINUS.filled(found=_said(self.now)))
        return self._below_zero(column)

    def _literal(self, expected: Text) -> Literal:
        token = self.now
        if token.kind in ("number", "text"):
            self._step()
            return Literal(token.value, token.column)
        if token.kind == "word" and token.value in ("true", "false"):
            self._step()
            return Literal(token.value == "true", token.column)
        raise self._expected(expected)

    def _close(self, sign: str) -> None:
        if not self._is("symbol", sign):
            raise self._expected(sentences.CLOSING.filled(sign=sign))
        self._step()

    def _deeper(self) -> None:
        self._depth += 1
        if self._depth > DEEPEST:
            raise self._wrong(sentences.TOO_DEEP.filled(most=DEEPEST))

    def _is(self, kind: str, value: str) -> bool:
        return self.now.kind == kind and self.now.value == value

    def _is_one_of(self, signs: frozenset[str]) -> bool:
        return self.now.kind == "symbol" and self.now.value in signs

    def _step(self) -> Token:
        token = self.now
        self._place += 1
        return token

    def _expected(self, expected: Text) -> ExpressionError:
        return self._wrong(sentences.EXPECTED.filled(expected=expected, found=_said(self.now)))

    def _wrong(self, text: Text) -> ExpressionError:
        return ExpressionError(text, column=self.now.column)


def _said(token: Token) -> Text:
    if token.kind == "end":
        return sentences.THE_END
    said = f"{token.value:.{DIGITS}g}" if isinstance(token.value, float) else token.value
    return plain(f"“{said}”")
