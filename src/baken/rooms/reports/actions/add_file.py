"""Adds a photo or document to a report."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from baken.core.access import Actor, may, refuse_unless, signing
from baken.core.files.content import CleanFile
from baken.core.files.models import StoredFile
from baken.core.files.store import files_of, keep_file
from baken.core.trail.append import Entry, append
from baken.core.workflow.advance import locked
from baken.core.workflow.parts import file_parts
from baken.rooms.reports.actions.nameless import nameless
from baken.rooms.reports.models import Report
from baken.rooms.reports.permits import ANSWER, RESPOND


def add_file(*, actor: Actor, report: Report, file: CleanFile, at: datetime) -> StoredFile:
    """Add a cleaned file to a report the actor can see: as its reporter, or as its handler.

    The same bytes twice are one file. Raises AccessDenied when the actor is neither.
    """
    with transaction.atomic():
        fresh = locked(report)
        as_reporter = may(actor, RESPOND, fresh)
        if not as_reporter:
            refuse_unless(actor, ANSWER, fresh)
        signer = actor.unnamed() if as_reporter else signing(actor, ANSWER, fresh)
        if as_reporter and fresh.identity == "anonymous":
            (file,) = nameless([file])
        before = files_of(fresh).count()
        stored = keep_file(record=fresh, file=file, actor=signer, at=at)
        if files_of(fresh).count() > before:
            entry = Entry(
                code="reports.report.file_added",
                from_state=fresh.state,
                to_state=fresh.state,
                facts={"digest": stored.digest, "content_type": stored.content_type},
                words={"file": stored.name},
                parts=file_parts([stored]),
            )
            append(record=fresh, actor=signer, at=at, entry=entry)
    return stored
