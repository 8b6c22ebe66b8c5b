"""Gives a file to whoever may see its record."""

from __future__ import annotations

import uuid

from django.http import FileResponse, Http404, HttpRequest, HttpResponse

from baken.core.access.declarations import page
from baken.core.files.store import path_of, visible_file
from baken.rooms.org.permits import READ_UNIT


@page(permit=READ_UNIT)
def file(request: HttpRequest, file_id: uuid.UUID) -> HttpResponse | FileResponse:
    """The bytes of a file; pictures are shown, other files are saved."""
    stored = visible_file(file_id, request.actor)  # type: ignore[attr-defined]
    path = path_of(file_id)
    if stored is None or not path.exists():
        raise Http404
    answer = FileResponse(
        path.open("rb"),
        content_type=stored.content_type,
        as_attachment=not stored.is_image,
        filename=stored.name,
    )
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer
