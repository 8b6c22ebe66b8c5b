"""Notes that somebody is there; pages that anybody may open note nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

Answer = Callable[[HttpRequest], HttpResponse]


class SessionWatch:
    """Keeps a session alive while its holder uses pages that need a log-in.

    A public page leaves no trace of the moment: whoever reports anonymously while logged in cannot
    be found by when they were last seen.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """Note the session before a declared page that is not public."""
        declared = getattr(view, "declaration", None)
        if declared and not declared.public and settings.SESSION_COOKIE_NAME in request.COOKIES:
            request.session.note_seen()  # type: ignore[attr-defined]
        return None
