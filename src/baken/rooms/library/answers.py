"""What the library answers: the entries of a code list, for rooms that stand below it."""

from __future__ import annotations

from collections.abc import Iterable

from baken.rooms.library.queries import CodeItem, code_list


def code_items(name: str) -> Iterable[CodeItem]:
    """The entries of a code list by its name, in their order."""
    return code_list(name).values()
