"""Instruments by code and version."""

from __future__ import annotations

from collections.abc import Mapping

from baken.core.instruments.definitions import Definition

_KNOWN: dict[tuple[str, str], Definition] = {}


def instrument(code: str, version: str) -> Definition:
    """An instrument in a version. Raises LookupError when there is none."""
    return _KNOWN[code, version]


def announced_titles() -> Mapping[str, str]:
    """The titles of instruments that are promised, in the active language."""
    return {}
