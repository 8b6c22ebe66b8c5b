"""What must hold before a step of a recommendation can be taken: a code when it does not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

RECEIVED, APPRECIATED, PLANNED = "received", "appreciated", "planned"
IN_PROGRESS, REPORTED, ASSESSED = "in_progress", "reported_done", "assessed_by_source"
CLOSED, REOPENED = "closed", "reopened"
# Nobody answered yet, or what was answered holds no more.
TO_ANSWER = (RECEIVED, REOPENED)
# There is a plan, and it is not done yet.
PLANNED_STATES = (PLANNED, IN_PROGRESS)
# Somebody still has to do something about it.
OPEN_RECOMMENDATIONS = (RECEIVED, APPRECIATED, PLANNED, IN_PROGRESS, REPORTED, ASSESSED, REOPENED)
# Measures can be taken about it.
SERVED_IN = (RECEIVED, APPRECIATED, PLANNED, IN_PROGRESS, REPORTED, REOPENED)
ACCEPTED = ("accepted", "accepted_partly")
REJECTED = "rejected"
MET, WITHDRAWN = "met", "withdrawn"
# With these the source has no more to ask.
CONTENT = (MET, WITHDRAWN)
DAYS_OF_WEEK, MONTHS_OF_YEAR = 7, 12


def _never() -> bool:
    return False


@dataclass(frozen=True)
class RecommendationFacts:
    """What the guards of a recommendation look at.

    ``is_addressee``: whoever asks answers for the addressee, did so before, or holds a post of who did.
    ``speaks``: they stand for whom it came from. ``appreciation`` and ``verdict`` are what was said last.
    ``effect_is_due``: the day has come from which the effect is looked at. ``came_again``: it was
    recommended again since it was closed. ``enters``: they enter recommendations of its source.
    """

    is_addressee: Callable[[], bool] = _never
    speaks: Callable[[], bool] = _never
    appreciation: str = ""
    verdict: str = ""
    is_reported: bool = False
    has_proof: bool = False
    has_effect_day: bool = False
    has_effect: bool = False
    effect_is_due: bool = False
    has_reaction: bool = False
    is_overdue: bool = False
    is_parliament_near: bool = False
    came_again: Callable[[], bool] = _never
    enters: Callable[[], bool] = _never


def why_not_planned(facts: RecommendationFacts) -> str:
    """Why there is nothing to plan: it was not accepted."""
    return "" if facts.appreciation in ACCEPTED else "not_accepted"


def why_not_judged(facts: RecommendationFacts) -> str:
    """Why somebody gives no verdict: they do not stand for the source, or answer for the addressee.

    Source: domain reference, learning, section 3: only who recommended calls it done.
    """
    if not facts.speaks():
        return "speaks_not_for_source"
    return "own_answer" if facts.is_addressee() else ""


def why_not_readdressed(facts: RecommendationFacts) -> str:
    """Why somebody does not say who the addressee is: not their source, or they answer for the addressee."""
    if not facts.enters():
        return "enters_not_for_source"
    return "own_address" if facts.is_addressee() else ""


def why_nothing_to_judge(facts: RecommendationFacts) -> str:
    """Why there is nothing to judge yet: it is neither reported done nor rejected."""
    return "" if facts.is_reported or facts.appreciation == REJECTED else "nothing_to_judge"


def why_not_closed(facts: RecommendationFacts) -> str:
    """Why it is not closed: the verdict is another one, or proof or effect are missing.

    What was rejected has no proof to show, and of what the source withdrew none is asked.
    Source: domain reference, learning, section 14, test 4.
    """
    if facts.verdict not in CONTENT:
        return "not_met"
    if facts.appreciation == REJECTED or facts.verdict == WITHDRAWN:
        return ""
    if not facts.has_proof:
        return "no_proof"
    if not facts.has_effect_day:
        return "no_effect_day"
    return "" if facts.has_effect else "effect_unknown"


def waits_for_source(*, state: str, appreciation: str, verdict: str, has_effect: bool) -> bool:
    """Whether whoever recommended it has the next word: a verdict, to close it or to open it again.

    Of what was met the effect comes first.
    """
    if state == APPRECIATED:
        return appreciation == REJECTED
    if state == ASSESSED:
        return verdict != MET or has_effect or appreciation == REJECTED
    return state == REPORTED


def why_effect_not_noted(facts: RecommendationFacts) -> str:
    """Why the effect is not looked at yet: its day has not come."""
    return "" if facts.effect_is_due else "effect_too_early"


def why_no_reaction(facts: RecommendationFacts) -> str:
    """Why no reaction is noted: it was already."""
    return "reacted_already" if facts.has_reaction else ""


def why_not_reminded(facts: RecommendationFacts) -> str:
    """Why the clock does not tell that something is owed."""
    return "" if facts.is_overdue else "not_owed_yet"


def why_not_warned(facts: RecommendationFacts) -> str:
    """Why the clock does not warn that parliament waits."""
    return "" if facts.is_parliament_near else "parliament_waits_not"


def why_not_again(facts: RecommendationFacts) -> str:
    """Why the product does not reopen it: nobody recommended it again."""
    return "" if facts.came_again() else "not_repeated"


def may_enter(source: str, *, speaker: str, speaks_for: tuple[str, ...], office: str) -> bool:
    """Whether somebody enters a recommendation of a source: the office any, others their own."""
    return bool(source) and (office in speaks_for or speaker in speaks_for)


def weeks_after(day: date, weeks: int) -> date:
    """The day so many weeks after another."""
    return day + timedelta(days=weeks * DAYS_OF_WEEK)


def months_after(day: date, months: int) -> date:
    """The same day so many months later, or the last one of that month; months before are negative."""
    year, month = divmod(day.year * MONTHS_OF_YEAR + day.month - 1 + months, MONTHS_OF_YEAR)
    first_next = date(year + (month + 1) // MONTHS_OF_YEAR, (month + 1) % MONTHS_OF_YEAR + 1, 1)
    last = (first_next - timedelta(days=1)).day
    return date(year, month + 1, min(day.day, last))
