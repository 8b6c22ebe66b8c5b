"""Folds changes into the counts of every unit above, and moves counts when the tree changes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from django.db import connection, transaction

from baken.core.access.among import Among
from baken.core.records.bulk import insert_many
from baken.core.rollups.keys import Key, Parents, line_of
from baken.core.rollups.models import RolledTree, RolledUnit, Rollup, RollupChange

AT_ONCE = 20_000
_COLUMNS = ("root", "own", "unit", "month", "confidentiality", "code")
Row = tuple[bool, Key]


def fold_changes(limit: int = AT_ONCE) -> int:
    """Fold the oldest waiting changes into the counts; returns how many they were.

    One transaction, by one worker at a time. A change of a unit that the rolled-up tree does not
    know yet waits until it does.
    """
    if not RollupChange.objects.exists():
        return 0
    with transaction.atomic():
        locked_tree()
        parents = rolled_parents()
        waiting = list(RollupChange.objects.order_by("number")[:limit])
        known = [change for change in waiting if change.unit in parents]
        changes: Counter[Row] = Counter()
        for change in known:
            key = Key(*(getattr(change, name) for name in Key._fields))
            _spread(changes, key, change.records, line_of(key.unit, parents), own=True)
        add(changes)
        RollupChange.objects.filter(Among("number", [change.pk for change in known])).delete()
    return len(known)


def follow_tree(*, version: int, parents: Parents) -> int:
    """Key the counts to another tree; returns how many units count elsewhere than before.

    ``parents`` names every unit of that tree with the one above it. What lies in a unit that moved is
    taken from the units it is no longer below and added to those it is below now.
    """
    if RolledTree.objects.filter(version=version).exists():
        return 0
    with transaction.atomic():
        tree = locked_tree()
        before = rolled_parents()
        moved = {one for one in before if _line(one, before) != _line(one, parents)}
        for rows in _pages_in(moved):
            changes: Counter[Row] = Counter()
            for row in rows:
                key = Key(*(getattr(row, name) for name in Key._fields))
                old, new = _line(row.unit, before), _line(row.unit, parents)
                _spread(changes, key, -row.records, old - new)
                _spread(changes, key, row.records, new - old)
            add(changes)
        _keep(before, parents)
        tree.version = version
        tree.save(update_fields=["version"])
    return len(moved)


def locked_tree() -> RolledTree:
    """The one row that whoever changes counts holds until the transaction ends."""
    RolledTree.objects.get_or_create(id=1)
    return RolledTree.objects.select_for_update().get(id=1)


def rolled_parents() -> dict[int, int | None]:
    """Every unit with the one above it, in the tree by which counts are rolled up."""
    return dict(RolledUnit.objects.values_list("unit", "parent"))


def add(changes: Counter[Row]) -> None:
    """Add to the counts, in one order always; a count that is not there begins at nothing."""
    rows = [
        (key.root, own, key.unit, key.month, key.confidentiality, key.code, more)
        for (own, key), more in sorted(changes.items())
        if more
    ]
    names = [connection.ops.quote_name(name) for name in (*_COLUMNS, "records")]
    table = connection.ops.quote_name(Rollup._meta.db_table)
    places = ", ".join(["%s"] * len(names))
    statement = (
        f"INSERT INTO {table} ({', '.join(names)}) VALUES ({places}) "  # noqa: S608  from the model
        f"ON CONFLICT ({', '.join(names[:-1])}) "
        f"DO UPDATE SET records = {table}.records + excluded.records"
    )
    if rows:
        with connection.cursor() as cursor:
            cursor.executemany(statement, rows)


def _spread(
    changes: Counter[Row], key: Key, more: int, line: Iterable[int], *, own: bool = False
) -> None:
    """One change in the counts of every unit of a line, and with ``own`` in that of the unit itself."""
    if own:
        changes[True, key] += more
    for unit in line:
        changes[False, key._replace(unit=unit)] += more


def _pages_in(units: set[int]) -> Iterator[list[Rollup]]:
    """The counts of some units themselves, so many at a time."""
    rows = Rollup.objects.filter(own=True, unit__in=units).order_by("pk")
    page = list(rows[:AT_ONCE])
    while page:
        yield page
        page = list(rows.filter(pk__gt=page[-1].pk)[:AT_ONCE])


def _line(unit: int, parents: Parents) -> frozenset[int]:
    return frozenset(line_of(unit, parents)) if unit in parents else frozenset()


def _keep(before: Parents, parents: Parents) -> None:
    other = [one for one, above in parents.items() if before.get(one, 0) != above]
    RolledUnit.objects.filter(pk__in=other).delete()
    insert_many([RolledUnit(unit=one, parent=parents[one]) for one in other])
