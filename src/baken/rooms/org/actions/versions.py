"""Writes what a unit is from today on beside what it was, and lets every process read the tree anew."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from django.db.models import F

from baken.rooms.org.models import TreeVersion, Unit, UnitVersion
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


def keep_versions(units: Sequence[Unit], day: date) -> None:
    """Keep what changed units are now: from ``day`` on, beside what they were until the day before.

    Several changes on one day are one version.
    """
    running = UnitVersion.objects.select_for_update().filter(unit__in=units, until__isnull=True)
    known = {version.unit_id: version for version in running}
    for unit in units:
        before = known.get(unit.pk)
        if before is not None and before.from_on >= day:
            UnitVersion.objects.filter(pk=before.pk).update(
                **{name: getattr(unit, name) for name in KEPT}
            )
            continue
        if before is not None:
            UnitVersion.objects.filter(pk=before.pk).update(until=day - timedelta(days=1))
        version_of(unit, day).save(force_insert=True)


def end_version(unit: Unit, day: date) -> None:
    """Let a unit's last version end: ``day`` is its last day."""
    UnitVersion.objects.filter(unit=unit, until__isnull=True).update(until=day)


def hold_tree() -> None:
    """Wait until nobody else changes the tree, and let nobody change it until this is done."""
    TreeVersion.objects.get_or_create(id=1)
    TreeVersion.objects.select_for_update().get(id=1)


def turn_page() -> None:
    """Make every process read the tree again, this request included."""
    TreeVersion.objects.get_or_create(id=1)
    TreeVersion.objects.filter(id=1).update(version=F("version") + 1)
    let_go()
