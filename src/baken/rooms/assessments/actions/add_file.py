"""Adds a document to an assessment."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from baken.core.access import AccessDenied, Actor, signing
from baken.core.files.content import CleanFile
from baken.core.files.models import StoredFile
from baken.core.files.store import files_of, keep_file
from baken.core.trail.append import Entry, append
from baken.core.workflow.advance import locked
from baken.core.workflow.parts import file_parts
from baken.rooms.assessments.models import Assessment
from baken.rooms.assessments.permits import WORK
from baken.rooms.assessments.queries.files import adding_permit


def add_assessment_file(
    *, actor: Actor, record: Assessment, file: CleanFile, at: datetime
) -> StoredFile:
    """Add a cleaned document while the assessment is made; the same bytes twice are one file.

    Raises AccessDenied for whoever neither makes nor reviews it, and once it is in force.
    """
    with transaction.atomic():
        fresh: Assessment = locked(record)
        permit = adding_permit(actor, fresh)
        if not permit:
            raise AccessDenied(
                WORK, _("Only who makes or reviews it adds documents, until it holds.")
            )
        before = files_of(fresh).count()
        stored = keep_file(record=fresh, file=file, actor=actor, at=at)
        if files_of(fresh).count() > before:
            entry = Entry(
                code="assessments.assessment.file_added",
                from_state=fresh.state,
                to_state=fresh.state,
                facts={"digest": stored.digest, "content_type": stored.content_type},
                words={"file": stored.name},
                parts=file_parts([stored]),
            )
            append(record=fresh, actor=signing(actor, permit, fresh), at=at, entry=entry)
    return stored
