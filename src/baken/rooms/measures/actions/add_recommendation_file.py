"""Adds a photo or document to a recommendation: proof of the addressee, or a document of the source."""

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
from baken.rooms.measures.models import Recommendation
from baken.rooms.measures.queries.recommendation_posts import permit_to_add_to


def add_recommendation_file(
    *, actor: Actor, record: Recommendation, file: CleanFile, at: datetime
) -> StoredFile:
    """Add a cleaned file to a recommendation; the same bytes twice are one file.

    Raises AccessDenied for whoever neither carries it out nor judges it.
    """
    with transaction.atomic():
        fresh = locked(record)
        permit = permit_to_add_to(actor, fresh)
        refuse_unless(actor, permit, fresh)
        before = files_of(fresh).count()
        stored = keep_file(record=fresh, file=file, actor=actor, at=at)
        if files_of(fresh).count() > before:
            entry = Entry(
                code="measures.recommendation.file_added",
                from_state=fresh.state,
                to_state=fresh.state,
                facts={
                    "digest": stored.digest,
                    "content_type": stored.content_type,
                    "permit": permit,
                },
                words={"file": stored.name},
                parts=file_parts([stored]),
            )
            append(record=fresh, actor=signing(actor, permit, fresh), at=at, entry=entry)
    return stored
