"""Adds a photo or document to a risk."""

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
from baken.rooms.register.models import Risk
from baken.rooms.register.permits import MANAGE


def add_risk_file(*, actor: Actor, record: Risk, file: CleanFile, at: datetime) -> StoredFile:
    """Add a cleaned file to a risk the actor manages; the same bytes twice are one file.

    Raises AccessDenied for whoever does not manage it.
    """
    with transaction.atomic():
        fresh = locked(record)
        refuse_unless(actor, MANAGE, fresh)
        before = files_of(fresh).count()
        stored = keep_file(record=fresh, file=file, actor=actor, at=at)
        if files_of(fresh).count() > before:
            entry = Entry(
                code="register.risk.file_added",
                from_state=fresh.state,
                to_state=fresh.state,
                facts={"digest": stored.digest, "content_type": stored.content_type},
                words={"file": stored.name},
                parts=file_parts([stored]),
            )
            append(record=fresh, actor=signing(actor, MANAGE, fresh), at=at, entry=entry)
    return stored
