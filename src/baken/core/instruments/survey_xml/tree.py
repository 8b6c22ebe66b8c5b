"""Builds the tree of values that an instrument file would give."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from baken.core.instruments.documents import Placed


def tree(value: Any, line: int) -> Placed:
    """A value with everything in it on one line; what has a line of its own keeps it.

    Names without a value, and those with an empty list, are left out.
    """
    if isinstance(value, Placed):
        return value
    if isinstance(value, Mapping):
        kept = {name: one for name, one in value.items() if one is not None and one != []}
        return Placed({name: tree(one, line) for name, one in kept.items()}, line)
    if isinstance(value, list):
        return Placed(tuple(tree(one, line) for one in value), line)
    return Placed(value, line)
