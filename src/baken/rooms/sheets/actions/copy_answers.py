"""Begins a sheet with the answers of the one that it follows on."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from baken.core.access import Actor
from baken.core.instruments.filling import Place, moved_to
from baken.rooms.sheets.actions.answer_questions import write_answer
from baken.rooms.sheets.actions.changing import Changing, changing
from baken.rooms.sheets.models import Sheet, SheetRepetition
from baken.rooms.sheets.permits import FILL
from baken.rooms.sheets.queries.filled import Whole, whole_of
from baken.rooms.sheets.queries.parts import repetition_part


def copy_answers(*, actor: Actor, record: Sheet, source: Sheet, at: datetime) -> Sheet:
    """Take over what is asked alike from a sheet that was read through the guard; scores are given anew.

    The answers are of whoever takes them over: they answer for them from now on. Evidence stays with the
    sheet it was added to. Source: domain reference, instruments, section 2 (new version).
    """
    before = whole_of(source)
    with changing(
        actor=actor, record=record, permit=FILL, code="sheets.sheet.copied", at=at
    ) as change:
        moved = moved_to(change.whole.definition, before.definition, before.filled)
        names = _copy_repetitions(change, before, moved.filled.repetitions)
        for place, given in moved.filled.answers.items():
            if not place.repetition or place.repetition in names:
                there = Place(place.key, names.get(place.repetition, ""))
                write_answer(change, there, given.value, given.reason)
        change.facts |= {"from": source.ref, "answered": len(moved.filled.answers)}
    return change.record


def _copy_repetitions(
    change: Changing, before: Whole, kept: Mapping[str, tuple[str, ...]]
) -> dict[str, str]:
    """What sections were filled in for, by the same names; returns the names that came along."""
    names = {}
    for section in kept:
        for row in before.repetitions.get(section, ()):
            fresh = SheetRepetition.objects.create(
                record=change.record,
                section=section,
                name=row.name,
                label=row.label,
                at=change.at,
                by=change.actor.person,
            )
            change.note(repetition_part(fresh))
            names[row.name] = row.name
    return names
