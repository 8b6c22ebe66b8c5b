"""Adds a photo or document to a measure."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from baken.core.access import Actor, refuse_unless, signing
from baken.core.files.content import CleanFile
from baken.core.files.models import StoredFile
from baken.core.files.store import files_of, keep_file
from baken.core.trail.append import Entry, append
from baken.core.workflow.advance import locked
from baken.core.workflow.parts import file_parts
from baken.rooms.measures.models import Measure
from baken.rooms.measures.permits import CARRY_OUT


def add_measure_file(*, actor: Actor, record: Measure, file: CleanFile, at: datetime) -> StoredFile:
    """Add a cleaned file to a measure that the actor carries out; the same bytes twice are one file.

    Raises AccessDenied for whoever does not carry it out.
    """
    with transaction.atomic():
        fresh = locked(record)
        refuse_unless(actor, CARRY_OUT, fresh)
        before = files_of(fresh).count()
        stored = keep_file(record=fresh, file=file, actor=actor, at=at)
        if files_of(fresh).count() > before:
            entry = Entry(
                code="measures.measure.file_added",
                from_state=fresh.state,
                to_state=fresh.state,
                facts={"digest": stored.digest, "content_type": stored.content_type},
                words={"file": stored.name},
                parts=file_parts([stored]),
            )
            append(record=fresh, actor=signing(actor, CARRY_OUT, fresh), at=at, entry=entry)
    return stored
