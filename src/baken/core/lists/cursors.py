"""Cursors: where a page of a list starts, as a text that only the product makes and reads.

A row number tells the moment a record was made, and may be read by people who get no more of it
than the month. So it is enciphered: one block of the number and eight bytes that must come back,
which is the same for the same number and cannot be made up.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from functools import lru_cache

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import ECB
from django.conf import settings

MARK = b"baken.n1"


class BadCursor(ValueError):
    """The cursor was not made by this product; the answer is 400."""

    def __init__(self) -> None:
        super().__init__("this cursor was not given out by the list; start without one")


def write_cursor(number: int) -> str:
    """An opaque cursor for a row number."""
    cipher = _cipher(settings.SECRET_KEY).encryptor()
    return _text(cipher.update(number.to_bytes(8, "big", signed=True) + MARK))


def read_cursor(cursor: str) -> int | None:
    """The row number of a cursor; empty is the first page. Raises BadCursor on nonsense."""
    if not cursor:
        return None
    sealed = _bytes(cursor)
    if len(sealed) != 16 or _text(sealed) != cursor:
        raise BadCursor
    opened = _cipher(settings.SECRET_KEY).decryptor().update(sealed)
    if not hmac.compare_digest(opened[8:], MARK):
        raise BadCursor
    return int.from_bytes(opened[:8], "big", signed=True)


def write_place(code: str) -> str:
    """An opaque cursor for a list in order of a code or path."""
    return _text(f"p{code}".encode())


def read_place(cursor: str) -> str:
    """The code after which a page starts; empty is the first page. Raises BadCursor on nonsense."""
    if not cursor:
        return ""
    sealed = _bytes(cursor)
    text = sealed.decode("ascii", "replace")
    if not text.startswith("p") or _text(text.encode()) != cursor or not text.isprintable():
        raise BadCursor
    return text[1:]


@lru_cache(maxsize=2)
def _cipher(secret: str) -> Cipher[ECB]:
    """One block at a time: there is no second block that could repeat the first."""
    key = hmac.new(secret.encode(), b"lists.cursors", hashlib.sha256).digest()
    return Cipher(AES(key), ECB())  # noqa: S305  a single block with its own proof


def _text(sealed: bytes) -> str:
    return base64.urlsafe_b64encode(sealed).decode().rstrip("=")


def _bytes(cursor: str) -> bytes:
    try:
        return base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
    except (ValueError, binascii.Error):
        raise BadCursor from None
