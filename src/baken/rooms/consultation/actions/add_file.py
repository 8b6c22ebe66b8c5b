"""Adds a document to a consultation."""

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
from baken.rooms.consultation.models import Consultation
from baken.rooms.consultation.permits import ANSWER, ASK
from baken.rooms.consultation.queries.bodies import signing_as_speaker
from baken.rooms.consultation.queries.files import adding_permit


def add_consultation_file(
    *, actor: Actor, record: Consultation, file: CleanFile, at: datetime
) -> StoredFile:
    """Add a cleaned document, for either side while it is open; the same bytes twice are one file.

    Raises AccessDenied for whoever is of neither side, and when it is closed.
    """
    with transaction.atomic():
        fresh: Consultation = locked(record)
        permit = adding_permit(actor, fresh, at)
        if not permit:
            raise AccessDenied(
                ASK, _("Only who asks or is asked adds documents, while it is open.")
            )
        before = files_of(fresh).count()
        stored = keep_file(record=fresh, file=file, actor=actor, at=at)
        if files_of(fresh).count() > before:
            entry = Entry(
                code="consultation.consultation.file_added",
                from_state=fresh.state,
                to_state=fresh.state,
                facts={"digest": stored.digest, "content_type": stored.content_type},
                words={"file": stored.name},
                parts=file_parts([stored]),
            )
            speaks = permit == ANSWER
            signer = signing_as_speaker(actor, fresh) if speaks else signing(actor, permit, fresh)
            append(record=fresh, actor=signer, at=at, entry=entry)
    return stored
