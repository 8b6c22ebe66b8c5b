"""Undoes a merge: the occurrence comes back as it was, and takes along what was its own."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from baken.core.access import AccessDenied, Actor, may, signing
from baken.core.links.registry import untie
from baken.core.trail.append import Entry, append
from baken.core.workflow.advance import Change
from baken.rooms.reports.actions.merge import (
    CLASSES,
    bring_codes,
    follow,
    harm_and_codes,
    set_classes,
    worse,
)
from baken.rooms.reports.models import (
    Damage,
    Injury,
    Occurrence,
    OccurrenceCode,
    OccurrenceStep,
    Report,
)
from baken.rooms.reports.permits import HANDLE
from baken.rooms.reports.queries.merges import (
    from_rows,
    merge_row,
    still_merged,
    way_of,
    weighed_serial,
)

BROUGHT = (("injuries", Injury), ("damages", Damage))


def unmerge(
    occurrence: Occurrence, actor: Actor, at: datetime, fields: Mapping[str, Any]
) -> Change:
    """The state and term of before the merge, with the reports that came along with it.

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
    with_it = [one.pk for one in _merged_in(target) if occurrence in way_of(one)]
    earlier = Occurrence.objects.for_system(reason="advance").filter(pk__in=with_it)
    follow(earlier, "merged_into", occurrence, signer, at, how="moved_back")
    _take_back(occurrence, way, actor, at)
    untie(source=occurrence, relation="merged_into", target=way[0])
    return Change(
        state=row.from_state,
        values={"merged_into": None, "closed_at": None, "due_at": _moment(row.facts["due_at"])},
        facts={"from": target.ref, "due_at": row.facts["due_at"]},
        words={"reason": fields["reason"]},
    )


def _merged_in(target: Occurrence) -> list[Occurrence]:
    return list(Occurrence.objects.for_system(reason="advance").filter(merged_into=target))


def _moment(text: str | None) -> datetime | None:
    return parse_datetime(text) if text else None


def _take_back(occurrence: Occurrence, way: list[Occurrence], actor: Actor, at: datetime) -> None:
    """Take what came from the occurrence out of every one on the way, the nearest first."""
    came = occurrence
    gone: dict[str, set[str]] | None = None
    for holder in way:
        row = next(one for one in from_rows(holder) if one.facts["from"] == came.ref)
        gone = _take_rows(holder, row, gone)
        _take_codes(holder, row, occurrence)
        weighed = weighed_serial(holder) > row.serial
        classes = {name: getattr(holder, name) for name in CLASSES}
        if not weighed:
            classes = _classes_without(holder, occurrence)
            set_classes(holder, classes)
        entry = Entry(
            code="reports.occurrence.unmerged_from",
            from_state=holder.state,
            to_state=holder.state,
            facts={"from": occurrence.ref, **classes, "weigh_again": weighed},
            parts=harm_and_codes(holder),
        )
        append(record=holder, actor=signing(actor, HANDLE, holder), at=at, entry=entry)
        came = holder


def _take_rows(
    holder: Occurrence, row: OccurrenceStep, gone: dict[str, set[str]] | None
) -> dict[str, set[str]]:
    """Delete the copies that came with a merge; of a later one those whose source is gone already.

    Returns the ids of the copies by what they are. A row that somebody told otherwise since is theirs.
    """
    copies: dict[str, set[str]] = {}
    for name, model in BROUGHT:
        pairs = row.facts["brought"][name].items()
        copies[name] = {copy for copy, source in pairs if gone is None or source in gone[name]}
        model.objects.of(holder).filter(pk__in=copies[name]).delete()
    return copies


def _take_codes(holder: Occurrence, row: OccurrenceStep, occurrence: Occurrence) -> None:
    """Take out the codes that came with the occurrence, unless another one brings them as well.

    When the codes were weighed again by a person since, they stay: they are about the whole.
    """
    if weighed_serial(holder) > row.serial:
        return
    own = set(OccurrenceCode.objects.of(occurrence).values_list("scheme", "code"))
    for scheme, code in row.facts["brought"]["codes"]:
        if (scheme, code) in own:
            OccurrenceCode.objects.of(holder).filter(scheme=scheme, code=code).delete()
    for other in _others(holder, occurrence):
        bring_codes(other, holder)


def _classes_without(holder: Occurrence, occurrence: Occurrence) -> dict[str, int | None]:
    """The classes from before the first merge since it was weighed, made worse by who is still here."""
    weighed = weighed_serial(holder)
    first = [row for row in from_rows(holder) if row.serial > weighed][-1]
    classes: dict[str, int | None] = dict(first.facts["before"])
    for other in _others(holder, occurrence):
        classes = {name: worse(classes[name], getattr(other, name)) for name in CLASSES}
    return classes


def _others(holder: Occurrence, occurrence: Occurrence) -> list[Occurrence]:
    """What else was merged straight into the holder and is still there."""
    refs = {row.facts["from"] for row in from_rows(holder)}
    return [one for one in still_merged(holder, sorted(refs)) if one.pk != occurrence.pk]
