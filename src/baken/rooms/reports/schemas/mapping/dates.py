"""Reads moments from text: a format, a time zone, and names of months in the source's language."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from baken.rooms.reports.schemas.mapping.problems import Notes

DEFAULT_ZONE = "Europe/Amsterdam"
_TIME_OF_DAY = re.compile(r"%-?[HIMSfpcXT]")
_NAMED = re.compile(r"%[aAbBp]")
_DUTCH = {
    "januari": "January",
    "februari": "February",
    "maart": "March",
    "april": "April",
    "mei": "May",
    "juni": "June",
    "juli": "July",
    "augustus": "August",
    "september": "September",
    "oktober": "October",
    "november": "November",
    "december": "December",
    "mrt": "Mar",
    "okt": "Oct",
    "maandag": "Monday",
    "dinsdag": "Tuesday",
    "woensdag": "Wednesday",
    "donderdag": "Thursday",
    "vrijdag": "Friday",
    "zaterdag": "Saturday",
    "zondag": "Sunday",
    "ma": "Mon",
    "di": "Tue",
    "wo": "Wed",
    "do": "Thu",
    "vr": "Fri",
    "za": "Sat",
    "zo": "Sun",
}
_DUTCH_NAME = re.compile(rf"\b({'|'.join(_DUTCH)})\b", re.IGNORECASE)

ReadMoment = Callable[[str], datetime | None]


def compile_date(pattern: object, zone: object, place: str, notes: Notes) -> ReadMoment:
    """A function from text to a moment in UTC; None when the text is no such date.

    A date without a time is noon. A time that does not exist because the clock went forward moves
    one hour on; one that occurs twice is the first.
    """
    if not isinstance(pattern, str) or not _is_format(pattern):
        notes.problem(f"{place}.date", f"{pattern!r} is no date format such as %Y-%m-%d")
        pattern = "%Y"
    within = _zone(zone, place, notes)
    at_noon = not _TIME_OF_DAY.search(pattern)
    dutch = notes.language == "nl" and bool(_NAMED.search(pattern))

    def read(text: str) -> datetime | None:
        words = _DUTCH_NAME.sub(_english, text) if dutch else text
        try:
            found = datetime.strptime(words, pattern)  # noqa: DTZ007  the zone follows
            if at_noon:
                found = found.replace(hour=12)
            return (found if found.tzinfo else found.replace(tzinfo=within)).astimezone(UTC)
        except (ValueError, OverflowError):
            return None

    return read


def _english(found: re.Match[str]) -> str:
    return _DUTCH[found[0].lower()]


def _is_format(pattern: str) -> bool:
    try:
        datetime.strptime("", pattern)  # noqa: DTZ007  only the format is looked at
    except ValueError as problem:
        return "%" in pattern and "directive" not in str(problem) and "stray" not in str(problem)
    except re.error:
        return False
    return False


def _zone(name: object, place: str, notes: Notes) -> ZoneInfo:
    try:
        return ZoneInfo(str(name or DEFAULT_ZONE))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        notes.problem(f"{place}.timezone", f"{name!r} is no time zone such as {DEFAULT_ZONE}")
        return ZoneInfo("UTC")
