"""The nodes an expression is made of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Literal:
    """A number, a text, true or false."""

    value: bool | float | str
    column: int = field(default=1, compare=False)


@dataclass(frozen=True)
class ListOf:
    """A list of numbers or of texts, written out."""

    items: tuple[Literal, ...]
    column: int = field(default=1, compare=False)


@dataclass(frozen=True)
class Path:
    """The name of a fact, such as ``outcome.death``."""

    name: str
    column: int = field(default=1, compare=False)


@dataclass(frozen=True)
class Not:
    """The opposite."""

    inner: Node
    column: int = field(default=1, compare=False)


@dataclass(frozen=True)
class Joined:
    """Two or more parts with ``and`` or with ``or`` between them."""

    word: str
    parts: tuple[Node, ...]
    column: int = field(default=1, compare=False)


@dataclass(frozen=True)
class Compared:
    """Two sides with ``== != < <= > >=`` or ``in`` between them."""

    sign: str
    left: Node
    right: Node
    column: int = field(default=1, compare=False)


@dataclass(frozen=True)
class Negated:
    """A number below zero that was above it, and the other way round."""

    inner: Node
    column: int = field(default=1, compare=False)


@dataclass(frozen=True)
class Calculated:
    """Parts with signs between them, from left to right: all of ``+ -``, or all of ``* /``."""

    signs: tuple[str, ...]
    parts: tuple[Node, ...]
    column: int = field(default=1, compare=False)


@dataclass(frozen=True)
class Called:
    """A function with its arguments."""

    name: str
    arguments: tuple[Node, ...]
    column: int = field(default=1, compare=False)


@dataclass(frozen=True)
class LookedUp:
    """The value that a table has for a key."""

    table: str
    key: Node
    column: int = field(default=1, compare=False)


Node = Literal | ListOf | Path | Not | Joined | Compared | Negated | Calculated | Called | LookedUp


def every(tree: Node) -> Iterator[Node]:
    """A node and all nodes in it, in the order in which they are written."""
    ahead = [tree]
    while ahead:
        node = ahead.pop()
        yield node
        ahead.extend(reversed(_inside(node)))


def paths_of(tree: Node) -> tuple[str, ...]:
    """The facts an expression asks for, in the order in which it names them, each once."""
    return tuple(dict.fromkeys(node.name for node in every(tree) if isinstance(node, Path)))


def tables_of(tree: Node) -> frozenset[str]:
    """The tables an expression reads."""
    return frozenset(node.table for node in every(tree) if isinstance(node, LookedUp))


def _inside(node: Node) -> tuple[Node, ...]:
    if isinstance(node, Literal | ListOf | Path):
        return ()
    if isinstance(node, Not | Negated):
        return (node.inner,)
    if isinstance(node, Compared):
        return (node.left, node.right)
    if isinstance(node, LookedUp):
        return (node.key,)
    return node.arguments if isinstance(node, Called) else node.parts
