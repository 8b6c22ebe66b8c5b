"""Gives a file to whoever may see its record."""

from __future__ import annotations

import uuid

from django.http import FileResponse, HttpRequest

from baken.core.access.declarations import page
from baken.core.files.serve import stored_answer
from baken.core.files.store import visible_file
from baken.rooms.org.permits import READ_UNIT


@page(permit=READ_UNIT)
def file(request: HttpRequest, file_id: uuid.UUID) -> FileResponse:
    """The bytes of a file; pictures are shown, other files are saved."""
    return stored_answer(visible_file(file_id, request.actor))  # type: ignore[attr-defined]
