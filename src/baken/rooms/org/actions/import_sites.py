"""Brings sites in line with the rows of a file, each with its history and who held it when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from baken.core import clock
from baken.core.access import Actor
from baken.core.trail.append import Entry, append, append_first
from baken.rooms.org.actions.holders import first_holder, keep_holder
from baken.rooms.org.actions.import_outcome import ImportOutcome, update_row
from baken.rooms.org.actions.versions import hold_tree, turn_page
from baken.rooms.org.models import Site
from baken.rooms.org.queries.tree import tree
from baken.rooms.org.rules.things import SiteRow

_IN_TREE = {"name_nl", "name_en", "holder_id"}  # what the tree keeps of a site


def bring_sites(
    rows: Sequence[SiteRow],
    units: Mapping[str, int],
    actor: Actor,
    at: datetime,
    outcome: ImportOutcome,
) -> None:
    """Make new sites, change what is there. Part of ``import_things``.

    Who holds a site, and what it is called, decides what a host reads: then every process reads the
    tree again.
    """
    if not rows:
        return
    hold_tree()
    known = {site.code: site for site in Site.objects.select_for_update()}
    moved = False
    for row in rows:
        values = _values(row, units)
        site = known.get(row.code)
        if site is None:
            _make(row.code, values, actor, at)
            verdict, different = "created", set(values)
        else:
            different = {name for name in values if getattr(site, name) != values[name]}
            verdict = _change(site, values, different, actor, at)
        outcome.note(f"site {row.code}", verdict)
        moved |= bool(different & _IN_TREE)
    if moved:
        turn_page()


def _values(row: SiteRow, units: Mapping[str, int]) -> dict[str, Any]:
    return {
        "name_nl": row.name_nl,
        "name_en": row.name_en,
        "holder_id": units[row.holder],
        "location": row.location,
        "time_zone": row.time_zone,
        "buildings": list(row.buildings),
    }


def _make(code: str, values: Mapping[str, Any], actor: Actor, at: datetime) -> None:
    site = Site.objects.create(code=code, **values)
    entry = Entry(code="org.site.imported", to_state=site.state, parts=first_holder(site))
    append_first(record=site, actor=actor, at=at, entry=entry)


def _change(
    site: Site, values: dict[str, Any], different: set[str], actor: Actor, at: datetime
) -> str:
    facts: dict[str, Any] = {"fields": sorted(name.removesuffix("_id") for name in different)}
    parts: dict[str, Any] = {}
    if "holder_id" in different:
        codes = tree().by_id
        facts |= {"from": codes[site.holder_id].code, "to": codes[values["holder_id"]].code}
        parts = keep_holder(site, values["holder_id"], clock.local_date(at))
    verdict = update_row(site, values)
    if different:
        entry = Entry(
            code="org.site.changed",
            from_state=site.state,
            to_state=site.state,
            facts=facts,
            parts=parts,
        )
        append(record=site, actor=actor, at=at, entry=entry)
    return verdict
