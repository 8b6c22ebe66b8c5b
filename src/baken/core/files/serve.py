"""Files as answers to a browser or a program: shut off from the site they come from."""

from __future__ import annotations

from typing import IO, Any, Protocol

from django.http import FileResponse, Http404

from baken.core.files.models import StoredFile
from baken.core.files.store import path_of


class MadeFile(Protocol):
    """A file that was made to be taken away."""

    @property
    def file(self) -> IO[bytes]:
        """The bytes, opened for reading."""

    @property
    def media_type(self) -> str:
        """What it is, as in a header."""

    @property
    def name(self) -> str:
        """What it is saved as."""


def stored_answer(stored: StoredFile | None) -> FileResponse:
    """The bytes of a stored file: pictures are shown, other files are saved.

    Raises Http404 when there is no such file, or its bytes are gone.
    """
    path = path_of(stored.id) if stored else None
    if stored is None or path is None or not path.exists():
        raise Http404
    return _shut_off(
        path.open("rb"),
        content_type=stored.content_type,
        as_attachment=not stored.is_image,
        filename=stored.name,
    )


def made_answer(made: MadeFile) -> FileResponse:
    """A file that was made for this answer, to be saved."""
    return _shut_off(
        made.file, content_type=made.media_type, as_attachment=True, filename=made.name
    )


def _shut_off(file: IO[bytes], **given: Any) -> FileResponse:
    """What somebody sent in or asked for runs nothing and is taken for nothing else."""
    answer = FileResponse(file, **given)
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
