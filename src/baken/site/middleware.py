"""What every request gets: safety headers, the actor behind it, and a limit to its address."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from baken.core import clock
from baken.core.access import Actor
from baken.core.accounts.administration import carrier_of, on_duty
from baken.rooms.org.queries import actor_for, one_tree
from baken.site.views.errors import address_too_long, not_allowed, not_found

Answer = Callable[[HttpRequest], HttpResponse]

CONTENT_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data: blob:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
        "manifest-src 'self'",
    )
)


LONGEST_ADDRESS = 4_000


class SafetyHeaders:
    """Adds the content security policy and its companions to every answer.

    Source: OWASP ASVS 5.0, chapter 3 (web front-end security).
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code == 405 and not response.streaming and not response.content:
            response = _told(request, response)
        response.headers.setdefault("Content-Security-Policy", CONTENT_POLICY)
        response.headers.setdefault("Permissions-Policy", "camera=(self), geolocation=()")
        if not request.path.startswith("/static/"):
            response.headers.setdefault("Cache-Control", "no-store")
        return response


def _told(request: HttpRequest, refused: HttpResponse) -> HttpResponse:
    """A page in place of an empty refusal, which a browser would show as its own error."""
    shown = not_allowed(request)
    shown.headers["Allow"] = refused.headers["Allow"]
    return shown


def actor_behind(request: HttpRequest) -> Actor:
    """Who asks: with the rights of their posts, or as administrator while a session runs here."""
    at = request.at  # type: ignore[attr-defined]
    return on_duty(actor_for(request.user, at), carrier_of(request), at)


class ActorOfRequest:
    """Puts the actor on the request; computed when first asked for."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.at = clock.now()  # type: ignore[attr-defined]
        request.actor = SimpleLazyObject(lambda: actor_behind(request))  # type: ignore[attr-defined]
        with one_tree():
            return self.get_response(request)


def _comes_back() -> tuple[str, str]:
    """The pages that are told where to go on: with an address within the limit, escaped once more."""
    return (reverse("accounts:login"), reverse("accounts:confirm"))


class PlainAddresses:
    """Answers an address that is too long or holds a NUL in our own words; the API makes a problem of it.

    No database can be asked for a NUL, and nothing is called so.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if len(request.get_full_path()) > LONGEST_ADDRESS and request.path not in _comes_back():
            return address_too_long(request)
        if "\x00" in request.path:
            return not_found(request)
        return self.get_response(request)
