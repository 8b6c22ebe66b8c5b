"""Writes what a unit is from today on beside what it was, and lets every process read the tree anew."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.db.models import F

from baken.rooms.org.models import TreeVersion, Unit, UnitVersion
from baken.rooms.org.queries.parts import place_part, version_parts
from baken.rooms.org.queries.tree import let_go

KEPT = (
    "parent_id",
    "name_nl",
    "name_en",
    "kind",
    "level",
    "site",
    "strength",
    "restricted",
    "independent",
)


def version_of(unit: Unit, from_on: date) -> UnitVersion:
    """What a unit is now, as a version from a day on; not stored."""
    return UnitVersion(unit=unit, from_on=from_on, **{name: getattr(unit, name) for name in KEPT})


def founding_parts(versions: Sequence[UnitVersion]) -> dict[str, Any]:
    """What the first step of a unit vouches for: its versions, the oldest first, and its place."""
    return version_parts(versions) | place_part(versions[-1].parent_id)


def keep_versions(units: Sequence[Unit], day: date) -> dict[int, dict[str, Any]]:
    """Keep what changed units are now: from ``day`` on, beside what they were until the day before.

    Several changes on one day are one version. Gives, by unit, the parts that its step vouches for.
    """
    running = UnitVersion.objects.select_for_update().filter(unit__in=units, until__isnull=True)
    known = {version.unit_id: version for version in running}
    return {unit.pk: version_parts(_kept(unit, known.get(unit.pk), day)) for unit in units}


def _kept(unit: Unit, before: UnitVersion | None, day: date) -> list[UnitVersion]:
    """The versions that a change of today makes or changes, as they are stored."""
    if before is not None and before.from_on >= day:
        for name in KEPT:
            setattr(before, name, getattr(unit, name))
        before.save(update_fields=KEPT)
        return [before]
    fresh = version_of(unit, day)
    if before is not None:
        before.until = day - timedelta(days=1)
        before.save(update_fields=["until"])
    fresh.save(force_insert=True)
    return [fresh] if before is None else [before, fresh]


def end_version(unit: Unit, day: date) -> dict[str, Any]:
    """Let a unit's versions end: ``day`` is its last day. What was to come after it never was.

    Gives what the step of the unit vouches for.
    """
    known = list(UnitVersion.objects.select_for_update().filter(unit=unit))
    never = [one for one in known if one.from_on > day]
    last = [one for one in known if one not in never and (one.until is None or one.until > day)]
    gone: dict[str, Any] = {key: [] for key in version_parts(never)}
    for version in never:
        version.delete()
    for version in last:
        version.until = day
        version.save(update_fields=["until"])
    return version_parts(last) | gone


def hold_tree() -> None:
    """Wait until nobody else changes the tree, and let nobody change it until this is done."""
    TreeVersion.objects.get_or_create(id=1)
    TreeVersion.objects.select_for_update().get(id=1)


def turn_page() -> None:
    """Make every process read the tree again, this request included."""
    TreeVersion.objects.get_or_create(id=1)
    TreeVersion.objects.filter(id=1).update(version=F("version") + 1)
    let_go()
