"""An accepted risk in time: when it ends, what suspends it, and what its record must say.

Source: domain reference, irm, sections 7, 9 and 10; organisation, section 8.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from baken.rooms.library.rules.acceptance_terms import AcceptanceTerms

HOLDS, SUSPENDED, ENDED = "holds", "suspended", "ended"
# What ends an acceptance at once; a report or occurrence does from some severity on.
ENDING = (
    "activity_ended",
    "score_changed",
    "scale_changed",
    "barrier_red",
    "revoked",
)
SEVERE = "severe_occurrence"
OCCURRENCE = "occurrence"
VIOLATED, RESTORED = "condition_violated", "condition_restored"
COMMAND_TAKEN, REACCEPTED = "command_taken", "reaccepted"


@dataclass(frozen=True)
class Acceptance:
    """What was signed: from a day until 00:00 of ``ends_on`` in the time zone of the unit.

    ``latest_end`` is the last end the mandate table allowed; from 00:00 of ``activity_ends_on`` on the
    activity is over.
    """

    risk_class: str
    context: str
    starts_on: date
    ends_on: date
    latest_end: date
    zone: ZoneInfo
    activity_ends_on: date | None = None


@dataclass(frozen=True)
class Event:
    """Something that happened to an accepted risk.

    Codes: those of ENDING; occurrence (with its potential severity); condition_violated and
    condition_restored (with the condition); command_taken and reaccepted.
    """

    code: str
    at: datetime
    severity: int = 0
    condition: str = ""


@dataclass(frozen=True)
class Ending:
    """When an acceptance ends, and why."""

    at: datetime
    reason: str


@dataclass(frozen=True)
class Standing:
    """How an acceptance stands at a moment.

    ``ending`` is the first one known, past or to come; ``violated`` are conditions that do not hold now;
    ``reaccept_by`` is set while a new commander has not accepted it again.
    """

    state: str
    ending: Ending
    violated: tuple[str, ...] = ()
    reaccept_by: datetime | None = None


def start_of(day: date, zone: ZoneInfo) -> datetime:
    """00:00 of a day in the time zone of a unit (UTC). Source: domain reference, irm, section 17.6."""
    return datetime.combine(day, time(0), tzinfo=zone).astimezone(UTC)


def standing_of(
    acceptance: Acceptance, events: Iterable[Event], *, at: datetime, terms: AcceptanceTerms
) -> Standing:
    """How an acceptance stands at a moment, by what had happened until then.

    Ended is the earliest of: its end, the mandate's longest validity, the end of the activity, the term
    to accept it again after a handover, and what ends it at once.
    """
    known = sorted((one for one in events if one.at <= at), key=lambda one: one.at)
    ending = _ending(acceptance, known, terms)
    if ending.at <= at:
        return Standing(ENDED, ending)
    violated = _violated(known)
    state = SUSPENDED if violated else HOLDS
    return Standing(state, ending, violated, _reaccept_by(acceptance, known, terms))


def is_change_of_command(*, kind: str, days: int | None, terms: AcceptanceTerms) -> bool:
    """Whether somebody who takes command must accept risks again.

    Who acts for a short absence inherits the mandate; ``days`` is how long, None until further notice.
    """
    return kind != "acting" or days is None or days >= terms.short_absence_days


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


def _ending(acceptance: Acceptance, known: list[Event], terms: AcceptanceTerms) -> Ending:
    days = [
        (acceptance.ends_on, "end_date"),
        (acceptance.latest_end, "longest_validity"),
        (acceptance.activity_ends_on, "activity_end"),
    ]
    found = [Ending(start_of(day, acceptance.zone), code) for day, code in days if day is not None]
    found += [Ending(one.at, _code(one)) for one in known if _ends(one, terms)]
    found += [Ending(by, "handover_term") for by in _lapses(acceptance, known, terms)]
    return min(found, key=lambda one: one.at)


def _ends(event: Event, terms: AcceptanceTerms) -> bool:
    severe = event.code == OCCURRENCE and event.severity >= terms.severe_from
    return severe or event.code in ENDING


def _code(event: Event) -> str:
    return SEVERE if event.code == OCCURRENCE else event.code


def _violated(known: list[Event]) -> tuple[str, ...]:
    """The conditions of which the last that was heard is that they do not hold."""
    last = {one.condition: one.code for one in known if one.code in (VIOLATED, RESTORED)}
    return tuple(condition for condition, code in last.items() if code == VIOLATED)


def _lapses(acceptance: Acceptance, known: list[Event], terms: AcceptanceTerms) -> list[datetime]:
    """The ends of terms after a handover within which nobody accepted again."""
    found = []
    for taken in (one for one in known if one.code == COMMAND_TAKEN):
        by = _term_after(taken, acceptance, terms)
        again = any(one.code == REACCEPTED and taken.at <= one.at < by for one in known)
        found += [] if again else [by]
    return found


def _reaccept_by(
    acceptance: Acceptance, known: list[Event], terms: AcceptanceTerms
) -> datetime | None:
    return min(_lapses(acceptance, known, terms), default=None)


def _term_after(taken: Event, acceptance: Acceptance, terms: AcceptanceTerms) -> datetime:
    day = taken.at.astimezone(acceptance.zone).date()
    return start_of(day + timedelta(terms.handover_days[acceptance.context] + 1), acceptance.zone)
