"""Occurrences of different systems that may be one event: same unit, same day, words alike."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from baken.core import clock
from baken.core.access import Actor
from baken.core.lists import all_pages
from baken.core.lists.cursors import read_cursor, write_cursor
from baken.core.records.numbers import floor_number
from baken.core.search.counts import Rarity, rarity_in
from baken.rooms.library.queries import labels_of
from baken.rooms.org.queries import tree
from baken.rooms.reports.models import LegacySystem, Occurrence, Report, SetApart
from baken.rooms.reports.permits import TRIAGE
from baken.rooms.reports.queries.likeness import compared
from baken.rooms.reports.queries.lists import codes_by_record
from baken.rooms.reports.rules import Coded, alike
from baken.rooms.reports.rules.legacy import names_of

LOOKED_AT = 500
ENOUGH = 20
# What tells whether two may be one; the rest is read of those that may.
_TOLD = ("unit", "happened_at", "triaged_at", "systems")
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
    """Possible doubles among what the actor triages; five hundred occurrences are looked through.

    After twenty, and the rest of their day, it leaves the others to the next page. Those that somebody
    said are different events are left out. Six queries. Raises BadCursor.
    """
    rows, cursor = _rows(actor, year, cursor)
    found: list[Double] = []
    for one, other, shares in _alike(actor, list(_pairs(rows))):
        if len(found) >= ENOUGH and other.pk < (end := _end_of_day(rows, found[ENOUGH - 1].other)):
            return Doubles(found, _day(found[ENOUGH - 1].other), write_cursor(end))
        found.append(Double(one, other, shares))
    return Doubles(found, _day(rows[-1]) if rows else None, cursor)


def has_several_systems() -> bool:
    """Whether two older systems have come in, so that they can have told of the same."""
    return LegacySystem.objects.count() > 1


def _rows(actor: Actor, year: int | None, cursor: str) -> tuple[list[Occurrence], str]:
    """The next occurrences that an older system told of; a day is not cut in two, if it fits."""

    before = read_cursor(cursor)

    def narrow(rows: Any) -> Any:
        rows = rows.filter(systems__isnull=False).exclude(state="merged")
        rows = rows if before is None else rows.filter(pk__lt=before)
        if year is None:
            return rows
        first, after = (clock.start_of_day(date(one, 1, 1)) for one in (year, year + 1))
        return rows.filter(number__gte=floor_number(first), number__lt=floor_number(after))

    listed = all_pages(
        root=Occurrence,
        actor=actor,
        permit=TRIAGE,
        narrow=narrow,
        fields=_TOLD,
        size=LOOKED_AT + 1,
    )
    rows: list[Occurrence] = next(listed, [])
    if len(rows) <= LOOKED_AT:
        return rows, ""
    rows = rows[:LOOKED_AT]
    whole = [one for one in rows if _day(one) != _day(rows[-1])] or rows
    return whole, write_cursor(whole[-1].pk)


def _alike(
    actor: Actor,
    pairs: Sequence[tuple[Occurrence, Occurrence]],
) -> Iterator[tuple[Occurrence, Occurrence, tuple[str, ...]]]:
    """Those of the pairs that are alike and that nobody kept apart, with what they share."""
    if not pairs:
        return
    apart = _kept_apart(pairs)
    meant = [(one.pk, other.pk) for one, other in pairs if _key(one, other) not in apart]
    keys = sorted({key for pair in meant for key in pair})
    seen = Occurrence.objects.visible_to(actor, TRIAGE).filter(pk__in=keys)
    rows = seen.select_related("unit").order_by("-pk")
    listed = {one.pk: one for one in rows}
    codes, rarity, here = codes_by_record(listed.values()), rarity_in(Report), tree()
    profiles = {
        number: compared(one, _coded(one, codes), rarity, here) for number, one in listed.items()
    }
    for one, other in meant:
        shares = _shares(one, other, profiles, rarity) if {one, other} <= profiles.keys() else None
        if shares is not None:
            yield listed[one], listed[other], shares


def _end_of_day(rows: Sequence[Occurrence], last: Occurrence) -> int:
    """The lowest row number of those of one day."""
    return min(row.pk for row in rows if _day(row) == _day(last))


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
    return set(names_of(one.systems))


def _shares(
    one: int, other: int, profiles: Mapping[int, Any], rarity: Rarity
) -> tuple[str, ...] | None:
    """The words, marks and subjects that both have; None when they are not alike."""
    found = alike(profiles[one], {other: profiles[other]}, rarity)
    if not found:
        return None
    subjects = labels_of("subjects", found[0].values("subject"))
    return (*found[0].values("mark"), *found[0].values("words"), *subjects)


def _coded(one: Occurrence, codes: Any) -> Coded:
    return Coded(tuple(codes[one.pk]["subject"]), one.kind, one.context)


def _kept_apart(pairs: Sequence[tuple[Occurrence, Occurrence]]) -> set[Pair]:
    keys = {one.pk for pair in pairs for one in pair}
    table = Occurrence._meta.label_lower
    rows = SetApart.objects.filter(one_table=table, one__in=keys, other_table=table, other__in=keys)
    return set(rows.values_list("one", "other"))


def _key(one: Occurrence, other: Occurrence) -> Pair:
    return (min(one.pk, other.pk), max(one.pk, other.pk))


def _day(one: Occurrence) -> date:
    return clock.local_date(one.happened_at or one.triaged_at)
