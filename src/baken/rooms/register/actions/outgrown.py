"""Ends decisions that the stack has outgrown: by now it asks a higher level than they were taken on."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from baken.core.access import system_actor
from baken.core.workflow.advance import Change, advance
from baken.rooms.library.queries import mandate_table
from baken.rooms.register.actions.end_decision import end_standing
from baken.rooms.register.models import STANDING, Decision, Risk
from baken.rooms.register.queries.stacks import beside, stack_for_decision
from baken.rooms.register.queries.terms import decision_clock
from baken.rooms.register.rules.decisions import KINDS, STACK_CHANGED
from baken.rooms.register.rules.slices import outgrows

_LASTING = tuple(one.code for one in KINDS.values() if one.lasts)


def end_outgrown_beside(risk: Risk, *, at: datetime) -> None:
    """End what the stack outgrew on risks that are met with one that changed; all of them are locked."""
    end_outgrown(beside(risk, at), at=at)


def end_outgrown(risks: Iterable[int], *, at: datetime) -> None:
    """Let every locked risk of which the stack outgrew the decision wait for a new one.

    What lets nothing go on stays as it was decided: avoided, stopped or handed up.
    Source: domain reference, risk management, section 8 (a stack raises who decides).
    """
    rows = Decision.objects.for_system(reason="advance").filter(
        risk__in=set(risks), state__in=STANDING, kind__in=_LASTING
    )
    for decision in rows.select_related("risk").order_by("risk_id"):
        _end_if_outgrown(decision, at)


def _end_if_outgrown(decision: Decision, at: datetime) -> None:
    risk = decision.risk
    raises = stack_for_decision(risk, at).raises
    if not outgrows(
        raises=decision.picture["stack"]["raises"],
        level=decision.picture["who_decides"].get("min_level", decision.level),
        raises_now=raises,
        highest=mandate_table().highest_level[risk.context],
    ):
        return
    end_standing(risk, why=STACK_CHANGED, at=at)
    values = {**decision_clock(risk, at), "review_on": None, "touched_at": at}
    told = {"decision": decision.ref, "raises": raises}
    change = Change(values=values, facts=told, news=told)
    actor = system_actor("register")
    advance(record=risk, step=STACK_CHANGED, actor=actor, at=at, change=change)
