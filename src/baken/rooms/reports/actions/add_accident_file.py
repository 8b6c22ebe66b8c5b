"""Adds a drawing or document to an accident record."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from baken.core.access import Actor, refuse_unless, signing
from baken.core.files.content import CleanFile
from baken.core.files.models import StoredFile
from baken.core.files.store import files_of, keep_file
from baken.core.trail.append import Entry, append
from baken.core.workflow.advance import locked
from baken.core.workflow.errors import StepRefused
from baken.core.workflow.parts import file_parts
from baken.core.workflow.table import Refusal
from baken.rooms.reports.models import AccidentRecord
from baken.rooms.reports.permits import DRAW_UP
from baken.rooms.reports.texts import REFUSALS


def add_accident_file(
    *, actor: Actor, record: AccidentRecord, file: CleanFile, at: datetime
) -> StoredFile:
    """Add a cleaned file to a record the actor draws up; the same bytes twice are one file.

    Raises AccessDenied for whoever does not draw it up, StepRefused when it is about oneself.
    """
    with transaction.atomic():
        fresh = locked(record)
        refuse_unless(actor, DRAW_UP, fresh)
        if fresh.person == actor.person:
            own = Refusal("own_accident", REFUSALS["own_accident"])
            raise StepRefused("add_file", [own])
        before = files_of(fresh).count()
        stored = keep_file(record=fresh, file=file, actor=actor, at=at)
        if files_of(fresh).count() > before:
            entry = Entry(
                code="reports.accident_record.file_added",
                from_state=fresh.state,
                to_state=fresh.state,
                facts={"digest": stored.digest, "content_type": stored.content_type},
                words={"file": stored.name},
                parts=file_parts([stored]),
            )
            append(record=fresh, actor=signing(actor, DRAW_UP, fresh), at=at, entry=entry)
    return stored
