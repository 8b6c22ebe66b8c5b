"""The codes on posters, kiosks and forms: short, easy to read aloud, and not to be guessed."""

from __future__ import annotations

SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 8


def code_of(number: int, length: int = LENGTH) -> str:
    """A number as that many signs; five bits each, the lowest first.

    Source: Crockford's base 32, without signs that look alike.
    """
    return "".join(SIGNS[(number >> (5 * place)) & 31] for place in range(length))


def plain_code(text: str) -> str:
    """A code however it was typed or read aloud: without spaces and hyphens, O as 0, I and L as 1."""
    signs = "".join(sign for sign in text.upper() if sign.isalnum())
    return signs.replace("O", "0").replace("I", "1").replace("L", "1")


def looks_like_code(text: str, length: int = LENGTH) -> bool:
    """Whether a text could be such a code."""
    plain = plain_code(text)
    return len(plain) == length and all(sign in SIGNS for sign in plain)


def in_groups(code: str) -> str:
    """A code in groups of four, as it is printed."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))
