"""The record that a consultation is about, as far as somebody reads it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from baken.core.access import Actor, may
from baken.core.links.registry import linked_records, ties_of
from baken.rooms.consultation.models import Consultation
from baken.rooms.consultation.permits import ASK
from baken.rooms.consultation.questions import (
    Subject,
    SubjectStanding,
    subject_kinds,
    subject_meant,
    subject_standing,
    subjects_seen,
)

# How a record stands to the consultation about it.
CONSULTED = "consulted_in"


def kinds_named() -> dict[str, str]:
    """The kinds of records that bodies can be asked about, by code."""
    return {one.code: str(one.name) for one in subject_kinds.ask()}


def kind_of(record: Any) -> str:
    """The code of the kind of a record of a room above; nothing when it is none of them."""
    table = record._meta.label_lower
    return next((one.code for one in subject_kinds.ask() if one.table == table), "")


def subject_to_ask(actor: Actor, kind: str, ref: str) -> Subject | None:
    """The record of a kind and reference that somebody reads and may ask about, or None."""
    found = subject_meant.ask(actor, kind, ref) if kind and ref.strip() else []
    return found[0] if found else None


def subjects_of(actor: Actor, records: Iterable[Consultation]) -> dict[int, Subject]:
    """What each of some consultations is about, by row number, without what the actor may not read.

    One query for the ties and one for each kind of record.
    """
    about = _ties_of(records)
    seen: dict[tuple[str, int], Subject] = {}
    for kind in {kind for kind, _number in about.values()}:
        numbers = {number for one, number in about.values() if one == kind}
        found = subjects_seen.ask(actor, kind, numbers)
        seen |= {(kind, one.record.pk): one for one in found}
    return {number: seen[key] for number, key in about.items() if key in seen}


def standing_of(record: Consultation) -> SubjectStanding | None:
    """How what a consultation is about stands now, whoever reads it; None when it is nowhere."""
    tie = _ties_of([record]).get(record.pk)
    found = subject_standing.ask(*tie) if tie else []
    return found[0] if found else None


def _ties_of(records: Iterable[Consultation]) -> dict[int, tuple[str, int]]:
    """The kind and the row number of what each of some consultations is about; one query."""
    numbers = [one.pk for one in records]
    tables = {one.table: one.code for one in subject_kinds.ask()}
    here = Consultation._meta.label_lower
    return {
        target: (tables[table], number)
        for table, number, relation, other, target in (ties_of({here: numbers}) if numbers else ())
        if relation == CONSULTED and other == here and table in tables
    }


def consultations_about(actor: Actor, record: Any) -> list[Consultation]:
    """What was asked about a record of a room above, newest first, as far as the actor reads it."""
    found = [one for _relation, one in linked_records(record, actor) if is_consultation(one)]
    return sorted(found, key=lambda one: -one.pk)


def may_ask_about(actor: Actor, record: Any) -> bool:
    """Whether somebody may ask a body about a record: for the unit that it is of, or that acts."""
    units = [one for one in (record.unit, record.owner_unit) if one is not None]
    level = record.confidentiality
    return any(may(actor, ASK, Consultation(unit=one, confidentiality=level)) for one in units)


def is_consultation(record: Any) -> bool:
    """Whether a record is one of this room, which tells of it and of its subject itself."""
    return isinstance(record, Consultation)
