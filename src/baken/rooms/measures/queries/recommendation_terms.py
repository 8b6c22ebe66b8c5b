"""By when the next step of a recommendation is owed, in the time zone of its addressee."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from baken.rooms.library.queries.recommending import recommending
from baken.rooms.measures.models import Recommendation
from baken.rooms.measures.queries.recommendation_posts import addressee_of
from baken.rooms.measures.rules.recommending import months_after, weeks_after
from baken.rooms.org.queries import zone_of_unit

NOT_OWED_YET: dict[str, Any] = {"due_at": None, "reminds_at": None}


def owed_on(record: Recommendation, day: date) -> dict[str, Any]:
    """What a recommendation carries on which something is owed at the end of a day: when, and told when."""
    ends = datetime.combine(day, time(23, 59), tzinfo=_zone(record)).astimezone(UTC)
    return {"due_at": ends, "reminds_at": ends}


def answer_owed(record: Recommendation, since: date) -> dict[str, Any]:
    """An answer is owed so many weeks after a day."""
    return owed_on(record, weeks_after(since, recommending().answer_weeks))


def last_word_owed(record: Recommendation, at: datetime) -> dict[str, Any]:
    """Whoever recommended it says the last word, in the weeks that an answer takes."""
    return {**answer_owed(record, today_there(record, at)), "reminds_at": None}


def plan_owed(record: Recommendation, at: datetime) -> dict[str, Any]:
    """A plan is owed so many weeks after it was accepted."""
    return owed_on(record, weeks_after(today_there(record, at), recommending().plan_weeks))


def effect_owed(record: Recommendation, at: datetime) -> dict[str, Any]:
    """The effect is looked at so many months after it was reported done."""
    day = months_after(today_there(record, at), recommending().effect_months)
    return {"effect_check_on": day, **owed_on(record, day)}


def parliament_terms(record: Recommendation, at: datetime) -> dict[str, Any]:
    """By when parliament gets it and when the desk is warned; nothing where it need not get it.

    Source: Aanwijzingen inzake de rijksinspecties: six weeks after it was offered, with or without a
    reaction.
    """
    terms = recommending()
    if record.source not in terms.parliament_sources:
        return {"parliament_due": None, "warns_at": None}
    due = weeks_after(record.offered_on, terms.answer_weeks)
    return {"parliament_due": due, "warns_at": _first_warning(record, due, at)}


def next_warning(record: Recommendation, at: datetime) -> datetime | None:
    """When the desk is warned next, after a moment; None when it was often enough."""
    zone = _zone(record)
    days = (weeks_after(record.offered_on, week) for week in recommending().warn_weeks)
    moments = (datetime.combine(day, time(8), tzinfo=zone).astimezone(UTC) for day in days)
    return next((moment for moment in moments if moment > at), None)


def repeats_since(offered_on: date) -> date:
    """The first day that still counts as recommended before."""
    return months_after(offered_on, -12 * recommending().repeat_years)


def today_there(record: Recommendation, at: datetime) -> date:
    """The calendar day of a moment where the addressee lives."""
    return at.astimezone(_zone(record)).date()


def _first_warning(record: Recommendation, due: date, at: datetime) -> datetime | None:
    """The next warning; at once for what was entered after the last of them, while there is time."""
    found = next_warning(record, at)
    late = found is None and today_there(record, at) <= due + timedelta(days=1)
    return at if late else found


def _zone(record: Recommendation) -> ZoneInfo:
    return zone_of_unit(addressee_of(record))
