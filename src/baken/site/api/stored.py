"""The bytes of a file, for whoever may see its record."""

from __future__ import annotations

from uuid import UUID

from django.http import FileResponse, HttpRequest
from ninja import Router

from baken.core.api.endpoints import endpoint
from baken.core.files.serve import stored_answer
from baken.core.files.store import visible_file
from baken.rooms.org.permits import READ_UNIT

router = Router()


@router.get(
    "/files/{file_id}",
    operation_id="file",
    openapi_extra={
        "responses": {
            200: {
                "description": "The bytes; pictures inline, other files as attachment.",
                "content": {
                    kind: {"schema": {"type": "string", "format": "binary"}}
                    for kind in ("image/jpeg", "image/png", "image/webp", "application/pdf")
                },
            }
        }
    },
)
@endpoint(permit=READ_UNIT)
def file(request: HttpRequest, file_id: UUID) -> FileResponse:
    """The bytes of a file; outside your reach 404."""
    return stored_answer(visible_file(file_id, request.actor))  # type: ignore[attr-defined]
