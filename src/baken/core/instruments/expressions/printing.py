"""Writes a tree down again, with no more brackets than it needs; parsed again it is the same."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from baken.core.instruments.expressions.numbers import DIGITS
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

# How closely a node holds together: what is looser than its place stands in brackets.
_OR, _AND, _NOT, _COMPARED, _SUM, _PRODUCT, _NEGATED, _SINGLE = range(8)
_WORDS = {"or": _OR, "and": _AND}
_TYPES: Mapping[type, int] = {Not: _NOT, Compared: _COMPARED, Negated: _NEGATED}


def printed(node: Node) -> str:
    """An expression as text."""
    return _WAYS[type(node)](node)


def _inside(node: Node, least: int) -> str:
    text = printed(node)
    return text if _tightness(node) >= least else f"({text})"


def _tightness(node: Node) -> int:
    if isinstance(node, Joined):
        return _WORDS[node.word]
    if isinstance(node, Calculated):
        return _SUM if node.signs[0] in "+-" else _PRODUCT
    return _TYPES.get(type(node), _SINGLE)


def _joined(node: Joined) -> str:
    inside = _tightness(node) + 1
    return f" {node.word} ".join(_inside(part, inside) for part in node.parts)


def _compared(node: Compared) -> str:
    return f"{_inside(node.left, _SUM)} {node.sign} {_inside(node.right, _SUM)}"


def _calculated(node: Calculated) -> str:
    first, *others = (_inside(part, _tightness(node) + 1) for part in node.parts)
    rest = (f" {sign} {part}" for sign, part in zip(node.signs, others, strict=True))
    return first + "".join(rest)


def _negated(node: Negated) -> str:
    """A minus and what it turns round; a number in brackets, because -2 is itself a number."""
    text = _inside(node.inner, _NEGATED)
    return f"-({text})" if text[0].isdigit() else f"-{text}"


def _literal(node: Literal) -> str:
    if isinstance(node.value, bool):
        return "true" if node.value else "false"
    if isinstance(node.value, str):
        safe = node.value.replace("\\", "\\\\").replace("'", "\\'")
        return f"'{safe}'"
    return f"{node.value:.{DIGITS}g}"


def _listed(nodes: tuple[Node, ...]) -> str:
    return ", ".join(map(printed, nodes))


_WAYS: Mapping[type, Callable[[Any], str]] = {
    Joined: _joined,
    Not: lambda node: f"not {_inside(node.inner, _NOT)}",
    Compared: _compared,
    Calculated: _calculated,
    Negated: _negated,
    Called: lambda node: f"{node.name}({_listed(node.arguments)})",
    LookedUp: lambda node: f"lookup({node.table}, {printed(node.key)})",
    ListOf: lambda node: f"[{_listed(node.items)}]",
    Path: lambda node: node.name,
    Literal: _literal,
}
