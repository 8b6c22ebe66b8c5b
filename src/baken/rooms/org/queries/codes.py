"""Entries of the code lists, asked of the room that keeps them."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from baken.rooms.org.questions import Coded, code_items


def codes_of(name: str) -> Mapping[str, Coded]:
    """The entries of a code list by code, in their order."""
    return {item.code: item for item in code_items.ask(name)}


def labelled(name: str, codes: Collection[str]) -> list[tuple[str, str]]:
    """Some codes of a list with their labels, in the order of the list."""
    return [(code, item.label) for code, item in codes_of(name).items() if code in codes]


def label_of(name: str, code: str) -> str:
    """The label of a code in the active language; an unknown code is shown as it is."""
    item = codes_of(name).get(code)
    return item.label if item else code
