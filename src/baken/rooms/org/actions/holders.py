"""Writes who holds a site from today on beside who held it, as its history vouches for."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from baken.rooms.org.models import Site, SiteHolder
from baken.rooms.org.queries.parts import holder_parts
from baken.rooms.org.rules.lives import SINCE_ALWAYS


def first_holder(site: Site) -> dict[str, Any]:
    """Say of a new site that its holder always held it; gives what its history vouches for."""
    made = SiteHolder.objects.create(site=site, unit_id=site.holder_id, from_on=SINCE_ALWAYS)
    return holder_parts([made])


def keep_holder(site: Site, unit: int, day: date) -> dict[str, Any]:
    """Let a unit hold a site from ``day`` on; gives what its history vouches for.

    Who held it before did so until the day before; of several changes on one day the last one counts.
    The caller has locked the site.
    """
    before = SiteHolder.objects.select_for_update().get(site=site, until__isnull=True)
    if before.from_on >= day:
        before.unit_id = unit
        before.save(update_fields=["unit"])
        return holder_parts([before])
    before.until = day - timedelta(days=1)
    before.save(update_fields=["until"])
    made = SiteHolder.objects.create(site=site, unit_id=unit, from_on=day)
    return holder_parts([before, made])
