"""Writes who holds a site from today on beside who held it, as its history vouches for."""

from __future__ import annotations

from datetime import date
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

    The day is also the last one of who held it before. A unit that gets back on one day what it gave
    away goes on as if it never did; who held it meanwhile did so on that day. The caller has locked
    the site.
    """
    rows = SiteHolder.objects.select_for_update().filter(site=site)
    before = rows.get(until__isnull=True)
    before.until = max(day, before.from_on)
    before.save(update_fields=["until"])
    back = rows.filter(unit_id=unit, until=before.until).first()
    held = back or SiteHolder(site=site, unit_id=unit, from_on=before.until)
    held.until = None
    held.save()
    return holder_parts([before, held])
