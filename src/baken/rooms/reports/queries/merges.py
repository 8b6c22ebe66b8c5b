"""What was merged into what, from the histories: the way there, and the way back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from baken.core.access import Actor, may
from baken.core.files.store import files_by_record
from baken.core.trail.signature import signed_by
from baken.rooms.org.queries import persons_named
from baken.rooms.reports.models import Damage, Occurrence, OccurrenceStep
from baken.rooms.reports.permits import READ_OCCURRENCE
from baken.rooms.reports.queries.second_reading import CLASSIFIED
from baken.rooms.reports.workflow import OCCURRENCE

MERGED = ("reports.occurrence.merged", "reports.occurrence.same_event")
MERGED_FROM = "reports.occurrence.merged_from"
UNMERGED_FROM = "reports.occurrence.unmerged_from"
ADDED = "reports.occurrence.source_added"
CODED = CLASSIFIED
WEIGHED = (*CODED, "reports.occurrence.lower_agreed", "reports.occurrence.category_decided")
MOST_MERGED = 20
MOST_HOPS = (
    200  # a way never comes back to itself; this only keeps a broken history from running on
)


@dataclass(frozen=True)
class MergedIn:
    """An occurrence that was merged into another one, as that one's page shows it."""

    record: Occurrence
    state: str
    lead: str
    reports: int
    damages: tuple[str, ...]
    files: Sequence[Any]
    at: datetime
    signed: Mapping[str, str]


def merge_row(occurrence: Occurrence) -> OccurrenceStep | None:
    """The step that merged an occurrence the last time, when it says how to undo it."""
    row = _went(occurrence)
    return row if row is not None and "reports" in row.facts else None


def way_of(occurrence: Occurrence) -> list[Occurrence]:
    """Into which occurrence a merged one went, into which that one, and so on: the last one stands.

    Nothing when its own history does not say where it went, as after an import.
    """
    found: list[Occurrence] = []
    here: Occurrence | None = occurrence
    while here is not None and here.state == "merged" and len(found) < MOST_HOPS:
        row = _went(here)
        here = _called(row.facts["into"]) if row else None
        found += [here] if here else []
    return found


def from_rows(holder: Occurrence) -> list[OccurrenceStep]:
    """The steps with which others were merged into an occurrence, the newest first."""
    rows = OccurrenceStep.objects.of(holder).filter(code__in=(MERGED_FROM, ADDED))
    return list(rows.filter(facts__has_key="brought").order_by("-serial"))


def added_since(holder: Occurrence, serial: int) -> list[OccurrenceStep]:
    """The steps after this one in which a row of another system added something, oldest first."""
    rows = OccurrenceStep.objects.of(holder).filter(code=ADDED, serial__gt=serial)
    return [row for row in rows.order_by("serial") if "brought" not in row.facts]


def merge_steps(holder: Occurrence) -> list[OccurrenceStep]:
    """The steps by which merges, their undoing and rows of systems changed it, the newest first."""
    codes = (MERGED_FROM, ADDED, UNMERGED_FROM)
    return list(OccurrenceStep.objects.of(holder).filter(code__in=codes).order_by("-serial"))


def weighed_serial(holder: Occurrence, codes: Sequence[str] = WEIGHED) -> int:
    """The serial of the step in which an occurrence was last weighed by a person; 0 when never."""
    rows = OccurrenceStep.objects.of(holder).filter(code__in=codes).order_by("-serial")
    return rows.values_list("serial", flat=True).first() or 0


def still_merged(holder: Occurrence, refs: Sequence[str]) -> list[Occurrence]:
    """Those of these occurrences that went straight into the holder and have not come back."""
    rows = Occurrence.objects.for_system(reason="advance").filter(ref__in=refs, state="merged")
    return [one for one in rows if _went_into(one, holder)]


def merged_in(actor: Actor, numbers: Sequence[int]) -> list[MergedIn]:
    """Those of what was merged into an occurrence that the actor reads, the newest first."""
    if not numbers:
        return []
    rows = Occurrence.objects.visible_to(actor, READ_OCCURRENCE).filter(pk__in=numbers)
    return list(_shown(list(rows.order_by("-number")[:MOST_MERGED])))


def target_shown(actor: Actor, occurrence: Occurrence) -> bool:
    """Whether the actor can open what an occurrence was merged into."""
    target = occurrence.merged_into
    return target is not None and any(
        may(actor, permit, target) for permit in Occurrence.visible_with()
    )


def _shown(found: list[Occurrence]) -> Iterator[MergedIn]:
    numbers = [one.pk for one in found]
    if not numbers:
        return
    names = persons_named(one.lead for one in found)
    files, rows = files_by_record(Occurrence, numbers), _merge_rows(numbers)
    damages: dict[int, list[str]] = {}
    for damage in Damage.objects.for_system(reason="filter").filter(record__in=numbers):
        damages.setdefault(damage.record_id, []).append(str(damage))
    for one in found:
        row = rows.get(one.pk)
        if row is not None:
            yield MergedIn(
                record=one,
                state=str(OCCURRENCE.states[row.from_state]),
                lead=names.get(one.lead, "") if one.lead else "",
                reports=len(row.facts["reports"]),
                damages=tuple(damages.get(one.pk, ())),
                files=files.get(one.pk, ()),
                at=row.at,
                signed=signed_by(row),
            )


def _merge_rows(numbers: Sequence[int]) -> dict[int, OccurrenceStep]:
    """The newest merge of each of these occurrences that has one."""
    rows = OccurrenceStep.objects.for_system(reason="filter").filter(
        record__in=numbers, code__in=MERGED, facts__has_key="reports"
    )
    return {row.record_id: row for row in rows.order_by("serial")}


def _went(occurrence: Occurrence) -> OccurrenceStep | None:
    rows = OccurrenceStep.objects.of(occurrence).filter(code__in=MERGED)
    return rows.order_by("-serial").first()


def _went_into(one: Occurrence, holder: Occurrence) -> bool:
    row = _went(one)
    return row is not None and row.facts["into"] == holder.ref


def _called(ref: str) -> Occurrence | None:
    return Occurrence.objects.for_system(reason="advance").filter(ref=ref).first()
