"""Opens accident records: by the commander for everybody who was in it, or asked for by oneself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from baken.core import clock
from baken.core.access import Actor, refuse_unless, signing
from baken.core.records.numbers import row_number
from baken.core.records.references import next_reference
from baken.core.workflow.advance import Change, begin, locked
from baken.core.workflow.errors import FieldsRefused
from baken.rooms.org.queries import own_key_of, person_of_actor
from baken.rooms.reports.actions.merge import merged_already
from baken.rooms.reports.models import AccidentRecord, Occurrence
from baken.rooms.reports.permits import DRAW_UP, REQUEST_ACCIDENT
from baken.rooms.reports.queries.accident_records import SHOWN, of_occurrence
from baken.rooms.reports.queries.calendars import timetable_for
from baken.rooms.reports.rules import moment_problem
from baken.rooms.reports.texts import INTAKE_PROBLEMS

SEALED = ("place", "activity", "course", "injury", "witnesses")
MOST_PERSONS = 50


def open_accident_records(
    *, actor: Actor, occurrence: Occurrence, persons: Sequence[Any], at: datetime
) -> list[AccidentRecord]:
    """Open a record for each person who was in an occurrence; who has one already keeps that.

    ``persons`` are entries of persons. The occurrence itself names nobody and stays so. Raises
    AccessDenied for who does not draw up records there, FieldsRefused for no person, too many, or
    oneself.
    """
    refuse_unless(actor, DRAW_UP, occurrence)
    if not 0 < len(persons) <= MOST_PERSONS:
        raise FieldsRefused({"persons": _("Name at least one person and at most 50.")})
    if any(person.id == actor.person for person in persons):
        wrong = _("Somebody else opens the record of what happened to you; or ask for it yourself.")
        raise FieldsRefused({"persons": wrong})
    with transaction.atomic():
        held = locked(occurrence)
        _refuse_merged(held, "persons")
        signer = signing(actor, DRAW_UP, held)
        return [
            _of(person, held, signer, at) for person in {one.pk: one for one in persons}.values()
        ]


def request_accident_record(
    *,
    actor: Actor,
    at: datetime,
    happened_at: datetime,
    place: str,
    course: str,
    occurrence: Occurrence | None = None,
) -> AccidentRecord:
    """Ask for a record of what happened to oneself; the commander of one's own unit draws it up.

    ``occurrence`` is what the actor reads something of, when it belongs to it. Raises AccessDenied,
    or FieldsRefused for a moment that cannot be, no words, or a record that is there already.
    """
    refuse_unless(actor, REQUEST_ACCIDENT)
    person = person_of_actor(actor)
    if person is None:
        raise FieldsRefused({"course": _("Your account belongs to no person.")})
    if problem := moment_problem(happened_at, now=at):
        raise FieldsRefused({"happened_at": str(INTAKE_PROBLEMS[problem])})
    told = {"place": place.strip(), "course": course.strip()}
    empty = [name for name, text in told.items() if not text or "\x00" in text]
    if empty or len(told["place"]) > 200 or len(told["course"]) > 50_000:
        wrong = _("Fill this in, in at most 50,000 characters (place: 200).")
        raise FieldsRefused(dict.fromkeys(empty or ["course"], wrong))
    with transaction.atomic():
        held = locked(occurrence) if occurrence else None
        if held is not None:
            _refuse_merged(held, "course")
        there = _present(person, held) if held else None
        if there is not None:
            wrong = _("There is a record of this already: %(ref)s.") % {"ref": there.ref}
            raise FieldsRefused({"course": wrong})
        record = _new(person, held, at, requested=True)
        record.happened_at, record.place, record.course = happened_at, *told.values()
        begin(
            record=record,
            code="reports.accident_record.requested",
            actor=actor,
            at=at,
            change=_first(record),
            notice="commander",
        )
    return record


def _of(person: Any, occurrence: Occurrence, signer: Actor, at: datetime) -> AccidentRecord:
    there = _present(person, occurrence)
    if there is not None:
        return there
    record = _new(person, occurrence, at, requested=False)
    record.happened_at = occurrence.happened_at
    begin(
        record=record,
        code="reports.accident_record.opened",
        actor=signer,
        at=at,
        change=_first(record),
    )
    return record


def _present(person: Any, occurrence: Occurrence) -> AccidentRecord | None:
    """The record of a person about an occurrence, or about what was merged into it."""
    rows = AccidentRecord.objects.for_system(reason="advance").filter(of_occurrence(occurrence))
    return rows.filter(person=person.id).exclude(state="withdrawn").order_by("number").first()


def _refuse_merged(occurrence: Occurrence, field: str) -> None:
    """What was merged takes no new records: those of one accident stand with one occurrence."""
    if occurrence.state == "merged" and occurrence.merged_into is not None:
        raise FieldsRefused({field: merged_already(occurrence)})


def _new(
    person: Any, occurrence: Occurrence | None, at: datetime, *, requested: bool
) -> AccidentRecord:
    """A record of the person's own unit; the unit that acts on the occurrence draws it up."""
    acting = (occurrence.owner_unit_id or occurrence.unit_id) if occurrence else person.unit_id
    record = AccidentRecord(
        number=row_number(at),
        ref=next_reference(AccidentRecord.prefix, clock.local_date(at)),
        unit_id=person.unit_id,
        owner_unit_id=None if acting == person.unit_id else acting,
        confidentiality=AccidentRecord.HELD,
        person=person.id,
        person_key=own_key_of(person.id),
        occurrence=occurrence,
        requested=requested,
        opened_at=at,
        touched_at=at,
    )
    record.due_at = record.stalls_at = timetable_for(record).end("draw_up", at)
    return record


