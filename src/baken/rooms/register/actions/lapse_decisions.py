"""Ends what whoever took command did not take over in time; each risk waits for a new decision."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from baken.core.access import Actor, system_actor
from baken.core.access.errors import AccessDenied
from baken.core.workflow.advance import locked
from baken.rooms.org.queries import tree
from baken.rooms.org.queries.heirs import living
from baken.rooms.org.questions import CommandChange
from baken.rooms.register.actions.end_decision import ask_again
from baken.rooms.register.actions.rise import climb_now
from baken.rooms.register.models import Risk
from baken.rooms.register.queries.handovers import is_by_post, standing_before
from baken.rooms.register.rules.decisions import HANDOVER_LAPSED
from baken.rooms.register.rules.states import WITH_DECIDER


def lapse_decisions(
    *, actor: Actor, change: CommandChange, refs: Iterable[str], at: datetime
) -> list[Risk]:
    """End the decisions of a predecessor on these risks; gives the risks that wait for a new one.

    They wait one level above the post that changed hands. A decision that came in its place meanwhile
    stays. Safe to repeat. Runs for the system only.
    Source: domain reference, organisation, sections 8.4 and 12, test 8.
    """
    if not actor.is_system:
        raise AccessDenied("register.lapse_decisions")
    rows = standing_before(change).filter(risk__ref__in=list(refs)).select_related("risk")
    found = [one for one in rows.order_by("risk") if is_by_post(one, change)]
    return [one.risk for one in found if _lapsed(one.pk, one.risk, change, at)]


def _lapsed(decision: int, risk: Risk, change: CommandChange, at: datetime) -> bool:
    with transaction.atomic():
        fresh: Risk = locked(risk)
        if not standing_before(change).filter(pk=decision).exists():
            return False
        ask_again(fresh, why=HANDOVER_LAPSED, at=at)
        if fresh.state in WITH_DECIDER:
            unit = living(tree().by_id[change.unit]).code
            actor = system_actor("register")
            climb_now(fresh, unit=unit, why=HANDOVER_LAPSED, actor=actor, at=at)
        return True
