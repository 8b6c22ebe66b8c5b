"""Which facts and tables there are, of what kind, and how a name that is none of them is refused."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches

from baken.core.instruments.expressions import sentences
from baken.core.instruments.expressions.errors import ExpressionError
from baken.core.instruments.expressions.kinds import Kind
from baken.core.instruments.expressions.tables import Tables
from baken.core.instruments.texts import Text


@dataclass(frozen=True)
class Declared:
    """A fact that expressions may ask for.

    ``values`` are the only texts it can be, when it says so; ``least`` and ``most`` the bounds within
    which a number lies, ``unit`` the one in which it counts.
    """

    kind: Kind
    values: frozenset[str] = frozenset()
    least: float | None = None
    most: float | None = None
    unit: str = ""


Schema = Mapping[str, Declared]


@dataclass(frozen=True)
class Names:
    """All that an expression may name."""

    facts: Schema
    tables: Tables = field(default_factory=dict)


def no_such(what: Text, name: str, known: Iterable[str], column: int) -> ExpressionError:
    """There is no such fact, function or table; names the one that may be meant."""
    near = get_close_matches(name, list(known), n=1)
    text = sentences.NO_SUCH_NEAR if near else sentences.NO_SUCH
    return ExpressionError(text.filled(what=what, name=name, near="".join(near)), column=column)
