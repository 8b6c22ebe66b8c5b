"""Ends decisions that the stack has outgrown: by now it asks a higher level than they were taken on."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from baken.rooms.library.queries import mandate_table
from baken.rooms.register.actions.end_decision import ask_again
from baken.rooms.register.models import STANDING, Decision, Risk
from baken.rooms.register.queries.stacks import beside, stack_for_decision
from baken.rooms.register.rules.decisions import KINDS, STACK_CHANGED
from baken.rooms.register.rules.slices import outgrows

_LASTING = tuple(one.code for one in KINDS.values() if one.lasts)


def as_met(risk: Risk) -> tuple[str, str]:
    """What of a risk others that are met with it depend on: when it changes, look at those beside it."""
    return risk.state, risk.current_class


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
    ask_again(risk, why=STACK_CHANGED, at=at, facts={"raises": raises})
