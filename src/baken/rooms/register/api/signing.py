"""Refuses programs to sign for a high or extreme risk, and asks a browser who is there once more."""

from __future__ import annotations

from django.http import HttpRequest

from baken.core.api.auth import must_sign_strongly
from baken.rooms.register.models import Decision, Risk
from baken.rooms.register.queries.signatures import is_signed


def must_be_signed(request: HttpRequest, record: Risk | Decision, step: str) -> None:
    """Refuse a step that signs for a high or extreme risk to a token, and to a session not confirmed.

    Raises ApiProblem 403.
    """
    if is_signed(record, step):
        must_sign_strongly(request)
