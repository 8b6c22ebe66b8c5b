"""Cursors: where a page of a list starts, as a text that only the product makes."""

from __future__ import annotations

import base64
import binascii


class BadCursor(ValueError):
    """The cursor was not made by this product; the answer is 400."""

    def __init__(self) -> None:
        super().__init__("this cursor was not given out by the list; start without one")


def write_cursor(number: int) -> str:
    """An opaque cursor for a row number."""
    return _written(f"n{number}")


def read_cursor(cursor: str) -> int | None:
    """The row number of a cursor; empty is the first page. Raises BadCursor on nonsense."""
    if not cursor:
        return None
    try:
        number = int(_read(cursor).removeprefix("n"))
    except ValueError:
        raise BadCursor from None
    if write_cursor(number) != cursor or not -(2**63) <= number < 2**63:
        raise BadCursor
    return number


def write_place(code: str) -> str:
    """An opaque cursor for a list in order of a code or path."""
    return _written(f"p{code}")


def read_place(cursor: str) -> str:
    """The code after which a page starts; empty is the first page. Raises BadCursor on nonsense."""
    if not cursor:
        return ""
    text = _read(cursor)
    if not text.startswith("p") or _written(text) != cursor or not text.isprintable():
        raise BadCursor
    return text[1:]


def _written(text: str) -> str:
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _read(cursor: str) -> str:
    try:
        return base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode("ascii")
    except (ValueError, binascii.Error):
        raise BadCursor from None
