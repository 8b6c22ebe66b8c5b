"""The nodes an expression is made of, and how they are written down again."""

from __future__ import annotations

from dataclasses import dataclass, field

from baken.core.instruments.expressions.tokens import DIGITS

Value = bool | float | str


@dataclass(frozen=True)
class Literal:
    """A number, a text, true or false."""

    value: Value
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


Node = Literal | ListOf | Path | Not | Joined | Compared

# How closely a node holds together: what is looser than its place stands in brackets.
_TIGHTNESS = {"or": 1, "and": 2, "not": 3, "compared": 4, "single": 5}


def printed(node: Node) -> str:
    """An expression as text, with no more brackets than it needs; parsed again it is the same."""
    if isinstance(node, Joined):
        inside = _TIGHTNESS[node.word] + 1
        return f" {node.word} ".join(_inside(part, inside) for part in node.parts)
    if isinstance(node, Not):
        return f"not {_inside(node.inner, _TIGHTNESS['not'])}"
    if isinstance(node, Compared):
        single = _TIGHTNESS["single"]
        return f"{_inside(node.left, single)} {node.sign} {_inside(node.right, single)}"
    if isinstance(node, ListOf):
        return f"[{', '.join(printed(item) for item in node.items)}]"
    return node.name if isinstance(node, Path) else _literal(node.value)


def _inside(node: Node, least: int) -> str:
    text = printed(node)
    return text if _tightness(node) >= least else f"({text})"


def _tightness(node: Node) -> int:
    if isinstance(node, Joined):
        return _TIGHTNESS[node.word]
    if isinstance(node, Not):
        return _TIGHTNESS["not"]
    return _TIGHTNESS["compared" if isinstance(node, Compared) else "single"]


def _literal(value: Value) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        safe = value.replace("\\", "\\\\").replace("'", "\\'")
        return f"'{safe}'"
    return f"{value:.{DIGITS}g}"