def _first(record: AccidentRecord) -> Change:
    facts = {"occurrence": record.occurrence.ref} if record.occurrence else {}
    return Change(facts=facts, seal=SEALED)


def _draw_up(
    record: AccidentRecord, actor: Actor, at: datetime, fields: Mapping[str, Any]
) -> Change:
    happened_at: datetime = fields["happened_at"]
    if problem := moment_problem(happened_at, now=at):
        raise FieldsRefused({"happened_at": str(INTAKE_PROBLEMS[problem])})
    values = {name: fields.get(name, "") for name in SEALED}
    return Change(
        values={
            **values,
            "happened_at": happened_at,
            "on_duty": fields.get("on_duty", False),
            "shown_at": None,
            "heard_at": None,
        },
        seal=SEALED,
    )


def _show(record: AccidentRecord, actor: Actor, at: datetime, fields: Mapping[str, Any]) -> Change:
    return Change(values={"shown_at": at, "heard_at": None})


def _heard(record: AccidentRecord, actor: Actor, at: datetime, fields: Mapping[str, Any]) -> Change:
    """What the person says; from then on the commander can make it final."""
    words = {"remark": fields["remark"]} if "remark" in fields else {}
    values = {"heard_at": at, "due_at": at} if record.state == SHOWN else {}
    return Change(values=values, words=words)


def _make_final(
    record: AccidentRecord, actor: Actor, at: datetime, fields: Mapping[str, Any]
) -> Change:
    return Change(values={"final_at": at, "due_at": None})


def _supplement(
    record: AccidentRecord, actor: Actor, at: datetime, fields: Mapping[str, Any]
) -> Change:
    return Change(words={"supplement": fields["supplement"]})


def _withdraw(
    record: AccidentRecord, actor: Actor, at: datetime, fields: Mapping[str, Any]
) -> Change:
    return Change(values={"due_at": None}, words={"reason": fields["reason"]})


CHANGES = {
    "reports.accident_record.draw_up": _draw_up,
    "reports.accident_record.revise": _draw_up,
    "reports.accident_record.show": _show,
    "reports.accident_record.agree": _heard,
    "reports.accident_record.remark": _heard,
    "reports.accident_record.make_final": _make_final,
    "reports.accident_record.supplement": _supplement,
    "reports.accident_record.withdraw": _withdraw,
}
