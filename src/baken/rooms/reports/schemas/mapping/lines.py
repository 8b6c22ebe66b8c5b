"""Finds on which line of a mapping file a field stands, to say it with what is wrong there."""

from __future__ import annotations

import re
from collections.abc import Iterator

import yaml

_LAST = re.compile(r"(\.[^.\[\]]*|\[\d+\])$")


def with_lines(problems: tuple[str, ...], text: str) -> list[str]:
    """The problems, each with the line of its field or of what that stands in."""
    known = dict(_places(yaml.compose(text, Loader=yaml.SafeLoader), ""))
    return [f"line {_line_of(one.partition(': ')[0], known)}: {one}" for one in problems]


def _line_of(place: str, known: dict[str, int]) -> int:
    while place and place not in known:
        shorter = _LAST.sub("", place)
        place = shorter if shorter != place else ""
    return known.get(place, 1)


def _places(node: yaml.Node | None, place: str) -> Iterator[tuple[str, int]]:
    """Every field as problems call it, with the line it begins on."""
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            inner = f"{place}.{key.value}" if place else str(key.value)
            yield inner, key.start_mark.line + 1
            yield from _places(value, inner)
    elif isinstance(node, yaml.SequenceNode):
        for number, value in enumerate(node.value):
            inner = f"{place}[{number}]"
            yield inner, value.start_mark.line + 1
            yield from _places(value, inner)
