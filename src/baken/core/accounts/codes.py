"""Codes of six digits that change every half minute. Source: RFC 6238 (TOTP) and RFC 4226."""

from __future__ import annotations

import base64
import hmac
import secrets
from datetime import datetime

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.hotp import HOTP
from cryptography.hazmat.primitives.twofactor.totp import TOTP

SECONDS = 30
DIGITS = 6
ISSUER = "Baken"
HASH = SHA1()  # noqa: S303  the standard's own, and the only one that every app computes


def new_secret() -> str:
    """A fresh shared secret of 160 bits, in the letters that apps accept."""
    return base64.b32encode(secrets.token_bytes(20)).decode()


def step_of(at: datetime) -> int:
    """The number of the half minute in which a moment falls."""
    return int(at.timestamp()) // SECONDS


def code_of(secret: str, step: int) -> str:
    """The code of a half minute."""
    key = base64.b32decode(secret)
    return HOTP(key, DIGITS, HASH).generate(step).decode()


def matching_step(secret: str, code: str, at: datetime) -> int | None:
    """The half minute a code belongs to: this one, the one before or the one after; else None."""
    now = step_of(at)
    fits = [
        step
        for step in (now, now - 1, now + 1)
        if hmac.compare_digest(code_of(secret, step).encode(), code.encode())
    ]
    return fits[0] if fits else None


def app_address(secret: str, username: str) -> str:
    """What the QR code for an app says."""
    key = base64.b32decode(secret)
    asked = TOTP(key, DIGITS, HASH, SECONDS)
    return asked.get_provisioning_uri(username, ISSUER)
