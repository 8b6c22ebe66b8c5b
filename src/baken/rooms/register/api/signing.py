"""Refuses programs to sign for a high or extreme risk, and asks a browser who is there once more."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext as _

from baken.core.api.auth import must_sign
from baken.core.api.problems import ApiProblem
from baken.rooms.register.models import Risk
from baken.rooms.register.queries.signatures import is_signed


def must_be_signed(request: HttpRequest, risk: Risk, step: str) -> None:
    """Refuse a step that signs for a high or extreme risk to a token, and to a session not confirmed.

    Raises ApiProblem 403.
    """
    if not is_signed(risk, step):
        return
    if getattr(request, "token", None) is not None:
        text = _(
            "A high or extreme risk is signed for by a person, with a second factor. A program"
            " cannot: do it in the browser."
        )
        raise ApiProblem(403, text)
    must_sign(request)
