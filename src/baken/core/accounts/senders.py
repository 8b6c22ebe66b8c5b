"""Counts attempts per sender without knowing who sends.

Counts live in the memory of one process, under a hash whose salt is drawn at start and never
written anywhere; no address is stored, and a restart forgets everything.
"""

from __future__ import annotations

import hashlib
import secrets
from collections import deque
from datetime import datetime, timedelta
from threading import Lock

from django.conf import settings
from django.http import HttpRequest

_SALT = secrets.token_bytes(32)
_every: list[Senders] = []


class Senders:
    """At most ``most`` attempts per sender in ``window``."""

    def __init__(self, most: int, window: timedelta) -> None:
        self.most = most
        self.window = window
        self._seen: dict[bytes, deque[datetime]] = {}
        self._lock = Lock()
        _every.append(self)

    def too_many(self, request: HttpRequest) -> bool:
        """Whether this sender has used up the window."""
        with self._lock:
            self._forget_old(request.at)  # type: ignore[attr-defined]
            return len(self._seen.get(_sender(request), ())) >= self.most

    def note(self, request: HttpRequest) -> None:
        """Count one for this sender."""
        with self._lock:
            self._seen.setdefault(_sender(request), deque()).append(request.at)  # type: ignore[attr-defined]

    def _forget_old(self, at: datetime) -> None:
        for sender, moments in list(self._seen.items()):
            while moments and moments[0] <= at - self.window:
                moments.popleft()
            if not moments:
                del self._seen[sender]


def forget_senders() -> None:
    """Start counting anew, everywhere."""
    for one in _every:
        one._seen.clear()


def _sender(request: HttpRequest) -> bytes:
    """A hash of the nearest address that can be trusted: behind a proxy, the one it saw."""
    address = request.META.get("REMOTE_ADDR", "")
    if settings.SECURE_PROXY_SSL_HEADER:
        address = request.META.get("HTTP_X_FORWARDED_FOR", address).rsplit(",", 1)[-1].strip()
    return hashlib.sha256(_SALT + address.encode()).digest()
