"""An accepted risk: when it ends by itself, and what its record must say.

Source: domain reference, irm, sections 7 and 10.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from baken.rooms.library.rules.acceptance_terms import AcceptanceTerms


@dataclass(frozen=True)
class Acceptance:
    """What was signed: until 00:00 of ``ends_on`` in the time zone of the place.

    ``latest_end`` is the last end the mandate table allowed; from 00:00 of ``activity_ends_on`` on the
    activity is over.
    """

    ends_on: date
    latest_end: date
    zone: ZoneInfo
    activity_ends_on: date | None = None


@dataclass(frozen=True)
class Ending:
    """When an acceptance ends, and why."""

    at: datetime
    reason: str


def start_of(day: date, zone: ZoneInfo) -> datetime:
    """00:00 of a day in the time zone of a unit (UTC). Source: domain reference, irm, section 17.6."""
    return datetime.combine(day, time(0), tzinfo=zone).astimezone(UTC)


def first_end(acceptance: Acceptance) -> Ending:
    """When an acceptance ends by itself: the earliest of its end, the mandate's longest and the activity's.

    What ends it before that (another score, something severe, a red barrier) is done when it happens.
    """
    days = [
        (acceptance.ends_on, "end_date"),
        (acceptance.latest_end, "longest_validity"),
        (acceptance.activity_ends_on, "activity_end"),
    ]
    found = [Ending(start_of(day, acceptance.zone), code) for day, code in days if day is not None]
    return min(found, key=lambda one: one.at)


def missing_in_record(
    risk_class: str,
    record: Mapping[str, Any],
    considered: Mapping[str, Sequence[Mapping[str, Any]]],
    *,
    terms: AcceptanceTerms,
) -> tuple[str, ...]:
    """The fields that an acceptance of a class lacks, by name; nothing when it is complete.

    ``considered`` holds the measures that were weighed per level of control, as ``alarp.source`` or
    ``alarp.source.1.cost`` are named here. Source: domain reference, irm, sections 7, 10 and 17.15.
    """
    found = [name for name in terms.required[risk_class] if is_empty(record.get(name))]
    if risk_class in terms.alarp_classes:
        for level in terms.control_levels:
            found += _missing_at(level, considered.get(level, ()), terms)
    return tuple(found)


def missing_in_renewal(comparison: Mapping[str, Any], *, terms: AcceptanceTerms) -> tuple[str, ...]:
    """What the comparison with the acceptance before lacks; without it nothing is renewed.

    Source: domain reference, irm, section 7: renewal is a new decision with comparison.
    """
    return tuple(name for name in terms.comparison_fields if is_empty(comparison.get(name)))


def is_empty(value: Any) -> bool:
    """Whether nothing was said: nothing at all, only spaces, or an empty list; zero is an answer."""
    if isinstance(value, str):
        return not value.strip()
    return value is None or (isinstance(value, Sequence | Mapping | frozenset | set) and not value)


def _missing_at(
    level: str, measures: Sequence[Mapping[str, Any]], terms: AcceptanceTerms
) -> list[str]:
    if not measures:
        return [f"alarp.{level}"]
    return [
        f"alarp.{level}.{place}.{name}"
        for place, measure in enumerate(measures, start=1)
        for name in terms.considered_fields
        if is_empty(measure.get(name))
    ]
