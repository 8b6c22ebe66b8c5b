"""Takes what came with a merge out of the occurrences it went into; what still counts stands there."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from baken.core.access import Actor, signing
from baken.core.trail.append import Entry, append
from baken.rooms.reports.actions.lapse import grounds_of, harm_and_codes, lapse_now
from baken.rooms.reports.actions.lists_again import Leaving, lists_again
from baken.rooms.reports.actions.merge import bring_codes, set_classes
from baken.rooms.reports.models import (
    Injury,
    Occurrence,
    OccurrenceCode,
    OccurrenceStep,
    Report,
)
from baken.rooms.reports.permits import HANDLE
from baken.rooms.reports.queries.merges import (
    ADDED,
    CODED,
    UNMERGED_FROM,
    added_since,
    from_rows,
    still_merged,
    weighed_serial,
)
from baken.rooms.reports.rules import CLASSES
from baken.rooms.reports.rules.legacy import named_together, names_of, severity_of_all, worst


def take_back(
    occurrence: Occurrence, way: Sequence[Occurrence], actor: Actor, at: datetime
) -> None:
    """Take what came from the occurrence out of every one on the way, the nearest first."""
    came = occurrence
    for holder in way:
        row = next((one for one in from_rows(holder) if one.facts["from"] == came.ref), None)
        if row is not None:  # an older version kept nothing that can be taken out
            _take_out(Leaving(holder, occurrence, came), row, signing(actor, HANDLE, holder), at)
        came = holder


def _take_out(leaving: Leaving, row: OccurrenceStep, signer: Actor, at: datetime) -> None:
    """Take it out of one occurrence, with a step in its history."""
    holder, occurrence = leaving.holder, leaving.occurrence
    stood = grounds_of(holder)
    lists, words = lists_again(leaving)
    _take_codes(holder, row, occurrence)
    _take_systems(holder, row, occurrence)
    classes = _classes_without(holder, row, occurrence)
    if classes is not None:
        set_classes(holder, classes)
    stands = {name: getattr(holder, name) for name in CLASSES}
    lapsed = lapse_now(holder, stood, at)
    entry = Entry(
        code=UNMERGED_FROM,
        from_state=holder.state,
        to_state=holder.state,
        facts={
            "from": occurrence.ref,
            "of": leaving.came.ref,
            **stands,
            "weigh_again": classes is None,
            **lists,
            **lapsed,
        },
        words=words,
        parts=harm_and_codes(holder),
    )
    append(record=holder, actor=signer, at=at, entry=entry)


def _take_codes(holder: Occurrence, row: OccurrenceStep, occurrence: Occurrence) -> None:
    """Take out the codes that came with the occurrence, unless another one brings them as well.

    When the codes were weighed again by a person since, they stay: they are about the whole.
    """
    weighed = weighed_serial(holder, CODED)
    if weighed > row.serial:
        return
    own = set(OccurrenceCode.objects.of(occurrence).values_list("scheme", "code"))
    gone = [one for one in map(tuple, row.facts["brought"]["codes"]) if one in own]
    told = {tuple(one) for added in added_since(holder, weighed) for one in _row_codes(added)}
    for scheme, code in gone:
        if (scheme, code) not in told:
            OccurrenceCode.objects.of(holder).filter(scheme=scheme, code=code).delete()
    for other in _others(holder, occurrence, weighed):
        bring_codes(other, holder)


def _row_codes(added: OccurrenceStep) -> list[list[str]]:
    codes: list[list[str]] = added.facts.get("row_told", {}).get("codes", [])
    return codes


def _take_systems(holder: Occurrence, row: OccurrenceStep, occurrence: Occurrence) -> None:
    """Who told of it before, with whose reports are there, and what else is still merged into it."""
    if row.code != ADDED:
        return
    here = Report.objects.for_system(reason="advance").filter(occurrence=holder, channel="import")
    first = [one for one in from_rows(holder) if one.code == ADDED][-1]
    names = {*names_of(first.facts["before"]["systems"]), *here.values_list("source", flat=True)}
    others = (names_of(one.systems) for one in _others(holder, occurrence, 0, (ADDED,)))
    names |= {name for listed in others for name in listed}
    set_classes(holder, {"systems": named_together(names)})


def _classes_without(
    holder: Occurrence, row: OccurrenceStep, occurrence: Occurrence
) -> dict[str, Any] | None:
    """The classes from before the first merge since it was weighed, made worse by who is still here.

    None when a person weighed the whole since, or nothing says what a row of a system told: then
    they stay.
    """
    weighed = weighed_serial(holder)
    since = [one for one in from_rows(holder) if one.serial > weighed]
    added = added_since(holder, since[-1].serial) if since else []
    if weighed > row.serial or any(_tells_no_classes(one) for one in added):
        return None
    others = _others(holder, occurrence, weighed)
    classes = {
        name: worst(
            (
                since[-1].facts["before"][name],
                *(getattr(other, name) for other in others),
                *(one.facts.get("row_told", {}).get(name) for one in added),
            )
        )
        for name in CLASSES
    }
    if any(one.code == ADDED for one in (*since, *added)):
        hurt = [one.outcome for one in Injury.objects.of(holder)]
        classes["actual_severity"] = severity_of_all(classes["actual_severity"], hurt)
    return classes


def _tells_no_classes(added: OccurrenceStep) -> bool:
    """Whether a row changed classes, and an older version kept only what they were after it."""
    return "row_told" not in added.facts and "category" in added.facts


def _others(
    holder: Occurrence, occurrence: Occurrence, weighed: int, codes: Sequence[str] = ()
) -> list[Occurrence]:
    """What else was merged straight into the holder since it was weighed, and is still there."""
    rows = [one for one in from_rows(holder) if one.serial > weighed]
    refs = {one.facts["from"] for one in rows if not codes or one.code in codes}
    return [one for one in still_merged(holder, sorted(refs)) if one.pk != occurrence.pk]
