"""Adds a photo or document to a small purchase."""

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
from baken.rooms.measures.models import Purchase
from baken.rooms.measures.permits import ASK


def add_purchase_file(
    *, actor: Actor, record: Purchase, file: CleanFile, at: datetime
) -> StoredFile:
    """Add a cleaned file to a purchase that the actor asks for; the same bytes twice are one file.

    Raises AccessDenied for whoever asks for no purchases there.
    """
    with transaction.atomic():
        fresh = locked(record)
        refuse_unless(actor, ASK, fresh)
        before = files_of(fresh).count()
        stored = keep_file(record=fresh, file=file, actor=actor, at=at)
        if files_of(fresh).count() > before:
            entry = Entry(
                code="measures.purchase.file_added",
                from_state=fresh.state,
                to_state=fresh.state,
                facts={"digest": stored.digest, "content_type": stored.content_type},
                words={"file": stored.name},
                parts=file_parts([stored]),
            )
            append(record=fresh, actor=signing(actor, ASK, fresh), at=at, entry=entry)
    return stored
