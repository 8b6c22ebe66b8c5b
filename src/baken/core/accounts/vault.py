"""Secrets that must be read again are kept enciphered with a key drawn from the server's secret."""

from __future__ import annotations

import base64
import hashlib
import hmac
from datetime import timedelta

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings


def seal(secret: str) -> str:
    """A secret as text that only this server can read."""
    return _cipher().encrypt(secret.encode()).decode()


def unseal(sealed: str, within: timedelta | None = None) -> str | None:
    """What was sealed, or None when it was not sealed here or longer ago than ``within``."""
    seconds = int(within.total_seconds()) if within is not None else None
    try:
        return _cipher().decrypt(sealed.encode(), ttl=seconds).decode()
    except (InvalidToken, UnicodeError):
        return None


def digest_of(purpose: str, secret: str) -> str:
    """A fingerprint of a secret that tells nothing without the server's own."""
    key = settings.SECRET_KEY.encode()
    return hmac.new(key, f"{purpose}:{secret}".encode(), hashlib.sha256).hexdigest()


def _cipher() -> Fernet:
    key = hmac.new(settings.SECRET_KEY.encode(), b"accounts.vault", hashlib.sha256).digest()
    return Fernet(base64.urlsafe_b64encode(key))
