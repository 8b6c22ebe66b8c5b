"""Adds a photo or document to an occurrence."""

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
from baken.rooms.reports.models import Occurrence
from baken.rooms.reports.permits import HANDLE


def add_occurrence_file(
    *, actor: Actor, record: Occurrence, file: CleanFile, at: datetime
) -> StoredFile:
    """Add a cleaned file to an occurrence the actor handles; the same bytes twice are one file.

    Raises AccessDenied for whoever does not handle it.
    """
    with transaction.atomic():
        fresh = locked(record)
        refuse_unless(actor, HANDLE, fresh)
        before = files_of(fresh).count()
        stored = keep_file(record=fresh, file=file, actor=actor, at=at)
        if files_of(fresh).count() > before:
            entry = Entry(
                code="reports.occurrence.file_added",
                from_state=fresh.state,
                to_state=fresh.state,
                facts={"digest": stored.digest, "content_type": stored.content_type},
                words={"file": stored.name},
                parts=file_parts([stored]),
            )
            append(record=fresh, actor=signing(actor, HANDLE, fresh), at=at, entry=entry)
    return stored
