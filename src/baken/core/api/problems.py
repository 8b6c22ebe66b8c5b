"""Errors as problem details, one shape for everything that goes wrong. Source: RFC 9457."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping, Sequence
from http import HTTPStatus
from typing import Any

import orjson
from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse, RawPostDataException
from django.http.multipartparser import MultiPartParserError
from django.http.request import UnreadablePostError
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from baken.core.access import AccessDenied
from baken.core.api.idempotency import KeyReused
from baken.core.api.wrong_values import sentence_of
from baken.core.files.content import FileRefused
from baken.core.lists import BadCursor
from baken.core.workflow.errors import FieldsRefused, StepRefused

log = logging.getLogger(__name__)

MEDIA_TYPE = "application/problem+json"
TYPE = "urn:baken:problem:"


class ApiProblem(Exception):
    """Something is wrong with a request; the API answers with this status and these errors."""

    def __init__(self, status: int, detail: str, errors: Mapping[str, str] | None = None) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.errors = dict(errors or {})


def problem(
    status: int,
    detail: str = "",
    *,
    code: str = "",
    errors: Iterable[Mapping[str, Any]] = (),
    **members: Any,
) -> HttpResponse:
    """A problem answer; ``code`` makes a type of its own, ``members`` are further facts."""
    title = HTTPStatus(status).phrase
    body: dict[str, Any] = {
        "type": f"{TYPE}{code}" if code else "about:blank",
        "title": title,
        "status": status,
        "detail": detail or title,
        "errors": list(errors),
        **members,
    }
    answer = HttpResponse(orjson.dumps(body), status=status, content_type=MEDIA_TYPE)
    if status == HTTPStatus.UNAUTHORIZED:
        answer["WWW-Authenticate"] = 'Bearer realm="baken"'
    return answer


def errors_of(messages: Mapping[str, str]) -> list[dict[str, str]]:
    """Messages by field as the list that a problem carries."""
    return [{"field": name, "message": str(text)} for name, text in messages.items()]


def speak_problems(api: NinjaAPI) -> None:
    """Make an API answer every exception with a problem."""
    for kind, handler in _HANDLERS.items():
        api.add_exception_handler(kind, handler)


def _invalid(request: HttpRequest, exc: ValidationError) -> HttpResponse:
    errors = [{"field": _field(e["loc"]), "message": sentence_of(e)} for e in exc.errors]
    return problem(400, _("What was sent is not valid."), code="invalid", errors=errors)


def _field(place: Sequence[Any]) -> str:
    """The name a sender knows: without the part of the request and our parameter's name."""
    source, rest = place[0], [str(part) for part in place[1:]]
    if source == "body" and len(rest) == 1:
        return "body"
    if len(rest) > 1 and source in ("body", "query", "form", "file"):
        rest = rest[1:]
    return ".".join(rest) if rest else str(source)


def _step_refused(request: HttpRequest, exc: StepRefused) -> HttpResponse:
    refusals = [{"code": refusal.code, "text": str(refusal)} for refusal in exc.refusals]
    detail = " ".join(one["text"] for one in refusals)
    return problem(409, detail, code="step-refused", refusals=refusals)


def _fields_refused(request: HttpRequest, exc: FieldsRefused) -> HttpResponse:
    detail = _("What was sent is not valid.")
    return problem(400, detail, code="invalid", errors=errors_of(exc.errors))


def _denied(request: HttpRequest, exc: AccessDenied) -> HttpResponse:
    return problem(403, exc.reason, code="not-yours", permit=exc.permit)


def _api_problem(request: HttpRequest, exc: ApiProblem) -> HttpResponse:
    return problem(exc.status, exc.detail, errors=errors_of(exc.errors))


def _http_error(request: HttpRequest, exc: HttpError) -> HttpResponse:
    """What the library refuses by itself, in our words."""
    words = {
        400: _("What was sent cannot be read."),
        401: _("Log in, or send a token that is valid."),
        403: _("A change by a browser needs the token against forged requests (CSRF)."),
    }
    return problem(exc.status_code, words.get(exc.status_code, str(exc)))


def _key_reused(request: HttpRequest, exc: KeyReused) -> HttpResponse:
    detail = _("This key or id was used before for something else.")
    return problem(409, detail, code="key-reused")


def _bad_cursor(request: HttpRequest, exc: BadCursor) -> HttpResponse:
    errors = [{"field": "cursor", "message": str(exc)}]
    return problem(400, str(exc), code="invalid", errors=errors)


def _file_refused(request: HttpRequest, exc: FileRefused) -> HttpResponse:
    errors = [{"field": "file", "message": str(exc)}]
    return problem(400, str(exc), code="invalid", errors=errors)


def _unreadable(request: HttpRequest, exc: Any) -> HttpResponse:
    return problem(400, _("What was sent cannot be read."), code="unreadable")


def _not_found(request: HttpRequest, exc: Exception) -> HttpResponse:
    return problem(404, _("There is nothing here, or not within your reach."))


def _forbidden(request: HttpRequest, exc: Exception) -> HttpResponse:
    return problem(403, str(exc))


def _too_large(request: HttpRequest, exc: Exception) -> HttpResponse:
    return problem(413, _("This is more than 10 MiB. Send less at once."))


def _our_fault(request: HttpRequest, exc: Exception) -> HttpResponse:
    place = request.resolver_match.route if request.resolver_match else "?"
    log.error("%s %s failed", request.method, place, exc_info=exc)
    return problem(500, _("Something went wrong on our side. It has been written down."))


_HANDLERS: dict[type[Exception], Any] = {
    ValidationError: _invalid,
    StepRefused: _step_refused,
    FieldsRefused: _fields_refused,
    AccessDenied: _denied,
    ApiProblem: _api_problem,
    HttpError: _http_error,
    KeyReused: _key_reused,
    BadCursor: _bad_cursor,
    FileRefused: _file_refused,
    Http404: _not_found,
    PermissionDenied: _forbidden,
    RequestDataTooBig: _too_large,
    SuspiciousOperation: _unreadable,
    MultiPartParserError: _unreadable,
    RawPostDataException: _unreadable,
    UnreadablePostError: _unreadable,
    Exception: _our_fault,
}
