"""Ends the decision that stands on a risk, because something else came in its place."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from baken.core.access import system_actor
from baken.core.workflow.advance import Change, advance, locked
from baken.rooms.register.models import STANDING, Decision, Risk
from baken.rooms.register.queries.terms import clock_after
from baken.rooms.register.rules.decisions import is_asked_anew, step_back


def end_standing(risk: Risk, *, why: str, at: datetime) -> Decision | None:
    """End the decision that stands on a risk which the caller has locked; None when there is none.

    ``why`` is one of the codes of ``texts.ENDED_FOR``.
    """
    rows = Decision.objects.for_system(reason="advance").filter(risk=risk, state__in=STANDING)
    found = rows.first()
    if found is None:
        return None
    decision: Decision = locked(found)
    _end_now(decision, why=why, at=at)
    return decision


def void(risk: Risk, *, why: str, at: datetime) -> None:
    """End what stands on a locked risk because the risk changed, and let it wait for a new decision.

    What waits for a decision goes on waiting, with the level that it was handed up to; when another line
    decides from now on, it is asked there anew. Source: domain reference, risk management, section 17,
    test 2.
    """
    if is_asked_anew(risk.state, why):
        ask_again(risk, why=why, at=at)


def ask_again(
    risk: Risk,
    *,
    why: str,
    at: datetime,
    facts: Mapping[str, Any] | None = None,
    words: Mapping[str, Any] | None = None,
) -> None:
    """Let a locked risk wait for a new decision; what stands on it ends. There is no other way back.

    ``why`` is one of the codes of ``texts.ENDED_FOR`` and says by which step it comes back and how long
    the new decision may take. A risk that is not decided on keeps its state.
    """
    ended = end_standing(risk, why=why, at=at) or _newest(risk)
    if not is_asked_anew(risk.state, why):
        return
    values = {**clock_after(risk, why, at), "review_on": None, "touched_at": at}
    told = {"decision": ended.ref if ended else "", "why": why, **(facts or {})}
    change = Change(values=values, facts=told, words=words or {}, news=told)
    actor = system_actor("register")
    advance(record=risk, step=step_back(why), actor=actor, at=at, change=change)


def _end_now(decision: Decision, *, why: str, at: datetime) -> None:
    """End a decision that the caller has locked."""
    values = {"ended_at": at, "ended_for": why, "suspended_for": "", "remind_at": None}
    change = Change(values=values, facts={"why": why}, news={"why": why, "kind": decision.kind})
    advance(record=decision, step="end", actor=system_actor("register"), at=at, change=change)


def _newest(risk: Risk) -> Decision | None:
    """The last decision on a risk: one that whoever asks again has ended already."""
    rows: Any = Decision.objects.for_system(reason="advance").filter(risk=risk)
    return rows.order_by("-number").first()  # type: ignore[no-any-return]
