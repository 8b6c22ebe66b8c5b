"""Finds the occurrence that each new row belongs to: of its group, or of another system's report."""

from __future__ import annotations

import uuid
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from baken.core.records.bulk import fresh, insert_many
from baken.rooms.reports.actions.legacy_rows import LegacyReport
from baken.rooms.reports.models import Occurrence, OccurrenceName, Report

if TYPE_CHECKING:
    from baken.rooms.reports.actions.legacy_write import Batch

GROUPS_NAMED = "group"
Name = tuple[str, str]


@dataclass
class Homes:
    """The home of each row, in the order of the rows, and the occurrences that homes already have.

    ``linked`` says that rows may share an occurrence with rows of other systems; ``met`` are all the
    occurrences that a home has: with several, a row shows them to be one event.
    """

    of_rows: list[Hashable]
    there: dict[Hashable, int] = field(default_factory=dict)
    linked: bool = False
    met: dict[Hashable, set[int]] = field(default_factory=dict)


def homes_of(batch: Batch) -> Homes:
    """Where each row belongs; rows of one group, or of one event, have the same home."""
    rows = batch.rows
    called = [batch.source.name, *([GROUPS_NAMED] if any(row.group for row in rows) else [])]
    if any(row.names for row in rows) or _is_any_named(called):
        return _linked(batch)
    homes: list[Hashable] = [batch.group_id(row) if row.group else row.key for row in rows]
    return Homes(homes, _groups_there([key for key in homes if isinstance(key, uuid.UUID)]))


def keep_names(batch: Batch, homes: Homes, numbers: Sequence[int]) -> None:
    """Keep under which names the occurrences of linked rows are known elsewhere, each once."""
    if not homes.linked:
        return
    wanted: dict[Name, int] = {}
    for row, number in zip(batch.rows, numbers, strict=True):
        for name in (*row.names, *_group_name(batch, row)):
            wanted.setdefault(name, number)
    there = _named(wanted)
    insert_many(
        fresh(OccurrenceName, record_id=number, system=name[0], key=name[1])
        for name, number in wanted.items()
        if name not in there
    )


def _is_any_named(systems: Sequence[str]) -> bool:
    rows = OccurrenceName.objects.for_system(reason="import").filter(system__in=systems)
    return rows.exists()


def _linked(batch: Batch) -> Homes:
    """Homes by every name of a row: its group, its own key and its names elsewhere.

    A row that names what were two homes until now makes them one.
    """
    named = [_names_of(batch, row) for row in batch.rows]
    known = _known(batch, {name for names in named for name in names})
    same = _Same()
    for place, names in enumerate(named):
        for name in names:
            same.tie(place, name)
            if name in known:
                same.tie(place, ("there", known[name]))
    homes = Homes([same.top(place) for place in range(len(named))], linked=True)
    for number in set(known.values()):
        homes.met.setdefault(same.top(("there", number)), set()).add(number)
    homes.there = {home: min(numbers) for home, numbers in homes.met.items()}
    return homes


class _Same:
    """What is one and the same, however it was called."""

    def __init__(self) -> None:
        self._above: dict[Hashable, Hashable] = {}

    def top(self, one: Hashable) -> Hashable:
        """The name that stands for all that are the same as this one."""
        while (above := self._above.get(one, one)) != one:
            one = above
        return one

    def tie(self, one: Hashable, other: Hashable) -> None:
        """Both are the same from here on."""
        self._above[self.top(other)] = self.top(one)


def _names_of(batch: Batch, row: LegacyReport) -> list[Name]:
    return [*_group_name(batch, row), (batch.source.name, row.key), *row.names]


def _group_name(batch: Batch, row: LegacyReport) -> list[Name]:
    return [(GROUPS_NAMED, str(batch.group_id(row)))] if row.group else []


def _known(batch: Batch, names: set[Name]) -> dict[Name, int]:
    """The occurrences that are there under these names; three questions."""
    found = _named(names)
    others = {name for name in names if name[0] not in (GROUPS_NAMED, batch.source.name)}
    reports = Report.objects.for_system(reason="import").filter(
        source__in={system for system, _key in others}, source_ref__in={key for _s, key in others}
    )
    listed = reports.values_list(
        "source", "source_ref", "occurrence_id", "occurrence__merged_into_id"
    )
    for system, key, number, merged in listed:
        if (system, key) in others and number is not None:
            found[system, key] = merged or number
    groups = [uuid.UUID(key) for system, key in names if system == GROUPS_NAMED]
    for identifier, number in _groups_there(groups).items():
        found[GROUPS_NAMED, str(identifier)] = number
    return found


def _named(names: Iterable[Name]) -> dict[Name, int]:
    wanted = set(names)
    rows = OccurrenceName.objects.for_system(reason="import").filter(
        system__in={system for system, _key in wanted}, key__in={key for _system, key in wanted}
    )
    listed = rows.values_list("system", "key", "record_id", "record__merged_into_id")
    return {
        (system, key): merged or number
        for system, key, number, merged in listed
        if (system, key) in wanted
    }


def _groups_there(ids: Sequence[uuid.UUID]) -> dict[Hashable, int]:
    """The occurrences that groups already have; a merged one gives the one it went into."""
    if not ids:
        return {}
    rows = Occurrence.objects.for_system(reason="import").filter(id__in=set(ids))
    listed = rows.values_list("id", "number", "merged_into_id")
    return {identifier: merged or number for identifier, number, merged in listed}
