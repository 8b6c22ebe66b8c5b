"""Adds a photo or document to an answer."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.translation import gettext as _

from baken.core.access import Actor
from baken.core.files.content import CleanFile
from baken.core.files.models import StoredFile
from baken.core.files.store import keep_file
from baken.core.instruments.filling import Place
from baken.core.workflow.errors import FieldsRefused
from baken.core.workflow.parts import file_parts
from baken.rooms.sheets.actions.changing import changing
from baken.rooms.sheets.models import Sheet, SheetEvidence
from baken.rooms.sheets.permits import FILL
from baken.rooms.sheets.queries.parts import evidence_part


def add_evidence(
    *,
    actor: Actor,
    record: Sheet,
    place: Place,
    file: CleanFile,
    at: datetime,
    taken_on: date | None = None,
) -> StoredFile:
    """Keep a cleaned file with an answer; the same bytes twice with one answer are one file.

    A picture was taken on ``taken_on``, or on the day that its camera told. Raises FieldsRefused for a
    question that is not asked.
    """
    with changing(
        actor=actor, record=record, permit=FILL, code="sheets.sheet.evidence_added", at=at
    ) as change:
        if place not in {one.place for one in change.whole.outcome.asked}:
            raise FieldsRefused({"key": _("This question is not asked.")})
        stored = keep_file(record=change.record, file=file, actor=actor, at=at)
        row, made = SheetEvidence.objects.of(change.record).get_or_create(
            key=place.key,
            repetition=place.repetition,
            file=stored.id,
            defaults={
                "record": change.record,
                "taken_on": taken_on or file.taken_on,
                "at": at,
                "by": actor.person,
            },
        )
        if made:
            change.next_serial()
            change.note(evidence_part(row) | file_parts([stored]))
            change.facts |= {"key": place.key, "digest": stored.digest}
    return stored
