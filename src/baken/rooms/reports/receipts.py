"""Receipt codes: made from the sender's random key and the server's secret, kept as a digest."""

from __future__ import annotations

import hashlib
import hmac
import uuid

from django.conf import settings
from django.core import signing

PASS_SECONDS = 15 * 60
_PASS = signing.TimestampSigner(salt="baken.reports.file")
_SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def receipt_code(key: str) -> str:
    """A code of 80 bits in groups of four; the same key gives the same code.

    The key is never stored, so the code cannot be made again from the database and the secret.
    Source: Crockford's base 32, without signs that look alike.
    """
    drawn = _keyed(b"code" + key.encode())
    number = int.from_bytes(drawn[:10], "big")
    signs = [_SIGNS[(number >> (5 * place)) & 31] for place in range(16)]
    return "-".join("".join(signs[start : start + 4]) for start in range(0, 16, 4))


def digest_of_code(code: str) -> str:
    """What is stored of a receipt code, however it was typed."""
    plain = "".join(sign for sign in code.upper() if sign.isalnum())
    plain = plain.replace("O", "0").replace("I", "1").replace("L", "1")
    return _keyed(b"receipt" + plain.encode()).hex()


def file_pass(file_id: uuid.UUID) -> str:
    """A pass to look at one file for a quarter of an hour; it holds no code and names no report."""
    return _PASS.sign(file_id.hex)


def file_of_pass(text: str) -> uuid.UUID | None:
    """The file that a pass opens, or None when it is not ours or too old."""
    try:
        return uuid.UUID(hex=_PASS.unsign(text, max_age=PASS_SECONDS))
    except (signing.BadSignature, ValueError):
        return None


def _keyed(message: bytes) -> bytes:
    return hmac.new(settings.SECRET_KEY.encode(), message, hashlib.sha256).digest()
