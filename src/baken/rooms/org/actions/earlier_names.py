"""Tells of units what they were called before, and from which day on they exist."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from baken.rooms.org.actions.versions import KEPT, version_of
from baken.rooms.org.models import Unit, UnitVersion
from baken.rooms.org.queries.parts import version_parts
from baken.rooms.org.rules import EarlierName, UnitRow
from baken.rooms.org.rules.lives import SINCE_ALWAYS

A_DAY = timedelta(days=1)


def first_versions(
    unit: Unit, row: UnitRow, begin: date | None, today: date
) -> Iterator[UnitVersion]:
    """The versions of a new unit, the oldest first: what it was called before, and is now; not stored.

    Of a unit that comes in as history the last one ended when the unit did.
    """
    start = begin or SINCE_ALWAYS
    for one in row.earlier:
        before = version_of(unit, start)
        before.name_nl, before.name_en, before.until = one.name_nl, one.name_en, one.until
        yield before
        start = one.until + A_DAY
    last = version_of(unit, start)
    last.until = row.until if row.until is not None and row.until < today else None
    yield last


def bring_versions(unit: Unit, row: UnitRow) -> dict[str, Any]:
    """Bring first day and earlier names of a unit in line with its row; gives what to vouch for anew.

    What else the versions tell, such as where the unit stood, stays as it is.
    """
    kept = list(UnitVersion.objects.select_for_update().filter(unit=unit).order_by("from_on"))
    before = version_parts(kept)
    if row.from_on is not None and kept[0].from_on != row.from_on:
        kept[0].from_on = row.from_on
        kept[0].save(update_fields=["from_on"])
    for one in row.earlier:
        _cut_after(kept, one.until)
    for version in kept:
        _rename(version, row.earlier)
    after = version_parts(kept)
    return {
        key: after.get(key, [])
        for key in before | after
        if key not in after or before.get(key) != after[key]
    }


def earlier_facts(row: UnitRow) -> dict[str, Any]:
    """Earlier names as a step tells them."""
    if not row.earlier:
        return {}
    told = [{"until": one.until.isoformat(), "name": one.name_nl} for one in row.earlier]
    return {"earlier": told}


def _cut_after(kept: list[UnitVersion], day: date) -> None:
    """Let a version end on a day and a new one, alike, begin the day after; unless one does."""
    place = next(n for n, one in enumerate(kept) if one.until is None or one.until >= day)
    whole = kept[place]
    if whole.until == day:
        return
    rest = UnitVersion(unit_id=whole.unit_id, from_on=day + A_DAY, until=whole.until)
    for name in KEPT:
        setattr(rest, name, getattr(whole, name))
    whole.until = day
    whole.save(update_fields=["until"])
    rest.save(force_insert=True)
    kept.insert(place + 1, rest)


def _rename(version: UnitVersion, earlier: Sequence[EarlierName]) -> None:
    """Give a version the earlier name of its time, if it has one."""
    until = version.until
    named = next((one for one in earlier if until is not None and until <= one.until), None)
    if named is None:
        return
    names = (named.name_nl, named.name_en)
    if (version.name_nl, version.name_en) != names:
        version.name_nl, version.name_en = names
        version.save(update_fields=["name_nl", "name_en"])
