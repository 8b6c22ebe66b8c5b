"""Occurrences of different systems that may be one event: same unit, same day, words alike."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from baken.core import clock
from baken.core.access import Actor
from baken.core.lists import page_of
from baken.core.lists.cursors import write_cursor
from baken.core.records.numbers import floor_number
from baken.core.search.counts import Rarity, rarity_in
from baken.rooms.library.queries import labels_of
from baken.rooms.org.queries import tree
from baken.rooms.reports.models import KeptApart, LegacySystem, Occurrence, Report
from baken.rooms.reports.permits import TRIAGE
from baken.rooms.reports.queries.likeness import compared
from baken.rooms.reports.queries.lists import codes_by_record
from baken.rooms.reports.rules import Coded, alike
from baken.rooms.reports.rules.legacy import BOTH

LOOKED_AT = 200
MOST_LOOKS = 5
ENOUGH = 20
Pair = tuple[int, int]


@dataclass(frozen=True)
class Double:
    """Two occurrences that may be one event, and the words they share."""

    one: Occurrence
    other: Occurrence
    shares: tuple[str, ...]


@dataclass(frozen=True)
class Doubles:
    """Possible doubles, newest first; looked through back to ``since``; more after the cursor."""

    items: list[Double]
    since: date | None
    next_cursor: str = ""


def possible_doubles(actor: Actor, *, year: int | None = None, cursor: str = "") -> Doubles:
    """Possible doubles among what the actor triages; a thousand occurrences are looked through.

    Those that somebody said are different events are left out. Raises BadCursor.
    """
    found: list[Double] = []
    since, looks = None, 0
    while True:
        rows, cursor = _rows(actor, year, cursor)
        found += _among(rows)
        looks += 1
        since = clock.local_date(_moment(rows[-1])) if rows else since
        if not cursor or looks >= MOST_LOOKS or len(found) >= ENOUGH:
            return Doubles(found, since, cursor)


def has_several_systems() -> bool:
    """Whether two older systems have come in, so that they can have told of the same."""
    return LegacySystem.objects.count() > 1


def _rows(actor: Actor, year: int | None, cursor: str) -> tuple[list[Occurrence], str]:
    """The next occurrences that an older system told of; a day is not cut in two, if it fits."""

    def narrow(rows: Any) -> Any:
        rows = rows.filter(systems__isnull=False).exclude(state="merged")
        if year is None:
            return rows
        first, after = (clock.start_of_day(date(one, 1, 1)) for one in (year, year + 1))
        return rows.filter(number__gte=floor_number(first), number__lt=floor_number(after))

    page = page_of(
        root=Occurrence,
        actor=actor,
        permit=TRIAGE,
        narrow=narrow,
        related=("unit",),
        cursor=cursor,
        limit=LOOKED_AT,
    )
    if not page.next_cursor:
        return page.items, ""
    last = clock.local_date(_moment(page.items[-1]))
    whole = [one for one in page.items if clock.local_date(_moment(one)) != last]
    if not whole:
        return page.items, page.next_cursor
    return whole, write_cursor(whole[-1].pk)


def _among(rows: Sequence[Occurrence]) -> list[Double]:
    pairs = list(_pairs(rows))
    if not pairs:
        return []
    apart = _kept_apart(pairs)
    meant = [(one, other) for one, other in pairs if _key(one, other) not in apart]
    codes = codes_by_record({one.pk: one for pair in meant for one in pair}.values())
    rarity = rarity_in(Report)
    return [
        Double(one, other, shares)
        for one, other in meant
        if (shares := _shares(one, other, codes, rarity)) is not None
    ]


def _pairs(rows: Sequence[Occurrence]) -> Iterator[tuple[Occurrence, Occurrence]]:
    """Those of one unit and day of which no system told both."""
    days: dict[tuple[int, date], list[Occurrence]] = defaultdict(list)
    for row in rows:
        if row.happened_at:
            met = days[row.unit_id, clock.local_date(row.happened_at)]
            for other in met:
                if not _systems(row) & _systems(other):
                    yield other, row
            met.append(row)


def _systems(one: Occurrence) -> set[str]:
    return set((one.systems or "").split(BOTH))


def _shares(
    one: Occurrence, other: Occurrence, codes: Any, rarity: Rarity
) -> tuple[str, ...] | None:
    """The words, marks and subjects that both have; None when they are not alike."""
    first, second = (compared(it, _coded(it, codes), rarity, tree()) for it in (one, other))
    found = alike(first, {other.pk: second}, rarity)
    if not found:
        return None
    subjects = labels_of("subjects", found[0].values("subject"))
    return (*found[0].values("mark"), *found[0].values("words"), *subjects)


def _coded(one: Occurrence, codes: Any) -> Coded:
    return Coded(tuple(codes[one.pk]["subject"]), one.kind, one.context)


def _kept_apart(pairs: Sequence[tuple[Occurrence, Occurrence]]) -> set[Pair]:
    keys = {one.pk for pair in pairs for one in pair}
    rows = KeptApart.objects.for_system(reason="filter").filter(record__in=keys, other__in=keys)
    return set(rows.values_list("record_id", "other_id"))


def _key(one: Occurrence, other: Occurrence) -> Pair:
    return (min(one.pk, other.pk), max(one.pk, other.pk))


def _moment(one: Occurrence) -> Any:
    return one.happened_at or one.triaged_at
