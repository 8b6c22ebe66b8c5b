"""Lets a risk show that the decision on it does not hold now: its clock runs until it does."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from baken.core.access import system_actor
from baken.core.workflow.advance import Change, advance
from baken.rooms.register.models import Decision, Risk
from baken.rooms.register.queries.terms import NOT_WAITING, decision_clock
from baken.rooms.register.workflow.deciding import DECIDED

SUSPENDED = "suspended"


def follow_suspension(risk: Risk, decision: Decision, *, at: datetime) -> None:
    """Set on a locked risk whether the decision that stands on it holds, when that has changed.

    While it does not, the risk is waited for as if nobody had decided: by its class, from now on. What
    is still to be decided has a clock already. Source: domain reference, irm, section 7.
    """
    holds_not = decision.state == SUSPENDED
    if risk.state not in DECIDED or risk.suspended == holds_not:
        return
    values: dict[str, Any] = {**NOT_WAITING, "due_at": decision.ends_at}
    step = "decision_restored"
    if holds_not:
        values, step = {**decision_clock(risk, at), "suspended": True}, "decision_suspended"
    told = {"decision": decision.ref, "why": decision.suspended_for}
    change = Change(values={**values, "touched_at": at}, facts=told, news=told)
    advance(record=risk, step=step, actor=system_actor("register"), at=at, change=change)
