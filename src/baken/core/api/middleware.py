"""What every answer of an API gets: its version, and a problem in place of an error page."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from baken.core.api.problems import MEDIA_TYPE, problem

VERSION = "1.0.0"
PREFIXES = ("/api/",)
MOST_BODY = 10 * 1024 * 1024
MOST_UPLOAD = 51 * 1024 * 1024
_KEPT = ("Allow", "WWW-Authenticate", "Retry-After")


class ApiAnswers:
    """Limits what comes in and shapes what goes out, below the addresses of an API.

    A body may hold 10 MiB, an upload 50 MiB and its wrapping.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(PREFIXES):
            return self.get_response(request)
        if request.method == "HEAD":
            request.method = "GET"  # the server leaves the body out
        answer = _too_large(request) or _as_problem(self.get_response(request))
        answer["API-Version"] = VERSION
        return answer


def _too_large(request: HttpRequest) -> HttpResponse | None:
    upload = request.content_type == "multipart/form-data"
    most = MOST_UPLOAD if upload else MOST_BODY
    try:
        length = int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return problem(400, _("The length of what was sent is not a number."))
    if length <= most:
        return None
    text = _("Send at most 50 MiB in a file.") if upload else _("Send at most 10 MiB at once.")
    return problem(413, text, code="too-large")


def _as_problem(answer: HttpResponse) -> HttpResponse:
    """The same answer, or a problem where the framework made a page of an error."""
    if answer.status_code < 400 or answer.headers.get("Content-Type", "") == MEDIA_TYPE:
        return answer
    details = {
        404: _("There is nothing here, or not within your reach."),
        405: _("This address does not know this method; see the header Allow."),
        414: _("An address holds at most 4,000 characters. Nothing was changed."),
    }
    shaped = problem(answer.status_code, details.get(answer.status_code, ""))
    for name in _KEPT:
        if name in answer.headers:
            shaped[name] = answer.headers[name]
    if "Allow" in shaped.headers:
        shaped["Allow"] = ", ".join(sorted(shaped["Allow"].split(", ")))
    shaped.cookies = answer.cookies
    return shaped
