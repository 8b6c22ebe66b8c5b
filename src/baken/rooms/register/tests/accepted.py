"""Risks with a decision in force, for tests of what brings them back."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from baken.core.access import Actor
from baken.rooms.register.actions import take_step
from baken.rooms.register.models import Risk
from baken.rooms.register.tests.factories import give_score, make_risk


def make_accepted(
    *, actor: Actor, unit: Any, at: datetime, state: str = "accepted", **choice: str
) -> Risk:
    """A high risk with a decision that lets it go on."""
    risk = give_score(make_risk(actor=actor, unit=unit, at=at), actor, at, **choice)
    risk = take_step(actor=actor, record=risk, step="analyse", at=at)
    Risk.objects.for_system(reason="demo").filter(pk=risk.pk).update(state=state, due_at=None)
    return Risk.objects.for_system(reason="demo").get(pk=risk.pk)
