"""Which factors of the stacking rules a hazard brings by itself, as their file holds them.

Source: domain reference, irm, section 8, rule 3.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from baken.core.instruments.data_file import Entry, entries_of, head_of


def read_hazard_factors(
    file: str, content: Any, *, hazards: Collection[str], factors: Collection[str]
) -> dict[str, tuple[str, ...]]:
    """The factors by the code of the hazard. Raises DataProblem, naming file, entry and field."""
    head = head_of(file, content)
    found: dict[str, tuple[str, ...]] = {}
    for entry in entries_of(file, head.get("items")):
        code = entry.text("code")
        if code in found:
            raise entry.problem("code", "this hazard stands twice")
        if code not in hazards:
            raise entry.problem("code", f"there is no hazard {code}")
        found[code] = _factors(entry, factors)
    head.whole("version", 1, 100_000)
    head.end()
    return found


def _factors(entry: Entry, known: Collection[str]) -> tuple[str, ...]:
    made = tuple(entry.some_of("factors", known))
    entry.end()
    if not made:
        raise entry.problem("factors", "name at least one factor")
    return made
