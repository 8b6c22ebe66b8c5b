"""Writes down at a risk that a measure it is treated by works or does not, and asks to look again."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from baken.core.access import Actor
from baken.core.workflow.advance import Change, advance, locked
from baken.rooms.register.models import Risk, RiskStep
from baken.rooms.register.queries.terms import looking_again
from baken.rooms.register.rules.attaching import LOOK_AGAIN
from baken.rooms.register.workflow import RISK

WORKS, FAILS = "measure_works", "measure_fails"


def look_again_at(*, actor: Actor, risk: Risk, measure: str, works: bool, at: datetime) -> bool:
    """Ask those who manage a decided risk to look again; returns whether that was asked now.

    ``measure`` is the reference of what was verified at ``at``; the same is asked once. What is not
    decided on yet, or is closed, is left as it is. The new score that follows brings the risk back for
    a new decision. Source: domain reference, risk management, section 3.
    """
    row = RISK.step(LOOK_AGAIN)
    with transaction.atomic():
        fresh: Risk = locked(risk)
        told = {"from": measure, "works": works, "verified_at": at.isoformat()}
        if row is None or fresh.state not in row.sources or _was_told(fresh, told):
            return False
        change = Change(
            values={"touched_at": at, **looking_again(fresh, at)},
            facts=told,
            news={"named": WORKS if works else FAILS},
        )
        advance(record=fresh, step=LOOK_AGAIN, actor=actor, at=at, change=change)
        return True


def _was_told(risk: Risk, told: dict[str, Any]) -> bool:
    rows = RiskStep.objects.of(risk).filter(code="register.risk.look_again")
    return any(told.items() <= facts.items() for facts in rows.values_list("facts", flat=True))
