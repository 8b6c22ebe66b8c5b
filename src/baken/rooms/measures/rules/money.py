"""Reads an amount of money as people write it."""

from __future__ import annotations

import re

MOST_CENTS = 10**13
_AMOUNT = re.compile(r"(\d{1,3}(?:[. ]\d{3})+|\d+)(?:,(\d{2}))?")
_POINTED = re.compile(r"(\d{1,3}(?:,\d{3})+|\d+)\.(\d{2})")


def cents_of(text: str) -> int | None:
    """An amount in euros, such as 2500, 2.500,00 or 2,500.00, in cents; None when it is none."""
    plain = text.strip().removeprefix("€").strip()
    found = _POINTED.fullmatch(plain) or _AMOUNT.fullmatch(plain)
    if found is None:
        return None
    euros = int(re.sub(r"\D", "", found[1]))
    cents = euros * 100 + int(found[2] or 0)
    return cents if cents < MOST_CENTS else None


def euros_of(cents: int) -> str:
    """An amount in cents as ``cents_of`` reads it back."""
    return f"{cents // 100}.{cents % 100:02}"
