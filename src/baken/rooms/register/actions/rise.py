"""Brings a risk on which nobody decided in time to the next: by the table of escalation, or at once."""

from __future__ import annotations

from datetime import datetime
from itertools import islice

from baken.core.access import Actor
from baken.core.workflow.advance import Change, advance
from baken.rooms.org.queries import tree
from baken.rooms.register.models import Risk
from baken.rooms.register.queries.cases import Case
from baken.rooms.register.queries.handing import above, place_of, raised_to, top
from baken.rooms.register.queries.terms import handed_clock, no_answer_at, rises_of
from baken.rooms.register.rules.clocks import LEVEL_ABOVE, LEVELS, TOP
from baken.rooms.register.rules.resolution import ACCEPT


def rise_now(risk: Risk, *, actor: Actor, at: datetime) -> None:
    """One rise of a risk that the caller has locked, of which the time has come.

    What goes up to a level has that unit in ``raised_to``; of others the event says whom to tell. At
    the top of the line it stays, and rises no more: that is a step as well.
    """
    case = Case(risk, actor, at)
    to, then = _next(case)
    unit = _unit_for(case, to)
    if to in LEVELS and not unit:
        _stay_at_top(risk, actor, at)
        return
    values = {"rises": risk.rises + 1, "rises_at": then, "touched_at": at}
    told = {"to": to, "unit": unit, "rises": risk.rises + 1}
    state = ""
    if unit:
        values |= {"raised_to_id": tree().by_code[unit].id, "due_at": then or risk.due_at}
        state = "escalated"
    change = Change(values=values, facts=told, state=state, news=told)
    advance(record=risk, step="rise", actor=actor, at=at, change=change)


def climb_now(risk: Risk, *, unit: str, why: str, actor: Actor, at: datetime) -> None:
    """Hand a locked risk that waits for a decision to the level above a unit of its line, at once.

    Never below the level that decides on it; where nobody commands above, it waits where it is.
    """
    found = Case(risk, actor, at).resolution(ACCEPT)
    units, decider = found.question.units, found.decider
    to = above(found, unit)
    if not to:
        return
    if decider is not None and place_of(decider.unit, units) > place_of(to, units):
        to = decider.unit
    values = {**handed_clock(risk, at), "rises": 1, "raised_to_id": tree().by_code[to].id}
    told = {"to": LEVEL_ABOVE, "unit": to, "rises": 1, "why": why}
    change = Change(values={**values, "touched_at": at}, facts=told, state="escalated", news=told)
    advance(record=risk, step="rise", actor=actor, at=at, change=change)


def _stay_at_top(risk: Risk, actor: Actor, at: datetime) -> None:
    told = {"rises": risk.rises}
    change = Change(values={"rises_at": None, "touched_at": at}, facts=told, news=told)
    advance(record=risk, step="stay_at_top", actor=actor, at=at, change=change)


def _next(case: Case) -> tuple[str, datetime | None]:
    """To whom it goes now, and when it goes up again.

    What lies with a higher level that did not answer goes to the level above that one, again and
    again. Below that the rungs of the class are taken one by one, and each has at least as long as a
    level that does not answer: a class that became graver meanwhile does not run up in one night.
    """
    risk = case.risk
    answer_by = no_answer_at(risk, risk.rises_at or case.at)
    if risk.state == "escalated":
        return LEVEL_ABOVE, answer_by
    rungs = rises_of(risk, risk.asked_at or case.at)
    coming = list(islice(rungs, risk.rises, risk.rises + 2))
    if not coming:
        return LEVEL_ABOVE, answer_by
    return coming[0].to, max(coming[1].at, answer_by) if len(coming) > 1 else None


def _unit_for(case: Case, to: str) -> str:
    """The unit that a rise brings it to; nothing where it stays and somebody is told."""
    found = case.resolution(ACCEPT)
    if to == TOP:
        return top(found)
    if to not in LEVELS:
        return ""
    first = found.decider.unit if found.decider else found.question.units[0]
    return above(found, raised_to(case) or first)
