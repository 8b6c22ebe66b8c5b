"""What the clock does with decisions: one ends, its end is told of, or nobody decided in time.

Each once, however many workers there are: the risk is locked first, then what was read is read again.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import InterfaceError, OperationalError, transaction
from django.db.models import Q

from baken.core.access import Actor
from baken.core.workflow.advance import Change, advance, locked
from baken.rooms.register.actions.ask_conditions import ask_conditions
from baken.rooms.register.actions.end_decision import ask_again
from baken.rooms.register.actions.rise import rise_now
from baken.rooms.register.models import STANDING, Decision, Risk
from baken.rooms.register.queries.ends import ending_of, reminder_after
from baken.rooms.register.rules.decisions import SUSPENDED_TOO_LONG, reason_of_ending

log = logging.getLogger(__name__)

AGAIN = timedelta(hours=1)
Act = Callable[[int, Actor, datetime], int]


def end_decisions(*, actor: Actor, at: datetime, most: int = 100) -> int:
    """Act on decisions and undecided risks whose time has come, the longest over first; how many.

    A decision at its end holds no more and its risk waits for a new one; reminders are told; a
    decision that did not come goes up. Source: domain reference, risk management, sections 6 and 7.
    """
    standing = Decision.objects.for_system(reason="terms").filter(state__in=STANDING)
    undecided = Risk.objects.for_system(reason="terms")
    waited = Q(retry_at__isnull=True) | Q(retry_at__lte=at)
    rounds: list[tuple[Any, str, Act]] = [
        (standing, "ends_at", _end),
        (standing, "remind_at", _remind),
        (standing, "conditions_at", ask_conditions),
        (undecided, "rises_at", _rise),
    ]
    done = 0
    for rows, clock, act in rounds:
        due = rows.filter(waited, **{f"{clock}__lte": at}).order_by(clock)
        for number in list(due.values_list("pk", flat=True)[:most]):
            done += _tried(act, number, actor, at, rows=rows)
    return done


def _tried(act: Act, number: int, actor: Actor, at: datetime, *, rows: Any) -> int:
    """One that cannot be acted on must not keep the others waiting: it is tried again later.

    Its own moments stay as they are: the history vouches for them.
    """
    try:
        with transaction.atomic():
            return act(number, actor, at)
    except (OperationalError, InterfaceError):
        raise
    except Exception:
        log.exception("no term could be acted on of %s %s", rows.model._meta.label_lower, number)
        rows.filter(pk=number).update(retry_at=at + AGAIN)
        return 0


def _end(number: int, actor: Actor, at: datetime) -> int:
    decision = _locked_with_risk(number)
    if decision is None or decision.ends_at is None or decision.ends_at > at:
        return 0
    why = reason_of_ending(ending_of(decision).reason)
    ask_again(decision.risk, why=why, at=at)
    return 1


def _remind(number: int, actor: Actor, at: datetime) -> int:
    decision = _locked_with_risk(number)
    if decision is None or decision.remind_at is None or decision.ends_at is None:
        return 0
    if decision.remind_at > at:
        return 0
    zone = ZoneInfo(decision.time_zone)
    today = at.astimezone(zone).date()
    left = (decision.ends_at.astimezone(zone).date() - today).days
    next_at = reminder_after(decision.starts_on, decision.ends_at, zone, today)
    told = {"days_left": left}
    change = Change(values={"remind_at": next_at}, facts=told, news={**told, "kind": decision.kind})
    advance(record=decision, step="remind", actor=actor, at=at, change=change)
    return 1


def _rise(number: int, actor: Actor, at: datetime) -> int:
    found = Risk.objects.for_system(reason="terms").filter(pk=number, rises_at__lte=at).first()
    risk: Risk | None = locked(found) if found is not None else None
    if risk is None or risk.rises_at is None or risk.rises_at > at:
        return 0
    if risk.suspended:
        ask_again(risk, why=SUSPENDED_TOO_LONG, at=at)
    rise_now(risk, actor=actor, at=at)
    return 1


def _locked_with_risk(number: int) -> Decision | None:
    """A decision that stands still, once its risk and then it are locked; None when it does not."""
    rows = Decision.objects.for_system(reason="terms").filter(pk=number, state__in=STANDING)
    found = rows.select_related("risk").first()
    if found is None:
        return None
    risk: Risk = locked(found.risk)
    decision: Decision = locked(found)
    decision.risk = risk
    return decision if decision.state in STANDING else None
