"""A picture beside a question, and what a page shows of it."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse

from baken.core.access.declarations import page
from baken.core.instruments.data_file import DataProblem
from baken.rooms.library.permits import READ_LIBRARY
from baken.rooms.library.queries.instrument_pictures import picture_bytes

# A version never changes: a browser keeps its pictures as long as it likes.
KEPT = "private, max-age=31536000, immutable"


@page(permit=READ_LIBRARY)
def picture(
    request: HttpRequest, instrument: str, instrument_version: str, name: str
) -> HttpResponse:
    """The picture as it was drawn anew: with the type of its bytes, which no browser guesses otherwise."""
    try:
        found = picture_bytes(instrument, instrument_version, name)
    except (LookupError, DataProblem):
        raise Http404 from None
    answer = HttpResponse(found.data, content_type=found.content_type)
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer["Cache-Control"] = KEPT
    return answer
