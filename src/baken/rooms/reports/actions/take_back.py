"""Takes what came with a merge out of the occurrences it went into; what gave way for it comes back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from baken.core.access import Actor, signing
from baken.core.trail.append import Entry, append
from baken.rooms.reports.actions.harm_lists import ASIDE, HARM, row_from
from baken.rooms.reports.actions.lapse import grounds_of, harm_and_codes, lapse_now
from baken.rooms.reports.actions.merge import (
    bring_codes,
    copy_rows,
    set_classes,
)
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
    unmerged_rows,
    weighed_serial,
)
from baken.rooms.reports.rules import CLASSES
from baken.rooms.reports.rules.legacy import named_together, names_of, severity_of_all, worst


@dataclass
class Taken:
    """Of the occurrence before on the way: which of its rows are gone, and which came back there."""

    gone: dict[str, set[str]] = field(default_factory=dict)
    back: dict[str, list[Any]] = field(default_factory=dict)


def take_back(
    occurrence: Occurrence, way: Sequence[Occurrence], actor: Actor, at: datetime
) -> None:
    """Take what came from the occurrence out of every one on the way, the nearest first."""
    came = occurrence
    taken: Taken | None = None
    for holder in way:
        row = next((one for one in from_rows(holder) if one.facts["from"] == came.ref), None)
        if row is None:  # merged by an older version, which kept nothing that can be taken out
            taken = Taken({name: set() for name, _m in HARM}, {name: [] for name, _m in HARM})
        else:
            taken = _take_out(holder, row, occurrence, taken, signing(actor, HANDLE, holder), at)
        came = holder


def _take_out(
    holder: Occurrence,
    row: OccurrenceStep,
    occurrence: Occurrence,
    taken: Taken | None,
    signer: Actor,
    at: datetime,
) -> Taken:
    """Take it out of one occurrence, with a step in its history."""
    stood = grounds_of(holder)
    found, brought = _take_rows(holder, row, taken)
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
            "of": row.facts["from"],
            **stands,
            "weigh_again": classes is None,
            "brought": brought,
            **lapsed,
        },
        parts=harm_and_codes(holder),
    )
    append(record=holder, actor=signer, at=at, entry=entry)
    return found


def _take_rows(
    holder: Occurrence, row: OccurrenceStep, taken: Taken | None
) -> tuple[Taken, dict[str, dict[str, str]]]:
    """Delete the copies that came with a merge; of a later one those whose source is gone already.

    What gave way for them comes back, as long as the list stands as it came: a row that somebody told
    otherwise since is theirs. What came back in the one before is copied here as well.
    """
    found, brought = Taken(), {}
    for name, model in HARM:
        pairs = _came_with(holder, row, name)
        copies = {copy for copy, src in pairs.items() if taken is None or src in taken.gone[name]}
        there = model.objects.of(holder).filter(pk__in=copies)
        stood = bool(copies) and there.count() == len(copies)
        there.delete()
        found.gone[name], found.back[name] = copies, []
        if taken is None and stood:
            found.back[name] = [row_from(model, holder, one) for one in _aside(holder, row, name)]
            model.objects.bulk_create(found.back[name])
        elif taken is not None and taken.back[name] and stood:
            brought[name] = copy_rows(taken.back[name], holder)
            found.back[name] = list(model.objects.of(holder).filter(pk__in=brought[name]))
    return found, brought


def _came_with(holder: Occurrence, row: OccurrenceStep, name: str) -> dict[str, str]:
    """The copies that came with a merge, and those that followed when one in it was taken out."""
    pairs: dict[str, str] = dict(row.facts["brought"][name])
    for later in unmerged_rows(holder, row.serial):
        if later.facts.get("of") == row.facts["from"]:
            pairs |= later.facts.get("brought", {}).get(name, {})
    return pairs


def _aside(holder: Occurrence, row: OccurrenceStep, name: str) -> Iterator[Mapping[str, Any]]:
    """What gave way for what came with a merge; of what itself came with one that is undone, what
    gave way for that.
    """
    rows = from_rows(holder)
    there = {one.ref for one in still_merged(holder, [one.facts["from"] for one in rows])}
    newest = {one.facts["from"]: one.serial for one in reversed(rows)}
    live = {serial for ref, serial in newest.items() if ref in there}
    origins = {copy: one for one in rows for copy in one.facts["brought"][name]}
    undone: list[OccurrenceStep] = []
    for values in row.words.get(ASIDE, {}).get(name, ()):
        origin = origins.get(values["id"])
        if origin is None or origin.serial in live:
            yield values
        elif origin not in undone:
            undone.append(origin)
    for origin in undone:
        yield from _aside(holder, origin, name)


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
