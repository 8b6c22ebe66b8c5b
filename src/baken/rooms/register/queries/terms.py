"""By when the next step of a risk must be done, in the days and the time zone of its place."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from baken.core import clock
from baken.core.clock.working_days import WorkingDays
from baken.rooms.library.queries import escalation_table, holidays
from baken.rooms.org.queries import tree, zone_of_unit
from baken.rooms.register.models import Risk, RiskStep
from baken.rooms.register.rules.attaching import earliest
from baken.rooms.register.rules.clocks import (
    Pause,
    Rise,
    after_pause,
    decision_due,
    end_of,
    rises,
    share_of,
    situation_due,
)
from baken.rooms.register.rules.decisions import SUSPENDED_TOO_LONG

Later = Callable[[datetime, int], datetime]
# A risk may not stay identified for longer. Source: domain reference, risk management, section 3.
IDENTIFIED_FOR = timedelta(days=14)
# Within so many days somebody looks at the risk again; an assumption, for the reference names none.
LOOK_WITHIN = timedelta(days=30)
# What a risk carries that waits for no decision.
NOT_WAITING: dict[str, Any] = {"asked_at": None, "rises": 0, "rises_at": None, "suspended": False}
ON_MISSION = ("detachment", "task_force")


def analysis_due(at: datetime) -> datetime:
    """By when what was just identified or reopened must be analysed and put up for decision."""
    return at + IDENTIFIED_FOR


def decision_due_of(risk: Risk, at: datetime) -> datetime:
    """By when a risk that is put up now must be decided on, by the class it has."""
    term = escalation_table().term_of(risk.current_class, urgent=risk.urgent)
    return decision_due(term, at, later_in(risk))


def decision_clock(risk: Risk, at: datetime) -> dict[str, Any]:
    """What a risk that waits for a decision from now on carries: its term, and when it goes up."""
    first = next(rises_of(risk, at))
    return {
        "due_at": decision_due_of(risk, at),
        "asked_at": at,
        "rises": 0,
        "rises_at": first.at,
        "raised_to_id": None,
        "paused_until": None,
        "suspended": False,
    }


def clock_after(risk: Risk, why: str, at: datetime) -> dict[str, Any]:
    """What a risk carries of which the decision ended now: the term of its class, or of why it ended.

    ``why`` is a situation of the escalation table where that gives one a term of its own; the shortest
    counts. Source: domain reference, irm, section 6 (a red barrier: 48 hours). A decision that nobody
    restored in time was waited for already: that clock runs on.
    """
    if why == SUSPENDED_TOO_LONG:
        return {"suspended": False}
    values, table = decision_clock(risk, at), escalation_table()
    situation = table.situations.get(why)
    due_at = situation_due(situation, at, later_in(risk)) if situation else None
    if due_at is not None and due_at < values["due_at"]:
        values |= {"due_at": due_at, "rises_at": due_at}
    return values


def reopening(at: datetime) -> dict[str, Any]:
    """What a risk carries that is opened again: it is to be analysed anew."""
    return {"closed_at": None, "due_at": analysis_due(at)}


def looking_again(risk: Risk, at: datetime) -> dict[str, Any]:
    """What a risk carries that somebody must look at again: a day of review, never later than it had."""
    return {"review_on": earliest(risk.review_on, clock.local_date(at + LOOK_WITHIN))}


def sooner_clock(risk: Risk, at: datetime) -> dict[str, Any]:
    """What changes in the term of a risk that waits for a decision, now that it has another class.

    A graver class shortens it, a lighter one leaves it: nobody gains time by a new score. What lies
    with a higher level stays there.
    """
    first = next(rises_of(risk, at)).at
    values: dict[str, Any] = {}
    if risk.due_at is None or first < risk.due_at:
        values["due_at"] = first
    if risk.state == "escalated":
        answer_by = no_answer_at(risk, at)
        if risk.rises_at is not None and answer_by < risk.rises_at:
            values["rises_at"] = answer_by
    elif risk.rises_at is None or first < risk.rises_at:
        values |= {"rises": 0, "rises_at": first}
    return values


def handed_clock(risk: Risk, at: datetime) -> dict[str, Any]:
    """What a risk carries that is handed up now: the asker has an answer within the term of its class.

    The level that it comes to answers within its share of that, or it goes further.
    """
    return {
        "due_at": decision_due_of(risk, at),
        "asked_at": risk.asked_at or at,
        "rises": 0,
        "rises_at": no_answer_at(risk, at),
    }


def returned_clock(risk: Risk, at: datetime) -> dict[str, Any]:
    """What a risk carries that comes back unanswered: the term goes on, it does not begin anew.

    When the term was over, who has it back gets what any level gets to answer within.
    """
    due_at = no_answer_at(risk, at)
    if risk.due_at is not None and risk.due_at > at:
        due_at = min(due_at, risk.due_at)
    return {"due_at": due_at, "rises": 0, "rises_at": due_at, "raised_to_id": None}


def paused_clock(risk: Risk, pause: Pause) -> dict[str, Any]:
    """What a risk that waits for a decision carries when its clock stands still for a while."""
    table, later = escalation_table(), later_in(risk)
    wait = table.term_of(risk.current_class, urgent=risk.urgent).wait
    moments = {"due_at": risk.due_at, "rises_at": risk.rises_at}
    moved = {name: after_pause(at, pause, wait, later) for name, at in moments.items() if at}
    return {**moved, "paused_until": pause.ends_at}


def why_paused(risk: Risk, at: datetime) -> str:
    """Why the clock of a risk stands still now, in the words of who stopped it; else nothing."""
    if risk.paused_until is None or risk.paused_until <= at:
        return ""
    rows = RiskStep.objects.of(risk).filter(code="register.risk.paused").order_by("-serial")
    words = rows.values_list("words", flat=True).first() or {}
    return str(words.get("reason", ""))


def rises_of(risk: Risk, started_at: datetime) -> Iterator[Rise]:
    """When a decision that does not come goes up, and to whom, from a start on."""
    table = escalation_table()
    term = table.term_of(risk.current_class, urgent=risk.urgent)
    return rises(term, table, started_at=started_at, later=later_in(risk))


def no_answer_at(risk: Risk, at: datetime) -> datetime:
    """When a level that something came to now should have answered."""
    table = escalation_table()
    term = table.term_of(risk.current_class, urgent=risk.urgent)
    return end_of(share_of(term.wait, table.unanswered_share), at, later_in(risk))


def zone_of(risk: Risk) -> ZoneInfo:
    """The time zone of the place of a risk; without one, of where its unit lives.

    Source: domain reference, risk management, section 17, test 6.
    """
    here = tree()
    if risk.site_id:
        return ZoneInfo(here.sites[risk.site_id].time_zone)
    return zone_of_unit(here.by_id[risk.unit_id])


def day_at(risk: Risk, at: datetime) -> date:
    """The calendar day of a moment at the place of a risk."""
    return at.astimezone(zone_of(risk)).date()


def later_in(risk: Risk) -> Later:
    """Adds working days as they count where the risk is: on a mission every day is one."""
    here, zone = tree(), zone_of(risk)
    away = risk.context == "deployment" or here.by_id[risk.unit_id].kind in ON_MISSION
    calendar = WorkingDays(holidays(), every_day=away)
    return lambda at, days: calendar.later(at, days, zone)
