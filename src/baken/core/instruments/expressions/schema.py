"""Which facts and tables there are, of what kind, and how a name that is none of them is refused."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches

from baken.core.instruments.expressions.errors import ExpressionError
from baken.core.instruments.expressions.kinds import Kind
from baken.core.instruments.expressions.tables import Tables


@dataclass(frozen=True)
class Declared:
    """A fact that expressions may ask for; ``values`` are the only texts it can be, when it says so."""

    kind: Kind
    values: frozenset[str] = frozenset()


Schema = Mapping[str, Declared]


@dataclass(frozen=True)
class Names:
    """All that an expression may name."""

    facts: Schema
    tables: Tables = field(default_factory=dict)


def no_such(what: str, name: str, known: Iterable[str], column: int) -> ExpressionError:
    """There is no such fact, function or table; names the one that may be meant."""
    near = get_close_matches(name, list(known), n=1)
    hint = f"; did you mean {near[0]}?" if near else ""
    return ExpressionError(f"there is no {what} “{name}”{hint}", column=column)
