"""Which domains a hazard brings into play by itself, as their file holds them.

Source: domain reference, irm, section 5 (domain authorities).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from baken.core.instruments.data_file import Entry, entries_of, head_of

HazardDomains = Mapping[str, tuple[str, ...]]


def read_hazard_domains(
    file: str,
    content: Any,
    *,
    hazards: Collection[str],
    groups: Collection[str],
    domains: Collection[str],
) -> dict[str, tuple[str, ...]]:
    """The domains by the code of a hazard or of a group. Raises DataProblem, naming entry and field."""
    head = head_of(file, content)
    found: dict[str, tuple[str, ...]] = {}
    for entry in entries_of(file, head.get("items")):
        code = entry.text("code")
        if code in found:
            raise entry.problem("code", "this hazard or group stands twice")
        if code not in hazards and code not in groups:
            raise entry.problem("code", f"there is no hazard or group {code}")
        found[code] = _domains(entry, domains)
    head.whole("version", 1, 100_000)
    head.end()
    return found


def domains_of_hazard(hazard: str, table: HazardDomains) -> frozenset[str]:
    """The domains that a hazard brings into play: by its own code and by that of its group."""
    group = hazard.partition(".")[0]
    return frozenset((*table.get(hazard, ()), *table.get(group, ())))


def _domains(entry: Entry, known: Collection[str]) -> tuple[str, ...]:
    made = tuple(entry.some_of("domains", known))
    entry.end()
    if not made:
        raise entry.problem("domains", "name at least one domain")
    return made
