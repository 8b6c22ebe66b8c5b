"""Who is calling: a bearer token of a person or service, or the web session with its CSRF token."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from ninja.errors import AuthenticationError
from ninja.security.apikey import APIKeyCookie
from ninja.security.http import HttpBearer
from ninja.utils import check_csrf

from baken.core.access import Actor
from baken.core.accounts.administration import carrier_of, on_duty
from baken.core.accounts.confirmation import recently_confirmed, strong_proof
from baken.core.accounts.tokens import token_shown
from baken.core.api.problems import ApiProblem

ActorOf = Callable[[Any, datetime], Actor]
LONGEST_TOKEN = 200


def must_sign(request: HttpRequest) -> None:
    """Refuse a step that signs, over a web session that has not just shown again who is there.

    A token passes: it says for itself who calls, and whoever takes over a browser has none.
    """
    if getattr(request, "token", None) is None and not recently_confirmed(request):
        where = reverse("accounts:confirm")
        raise ApiProblem(
            403, _("Show first who you are at %(where)s, then send this again.") % {"where": where}
        )


def must_sign_strongly(request: HttpRequest) -> None:
    """Refuse a step that takes a second factor: to every token, and to who has not just shown one.

    Raises ApiProblem 403, which says where to show it or to set one up.
    """
    if getattr(request, "token", None) is not None:
        text = _(
            "This is signed for by a person, with a second factor. A program cannot: do it in the"
            " browser."
        )
        raise ApiProblem(403, text)
    must_sign(request)
    if not strong_proof(request):
        text = _(
            "This is signed for with a second factor, and your account has none: set one up at"
            " %(where)s, then send this again."
        )
        raise ApiProblem(403, text % {"where": reverse("accounts:own")})


class BearerToken(HttpBearer):
    """``Authorization: Bearer …``; a token that does not hold ends the request, session or not."""

    def __init__(self, actor_of: ActorOf) -> None:
        self.actor_of = actor_of
        super().__init__()

    def authenticate(self, request: HttpRequest, token: str) -> Actor:
        """The actor behind the token, also put on the request; else 401."""
        at = request.at  # type: ignore[attr-defined]
        shown = token_shown(token, at) if 0 < len(token) <= LONGEST_TOKEN else None
        if shown is None:
            raise AuthenticationError(message=_("This token is unknown, expired or withdrawn."))
        request.user = shown.account
        request.token = shown  # type: ignore[attr-defined]
        actor = on_duty(self.actor_of(shown.account, at), carrier_of(request), at)
        request.actor = actor  # type: ignore[attr-defined]
        return actor


class WebSession(APIKeyCookie):
    """The session of the web pages; what changes something also needs the CSRF token."""

    def __init__(self, cookie: str) -> None:
        self.param_name = cookie
        super().__init__(csrf=True)

    def __call__(self, request: HttpRequest) -> Actor | None:
        """The actor of the session, or None; the session itself has read its cookie."""
        return self.authenticate(request, None)

    def authenticate(self, request: HttpRequest, key: str | None) -> Actor | None:
        """The actor when somebody is logged in and, to change something, shows the CSRF token."""
        if not request.user.is_authenticated:
            return None
        if check_csrf(request) is not None:
            raise ApiProblem(403, _("The CSRF token is missing or wrong (header X-CSRFToken)."))
        return request.actor  # type: ignore[attr-defined,no-any-return]
