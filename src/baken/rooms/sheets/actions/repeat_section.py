"""Adds or takes away what a section is filled in for: a machine, a workplace, a group of people."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.utils.translation import gettext as _

from baken.core.access import Actor
from baken.core.workflow.errors import FieldsRefused
from baken.rooms.sheets.actions.changing import changing
from baken.rooms.sheets.models import Sheet, SheetRepetition
from baken.rooms.sheets.permits import FILL
from baken.rooms.sheets.queries.parts import GONE, repetition_part
from baken.rooms.sheets.rules import label_problem
from baken.rooms.sheets.texts import LABEL_PROBLEMS

LONGEST_LABEL = 200


def add_repetition(
    *, actor: Actor, record: Sheet, section: str, label: str, at: datetime
) -> SheetRepetition:
    """Something more that a section, and those that repeat along with it, is filled in for.

    Raises FieldsRefused for a section that is not repeated, and for a label that is there already.
    """
    with changing(
        actor=actor, record=record, permit=FILL, code="sheets.sheet.repeated", at=at
    ) as change:
        found = change.whole.definition.section_by_id.get(section)
        if found is None or found.repeat is None:
            raise FieldsRefused({"section": _("This section is filled in once.")})
        named = " ".join(label.split())[:LONGEST_LABEL]
        known = [one.label for one in change.whole.repetitions.get(section, ())]
        if problem := label_problem(named, known, found.repeat.most):
            raise FieldsRefused({"label": str(LABEL_PROBLEMS[problem])})
        row = SheetRepetition.objects.create(
            record=change.record,
            section=section,
            name=uuid.uuid4().hex[:12],
            label=named,
            at=at,
            by=actor.person,
        )
        change.next_serial()
        change.note(repetition_part(row))
        change.facts |= {"section": section}
    return row


def end_repetition(*, actor: Actor, record: Sheet, name: str, at: datetime) -> Sheet:
    """Fill a section in no longer for something: its answers go, and the history keeps them.

    Raises FieldsRefused when it is not there.
    """
    with changing(
        actor=actor, record=record, permit=FILL, code="sheets.sheet.no_longer_repeated", at=at
    ) as change:
        rows = [one for found in change.whole.repetitions.values() for one in found]
        row = next((one for one in rows if one.name == name), None)
        if row is None:
            raise FieldsRefused({"name": _("This is not there any more.")})
        SheetRepetition.objects.of(change.record).filter(pk=row.pk).delete()
        change.next_serial()
        change.note({f"repetition.{row.name}": GONE})
        change.facts |= {"section": row.section}
    return change.record
