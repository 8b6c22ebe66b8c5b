"""Accident records within reach, what they say, and which accidents still ask for them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q

from baken.core.access import Actor, may
from baken.core.lists import USUAL_ROWS, Page, page_of
from baken.core.lists.pressing import OLDEST, Heading, Values, first_of
from baken.core.records.numbers import floor_number
from baken.core.trail.signature import signed_by
from baken.core.workflow.parts import files_of_records
from baken.rooms.reports import rules
from baken.rooms.reports.models import (
    AccidentRecord,
    AccidentRecordStep,
    Injury,
    Occurrence,
    OccurrenceStep,
)
from baken.rooms.reports.permits import DRAW_UP, READ_ACCIDENT, REMARK
from baken.rooms.reports.rules.accident_record import OWN_STAFF, AccidentFacts

NOT_NEEDED = "reports.occurrence.no_accident_record"
LOOKED_BACK = timedelta(days=365)
TO_DRAW_UP = ("opened", "drawn_up")
SHOWN = "shown_to_person"


@dataclass(frozen=True)
class Addition:
    """A remark of the person, or a supplement of the commander: whose, when and in which words."""

    by_person: bool
    by: str
    at: datetime
    text: str


def accident_facts(record: AccidentRecord, actor: Actor, at: datetime) -> AccidentFacts:
    """What the guards of an accident record's steps decide on."""
    return AccidentFacts(
        is_own=actor.person is not None and record.person == actor.person,
        is_heard=record.heard_at is not None,
        term_is_over=record.due_at is not None and record.due_at <= at,
    )


def accident_records_page(
    actor: Actor, *, narrow: Any = None, cursor: str = "", limit: int = USUAL_ROWS
) -> Page:
    """The records the actor reads, their own among them, newest first."""
    return page_of(
        root=AccidentRecord,
        actor=actor,
        permit=READ_ACCIDENT,
        narrow=narrow,
        related=("occurrence",),
        cursor=cursor,
        limit=limit,
    )


def accident_records_of(actor: Actor, occurrence: Occurrence) -> list[AccidentRecord]:
    """The records of an occurrence that the actor reads, oldest first."""
    if not actor.holds(READ_ACCIDENT):
        return []
    rows = AccidentRecord.objects.visible_to(actor, READ_ACCIDENT).filter(of_occurrence(occurrence))
    return list(rows.order_by("number"))


def of_occurrence(occurrence: Any) -> Q:
    """What is about an occurrence, or about one that was merged into it."""
    return Q(occurrence=occurrence) | Q(occurrence__merged_into=occurrence)


def additions_of(record: AccidentRecord) -> list[Addition]:
    """What the person remarked and the commander added, oldest first."""
    codes = {
        "reports.accident_record.remarked": "remark",
        "reports.accident_record.supplemented": "supplement",
    }
    rows = AccidentRecordStep.objects.of(record).filter(code__in=list(codes)).order_by("serial")
    return [
        Addition(
            by_person=codes[row.code] == "remark",
            by=signed_by(row)["post"],
            at=row.at,
            text=row.words.get(codes[row.code], ""),
        )
        for row in rows
    ]


def _without_records(rows: Any, given: Values) -> Any:
    records = AccidentRecord.objects.for_system(reason="filter").exclude(state="withdrawn")
    made = records.filter(occurrence=OuterRef("pk"))
    made_before_merging = records.filter(occurrence__merged_into=OuterRef("pk"))
    said = OccurrenceStep.objects.for_system(reason="filter").filter(
        record=OuterRef("pk"), code=NOT_NEEDED
    )
    hurt = Injury.objects.for_system(reason="filter").filter(
        record=OuterRef("pk"), person_kind=OWN_STAFF
    )
    open_now = rows.filter(kind="accident", number__gte=given["since"], closed_at__isnull=True)
    return open_now.exclude(state__in=rules.OCCURRENCE_OVER).filter(
        Exists(hurt), ~Exists(made), ~Exists(made_before_merging), ~Exists(said)
    )


WITHOUT_RECORDS = Heading(DRAW_UP, _without_records)


def accidents_without_records(actor: Actor, at: datetime, most: int) -> list[Occurrence]:
    """Open accidents that hurt own staff, of a year, for which the actor must see to records."""
    return first_of(
        (WITHOUT_RECORDS,),
        by=OLDEST,
        root=Occurrence,
        actor=actor,
        given={"since": floor_number(at - LOOKED_BACK)},
        most=most,
    )


def records_to_draw_up(actor: Actor, at: datetime, most: int) -> list[AccidentRecord]:
    """Records the actor must draw up, show or make final; not those of themselves."""
    if not actor.holds(DRAW_UP):
        return []
    ready = Q(state__in=TO_DRAW_UP) | Q(state=SHOWN) & (
        Q(heard_at__isnull=False) | Q(due_at__lte=at)
    )
    rows = AccidentRecord.objects.visible_to(actor, DRAW_UP).filter(ready)
    return list(rows.exclude(person=actor.person).order_by("due_at", "number")[:most])


def records_to_read(actor: Actor, most: int) -> list[AccidentRecord]:
    """The actor's own records that were shown to them and on which they said nothing yet."""
    if not actor.own_key or not actor.holds(REMARK):
        return []
    rows = AccidentRecord.objects.visible_to(actor, REMARK).filter(person_key=actor.own_key)
    return list(rows.filter(state=SHOWN, heard_at__isnull=True).order_by("number")[:most])


def may_open_for(actor: Actor, occurrence: Occurrence) -> bool:
    """Whether the actor draws up the records of those who were in an occurrence."""
    return may(actor, DRAW_UP, occurrence)


def parts_of_accident_records(numbers: Sequence[int]) -> Any:
    """Everything that belongs to these records in other tables: files."""
    yield from files_of_records(AccidentRecord, numbers)
