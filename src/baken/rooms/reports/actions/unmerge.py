"""Undoes a merge: the occurrence comes back as it was, and takes along what was its own."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from baken.core.access import AccessDenied, Actor, may, signing
from baken.core.links.registry import untie
from baken.core.workflow.advance import Change
from baken.rooms.org.queries import tree
from baken.rooms.reports.actions.merge import follow
from baken.rooms.reports.actions.take_back import take_back
from baken.rooms.reports.models import Occurrence, Report
from baken.rooms.reports.permits import HANDLE
from baken.rooms.reports.queries.merges import merge_row, way_of


def unmerge(
    occurrence: Occurrence, actor: Actor, at: datetime, fields: Mapping[str, Any]
) -> Change:
    """The state, terms and level of before the merge, with the reports that came along with it.

    Every occurrence on the way to where it went loses what came from here. A report that somebody
    moved elsewhere since stays there; one that came after the merge stays with the other one. Only
    for who also handles where it went.
    """
    row, way = merge_row(occurrence), way_of(occurrence)
    assert row is not None  # noqa: S101 - the guard merge_known has seen it
    target = way[-1]
    if not actor.is_system and not may(actor, HANDLE, target):
        where = {"ref": target.ref}
        raise AccessDenied(
            HANDLE, _("You do not handle %(ref)s, which this was merged into.") % where
        )
    signer = signing(actor, HANDLE, occurrence)
    reports = Report.objects.for_system(reason="advance").filter(
        occurrence=target, ref__in=row.facts["reports"]
    )
    follow(reports, "occurrence", occurrence, signer, at, how="moved_back")
    with_it = [one.pk for one in _merged_in(target) if _came_along(one, occurrence, row.facts)]
    earlier = Occurrence.objects.for_system(reason="advance").filter(pk__in=with_it)
    follow(earlier, "merged_into", occurrence, signer, at, how="moved_back")
    take_back(occurrence, way, actor, at)
    untie(source=occurrence, relation="merged_into", target=way[0])
    return Change(
        state=row.from_state,
        values={"merged_into": None, **_stood(occurrence, row.facts)},
        facts={"from": target.ref, "due_at": row.facts["due_at"]},
        words={"reason": fields["reason"]},
    )


def _merged_in(target: Occurrence) -> list[Occurrence]:
    return list(Occurrence.objects.for_system(reason="advance").filter(merged_into=target))


def _came_along(one: Occurrence, occurrence: Occurrence, facts: Mapping[str, Any]) -> bool:
    """Whether one was in this occurrence; what came in merged has no history that says so."""
    way = way_of(one)
    return occurrence in way if way else one.ref in facts.get("earlier", ())


def _stood(occurrence: Occurrence, facts: Mapping[str, Any]) -> dict[str, Any]:
    """The terms of before, and the level that it was brought to, when that unit is still there."""
    level = tree().find(facts["raised_to"]) if facts.get("raised_to") else None
    raised_at = _moment(facts["raised_at"]) if level else None
    found: dict[str, Any] = {name: _moment(facts.get(name)) for name in ("due_at", "closed_at")}
    found |= {"raised_to_id": level.id if level else None, "raised_at": raised_at}
    return found if occurrence.second_reading else {**found, "asks_since": raised_at}


def _moment(text: str | None) -> datetime | None:
    return parse_datetime(text) if text else None
