"""Compares the counts with the records themselves, month by month, and mends what differs."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Count, Max, Min, Sum

from baken.core.records.numbers import month_of_number, numbers_of_month
from baken.core.records.snapshot import one_moment
from baken.core.rollups.changes import note
from baken.core.rollups.fold import add, locked_tree, rolled_parents
from baken.core.rollups.keys import Key, code_of, line_of, rolled_roots
from baken.core.rollups.models import RolledTree, Rollup, RollupChange


@dataclass(frozen=True)
class Difference:
    """A count that was not what the records say; it has been mended."""

    key: Key
    kept: int
    recounted: int


def compare_with_recount() -> list[Difference]:
    """Recount every counted root; returns what differed, after mending it.

    The first time everything differs: that is how counts begin on an installation with records.
    Nothing is locked while it counts: each month is read as it stood at one moment, with the changes
    that waited then.
    """
    found = [
        difference
        for root in rolled_roots()
        for month in _months(root)
        for difference in _compared(root, month)
    ]
    return found + _ancestors()


def begin_counts() -> int:
    """Count what was there before the first time; returns how many counts were made.

    Until it is complete, nobody reads counts. Does nothing when it is done already.
    """
    if RolledTree.objects.filter(complete=True).exists():
        return 0
    made = len(compare_with_recount())
    with transaction.atomic():
        tree = locked_tree()
        tree.complete = True
        tree.save(update_fields=["complete"])
    return made


def _months(root: Any) -> list[int]:
    """Every month of which there are records or counts."""
    rows = root.objects.for_system(reason="count")
    ends = rows.aggregate(first=Min("number"), last=Max("number")).values()
    numbers = [number for number in ends if number is not None]
    found = set(Rollup.objects.filter(root=root.prefix, own=True).values_list("month", flat=True))
    if numbers:
        found.update(_between(*map(month_of_number, numbers)))
    return sorted(found)


def _between(first: int, last: int) -> list[int]:
    months = range(first // 100 * 12 + first % 100 - 1, last // 100 * 12 + last % 100)
    return [month // 12 * 100 + month % 12 + 1 for month in months]


def _compared(root: Any, month: int) -> list[Difference]:
    with one_moment():
        recounted, kept = _recounted(root, month), _kept(root, month)
        other = sorted(key for key in {*recounted, *kept} if recounted[key] != kept[key])
        note(Counter({key: recounted[key] - kept[key] for key in other}))
    return [Difference(key, kept[key], recounted[key]) for key in other]


def _recounted(root: Any, month: int) -> Counter[Key]:
    first, end = numbers_of_month(month)
    rows = root.objects.for_system(reason="count").filter(number__gte=first, number__lt=end)
    counted = (
        root.rolled.counted(rows)
        .order_by()
        .values_list("unit_id", "confidentiality", root.rolled.by)
        .annotate(count=Count("pk"))
    )
    return Counter(
        {
            Key(root.prefix, unit, month, held, code_of(value)): count
            for unit, held, value, count in counted
        }
    )


def _kept(root: Any, month: int) -> Counter[Key]:
    """What the counts say, with the changes that wait."""
    kept: Counter[Key] = Counter()
    for rows in (Rollup.objects.filter(own=True), RollupChange.objects.all()):
        found = rows.filter(root=root.prefix, month=month).order_by().values_list(*Key._fields)
        for *key, count in found.annotate(count=Sum("records")):
            kept[Key(*key)] += count
    return kept


def _ancestors() -> list[Difference]:
    """The counts of units with all below them, compared with those of the units themselves."""
    with transaction.atomic():
        locked_tree()
        parents = rolled_parents()
        summed: Counter[Key] = Counter()
        for key, records in _rows(own=True):
            for unit in line_of(key.unit, parents):
                summed[key._replace(unit=unit)] += records
        kept = Counter(dict(_rows(own=False)))
        other = sorted(key for key in {*summed, *kept} if summed[key] != kept[key])
        add(Counter({(False, key): summed[key] - kept[key] for key in other}))
        Rollup.objects.filter(records=0).delete()
    return [Difference(key, kept[key], summed[key]) for key in other]


def _rows(*, own: bool) -> Any:
    rows = Rollup.objects.filter(own=own).values_list(*Key._fields, "records")
    return ((Key(*key), records) for *key, records in rows.iterator(chunk_size=10_000))
