"""Slows down guessing: after a few failures a name has to wait."""

from __future__ import annotations

import hashlib
import hmac
from datetime import datetime, timedelta

from django.conf import settings

from baken.core.accounts.models import LoginFailure

MOST_FAILURES = 6
WINDOW = timedelta(minutes=10)


def must_wait(username: str, at: datetime) -> bool:
    """Whether this name failed too often in the last ten minutes.

    Source: OWASP ASVS 5.0, 6.3.1 (protection against password guessing).
    """
    failures = LoginFailure.objects.filter(username_digest=_digest(username), at__gt=at - WINDOW)
    return failures.count() >= MOST_FAILURES


def note_failure(username: str, at: datetime) -> None:
    """Remember a failed attempt, and forget those outside the window."""
    LoginFailure.objects.filter(at__lt=at - WINDOW).delete()
    LoginFailure.objects.create(username_digest=_digest(username), at=at)


def forget_failures(username: str) -> None:
    """A successful log-in clears the name."""
    LoginFailure.objects.filter(username_digest=_digest(username)).delete()


def _digest(username: str) -> str:
    name = username.strip().lower().encode()
    return hmac.new(settings.SECRET_KEY.encode(), name, hashlib.sha256).hexdigest()
