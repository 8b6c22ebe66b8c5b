"""Adds a file as proof that a duty to notify was done; it is kept with the occurrence."""

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
from baken.rooms.reports.models import ExternalNotification
from baken.rooms.reports.permits import NOTIFY


def add_evidence(
    *, actor: Actor, record: ExternalNotification, file: CleanFile, at: datetime
) -> StoredFile:
    """Add a cleaned file to the occurrence of a duty, and say so in both histories.

    The same bytes twice are one file. Raises AccessDenied for whoever may not notify.
    """
    with transaction.atomic():
        occurrence = locked(record.occurrence)
        fresh = locked(record)
        refuse_unless(actor, NOTIFY, fresh)
        before = files_of(occurrence).count()
        stored = keep_file(record=occurrence, file=file, actor=actor, at=at)
        if files_of(occurrence).count() > before:
            signer = signing(actor, NOTIFY, fresh)
            added = Entry(
                code="reports.occurrence.file_added",
                from_state=occurrence.state,
                to_state=occurrence.state,
                facts={"digest": stored.digest, "content_type": stored.content_type},
                words={"file": stored.name},
                parts=file_parts([stored]),
            )
            append(record=occurrence, actor=signer, at=at, entry=added)
            proof = Entry(
                code="reports.notification.evidence_added",
                from_state=fresh.state,
                to_state=fresh.state,
                facts={"digest": stored.digest},
                words={"file": stored.name},
            )
            append(record=fresh, actor=signer, at=at, entry=proof)
    return stored
