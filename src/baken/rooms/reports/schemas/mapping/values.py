"""Turns results of expressions into values that a record can keep, or says why they are not."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from baken.core.page.cutting import cut_at_word
from baken.rooms.reports.schemas.mapping.conditions import number_in
from baken.rooms.reports.schemas.mapping.dates import DEFAULT_ZONE
from baken.rooms.reports.schemas.mapping.problems import MISSING, RowUnfit

Keep = Callable[[Any], Any]
_YES = frozenset({"true", "yes", "ja", "1", "y", "j"})
_NO = frozenset({"false", "no", "nee", "0", "n"})


def is_nothing(value: Any) -> bool:
    """Whether an expression left its field empty."""
    return value is MISSING or value is None or value in ("", [])


def problem_with(keep: Keep, value: Any) -> str:
    """What is wrong with a value written out in a mapping, or nothing."""
    try:
        keep(value)
    except RowUnfit as problem:
        return str(problem)
    return ""


def one_of(codes: Collection[str], called: str) -> Keep:
    """Keeps a code of a list."""

    def keep(value: Any) -> str:
        code = str(value)
        if isinstance(value, list) or code not in codes:
            raise RowUnfit(f"{code[:60]!r} is not in {called}")
        return code

    return keep


def some_of(codes: Collection[str], called: str) -> Keep:
    """Keeps several codes of a list, each once."""
    single = one_of(codes, called)

    def keep(value: Any) -> tuple[str, ...]:
        listed = value if isinstance(value, list) else [value]
        return tuple(dict.fromkeys(single(one) for one in listed if not is_nothing(one)))

    return keep


def whole(lowest: int, highest: int) -> Keep:
    """Keeps a whole number within limits."""

    def keep(value: Any) -> int:
        found = None if isinstance(value, bool) else number_in(str(value))
        if found is None or found != int(found) or not lowest <= found <= highest:
            raise RowUnfit(f"{str(value)[:60]!r} is no whole number of {lowest} to {highest}")
        return int(found)

    return keep


def rounded(highest: int) -> Keep:
    """Keeps a number of nought or more as a whole one, a half upwards."""

    def keep(value: Any) -> int:
        found = None if isinstance(value, bool) else number_in(str(value))
        if found is None or not 0 <= found <= highest:
            raise RowUnfit(f"{str(value)[:60]!r} is no number of 0 to {highest:,}")
        return math.floor(found + 0.5)

    return keep


def flag(value: Any) -> bool:
    """Keeps a yes or no."""
    word = str(value).strip().lower()
    if word not in _YES | _NO:
        raise RowUnfit(f"{str(value)[:60]!r} is neither yes nor no")
    return word in _YES


def moment(value: Any) -> datetime:
    """Keeps a moment; a date or text written in the mapping is noon or a moment in ISO 8601."""
    try:
        found = datetime.fromisoformat(value) if isinstance(value, str) else value
    except ValueError:
        raise RowUnfit(f"{value[:60]!r} is no moment: name its format with date") from None
    if isinstance(found, date) and not isinstance(found, datetime):
        found = datetime.combine(found, time(12))
    if not isinstance(found, datetime):
        raise RowUnfit(f"{str(value)[:60]!r} is no moment")
    return found if found.tzinfo else found.replace(tzinfo=ZoneInfo(DEFAULT_ZONE))


def line_of(longest: int) -> Keep:
    """Keeps text on one line, cut at a word when it is too long for the field."""

    def keep(value: Any) -> str:
        return cut_at_word(" ".join(str(value).split()), longest)

    return keep


def text(value: Any) -> str:
    """Keeps text with its line breaks."""
    return str(value).replace("\r\n", "\n").replace("\r", "\n").strip()
