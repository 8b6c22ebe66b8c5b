"""The terms of consultations, from their data file, in the days of a unit's own place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from baken.rooms.consultation.rules import KINDS
from baken.rooms.org.queries import tree, zone_of_unit

TERMS = Path(__file__).parent.parent / "data" / "terms.yaml"


class TermsMistake(ValueError):
    """What is wrong with the data file, a sentence per mistake."""


@dataclass(frozen=True)
class Terms:
    """In calendar days: what a body is proposed by kind, the least it gets, and the time to reply."""

    answer: Mapping[str, int]
    shortest: int
    reply: int


@lru_cache(maxsize=4)
def terms(path: Path = TERMS) -> Terms:
    """The terms. Raises TermsMistake with a sentence per mistake."""
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    problems = list(mistakes(content))
    if problems:
        raise TermsMistake("\n".join(f"{path.name}: {one}" for one in problems))
    return Terms(content["answer"], content["shortest"], content["reply"])


def mistakes(content: Mapping[str, Any]) -> Iterator[str]:
    """What is wrong with the content of the data file, each with its entry."""
    answer = content.get("answer") or {}
    for kind in KINDS:
        if not _is_days(answer.get(kind)):
            yield f"answer, field {kind}: must be a whole number of days, 1 to 365"
    for kind in sorted(set(answer) - set(KINDS)):
        yield f"answer: there is no kind {kind!r}"
    for name in ("shortest", "reply"):
        if not _is_days(content.get(name)):
            yield f"{name}: must be a whole number of days, 1 to 365"


def _is_days(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= 365


def day_at(unit: int, at: datetime) -> date:
    """The calendar day of a moment where a unit lives."""
    return at.astimezone(zone_of_unit(tree().by_id[unit])).date()


def end_of_day(unit: int, day: date) -> datetime:
    """When a day is over where a unit lives."""
    zone = zone_of_unit(tree().by_id[unit])
    return datetime.combine(day + timedelta(days=1), time.min, tzinfo=zone).astimezone(UTC)


def reply_due(unit: int, at: datetime) -> datetime:
    """By when the unit that asked replies to what was answered now."""
    return end_of_day(unit, day_at(unit, at) + timedelta(days=terms().reply))


def proposed_days(usual: Mapping[str, int], unit: int, at: datetime) -> dict[str, date]:
    """By what is asked the last day that is proposed, so many days after the day where a unit lives."""
    today = day_at(unit, at)
    return {kind: today + timedelta(days=days) for kind, days in usual.items()}
