"""Codes of six digits that change every half minute. Source: RFC 6238 (TOTP) and RFC 4226."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from datetime import datetime
from urllib.parse import quote

SECONDS = 30
DIGITS = 6
ISSUER = "Baken"


def new_secret() -> str:
    """A fresh shared secret of 160 bits, in the letters that apps accept."""
    return base64.b32encode(secrets.token_bytes(20)).decode()


def step_of(at: datetime) -> int:
    """The number of the half minute in which a moment falls."""
    return int(at.timestamp()) // SECONDS


def code_of(secret: str, step: int) -> str:
    """The code of a half minute."""
    digest = hmac.new(base64.b32decode(secret), step.to_bytes(8, "big"), hashlib.sha1).digest()
    start = digest[-1] & 0xF
    number = int.from_bytes(digest[start : start + 4], "big") & 0x7FFFFFFF
    return f"{number % 10**DIGITS:0{DIGITS}}"


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
    label = quote(f"{ISSUER}:{username}")
    return f"otpauth://totp/{label}?secret={secret}&issuer={ISSUER}"
