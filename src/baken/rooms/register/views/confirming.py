"""Asks who is there, once more, before a high or extreme risk is signed for."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from baken.core.accounts.confirmation import strong_question_before
from baken.rooms.register.models import Decision, Risk
from baken.rooms.register.queries.signatures import is_signed


def question_before_signing(
    request: HttpRequest, record: Risk | Decision, step: str
) -> HttpResponse | None:
    """What to answer before a step that signs; None when nothing is asked.

    What was typed goes along with the question, and comes back with the answer.
    """
    return strong_question_before(request) if is_signed(record, step) else None
