"""Compares the counts with the records themselves, month by month, and mends what differs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Count, Max, Min, Sum

from baken.core.records.numbers import month_of_number, numbers_of_month
from baken.core.records.rolled import UNDATED, Rolled
from baken.core.records.snapshot import one_moment
from baken.core.rollups.changes import note
from baken.core.rollups.fold import add, locked_tree, rolled_parents
from baken.core.rollups.keys import Key, counted_ways, line_of, name_of
from baken.core.rollups.models import RolledTree, Rollup, RollupChange


@dataclass(frozen=True)
class Difference:
    """A count that was not what the records say; it has been mended."""

    key: Key
    kept: int
    recounted: int


Tell = Callable[[Difference], None]


def _nobody(_difference: Difference) -> None:
    """Nobody hears what differs."""


def compare_with_recount(tell: Tell = _nobody) -> int:
    """Recount every counted root in every way; ``tell`` hears what differed. Returns how many.

    What differs is mended. The first time everything does: that is how counts begin on an installation
    with records. Nothing is locked while it counts: each month is read as it stood at one moment, with
    the changes that waited then. No more counts than those of a month of one root are held in memory.
    """
    found = 0
    for compared in (_compared, _ancestors):
        for root, way in counted_ways():
            for month in _months(root, way):
                differences = compared(root, way, month)
                found += len(differences)
                for one in differences:
                    tell(one)
    return found


def begin_counts() -> int:
    """Count what was there before the first time; returns how many counts were made.

    Until it is complete, nobody reads counts. Does nothing when it is done already.
    """
    if RolledTree.objects.filter(complete=True).exists():
        return 0
    made = compare_with_recount()
    with transaction.atomic():
        tree = locked_tree()
        tree.complete = True
        tree.save(update_fields=["complete"])
    return made


def _months(root: Any, way: Rolled) -> list[int]:
    """Every month of which there are records or counts, of units themselves or with all below.

    Of what is not counted by month that is one, which stands for all.
    """
    if not way.by_month:
        return [UNDATED]
    rows = root.objects.for_system(reason="count")
    ends = rows.aggregate(first=Min("number"), last=Max("number")).values()
    numbers = [number for number in ends if number is not None]
    kept = Rollup.objects.filter(root=name_of(root, way)).order_by()
    found = set(kept.values_list("month", flat=True).distinct())
    if numbers:
        found.update(_between(*map(month_of_number, numbers)))
    return sorted(found)


def _between(first: int, last: int) -> list[int]:
    months = range(first // 100 * 12 + first % 100 - 1, last // 100 * 12 + last % 100)
    return [month // 12 * 100 + month % 12 + 1 for month in months]


def _compared(root: Any, way: Rolled, month: int) -> list[Difference]:
    with one_moment():
        recounted, kept = _recounted(root, way, month), _kept(name_of(root, way), month)
        other = sorted(key for key in {*recounted, *kept} if recounted[key] != kept[key])
        note(Counter({key: recounted[key] - kept[key] for key in other}))
    return [Difference(key, kept[key], recounted[key]) for key in other]


def _recounted(root: Any, way: Rolled, month: int) -> Counter[Key]:
    rows = root.objects.for_system(reason="count")
    if way.by_month:
        first, end = numbers_of_month(month)
        rows = rows.filter(number__gte=first, number__lt=end)
    counted = (
        way.counted(rows)
        .order_by()
        .values_list("unit_id", "confidentiality", *way.by)
        .annotate(count=Count("pk"))
    )
    name = name_of(root, way)
    return Counter(
        {
            Key(name, unit, month, held, way.code_of(values)): count
            for unit, held, *values, count in counted
        }
    )


def _kept(name: str, month: int) -> Counter[Key]:
    """What the counts say, with the changes that wait."""
    kept: Counter[Key] = Counter()
    for rows in (Rollup.objects.filter(own=True), RollupChange.objects.all()):
        found = rows.filter(root=name, month=month).order_by().values_list(*Key._fields)
        for *key, count in found.annotate(count=Sum("records")):
            kept[Key(*key)] += count
    return kept


def _ancestors(root: Any, way: Rolled, month: int) -> list[Difference]:
    """The counts of units with all below them, compared with those of the units themselves."""
    rows = Rollup.objects.filter(root=name_of(root, way), month=month)
    with transaction.atomic():
        locked_tree()
        parents = rolled_parents()
        summed: Counter[Key] = Counter()
        for key, records in _keyed(rows.filter(own=True)):
            for unit in line_of(key.unit, parents):
                summed[key._replace(unit=unit)] += records
        kept = Counter(dict(_keyed(rows.filter(own=False))))
        other = sorted(key for key in {*summed, *kept} if summed[key] != kept[key])
        add(Counter({(False, key): summed[key] - kept[key] for key in other}))
        rows.filter(records=0).delete()
    return [Difference(key, kept[key], summed[key]) for key in other]


def _keyed(rows: Any) -> Iterator[tuple[Key, int]]:
    return ((Key(*key), records) for *key, records in rows.values_list(*Key._fields, "records"))
