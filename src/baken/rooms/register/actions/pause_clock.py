"""Stops the clock of a decision for a while: with a reason, until a day, once for a question."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from baken.core.access import Actor
from baken.core.workflow.advance import Change
from baken.core.workflow.errors import FieldsRefused
from baken.rooms.register.models import Risk
from baken.rooms.register.queries.terms import decision_due_of, paused_clock, zone_of
from baken.rooms.register.rules.acceptance import start_of
from baken.rooms.register.rules.clocks import Pause, problem_of_pause
from baken.rooms.register.texts import PAUSES


def paused(risk: Risk, actor: Actor, at: datetime, fields: Mapping[str, Any]) -> Change:
    """The clock of a locked risk stands still until 00:00 of a day where the risk is.

    Raises FieldsRefused for a day that is past, and for longer than one term of the class.
    Source: domain reference, irm, section 6 (clock pauses only with reason and end date).
    """
    pause = Pause(at, start_of(fields["until"], zone_of(risk)))
    problem = problem_of_pause(pause, latest=decision_due_of(risk, at))
    if problem:
        raise FieldsRefused({"until": str(PAUSES[problem])})
    return Change(
        values=paused_clock(risk, pause),
        facts={"until": fields["until"].isoformat()},
        words={"reason": fields["reason"]},
    )
