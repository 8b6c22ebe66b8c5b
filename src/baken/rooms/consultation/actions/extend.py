"""More time for a body: asked for by it, agreed to or refused by the side that asks."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from baken.core.access import Actor
from baken.core.workflow.advance import Change
from baken.rooms.consultation.actions.describe import refused
from baken.rooms.consultation.models import Consultation
from baken.rooms.consultation.queries.terms import day_at, end_of_day
from baken.rooms.consultation.rules import extension_problem

Fields = Mapping[str, Any]


def more_time_asked(record: Consultation, actor: Actor, at: datetime, fields: Fields) -> Change:
    """A later last day is proposed; nothing changes until it is agreed to."""
    until: date = fields["until_on"]
    today = day_at(record.body_unit_id, at)
    if problem := extension_problem(until, record.due_on, today):
        raise refused(problem)
    return Change(
        values={"proposed_on": until},
        facts={"until_on": until.isoformat()},
        words={"reason": fields["reason"]},
    )


def agreed(record: Consultation, actor: Actor, at: datetime, fields: Fields) -> Change:
    """The proposed day is the last one from now on, and the clock begins to look at that.

    The guards of this step saw that there is one, and that it is still ahead.
    """
    until = record.proposed_on or record.due_on
    values = {
        "due_on": until,
        "due_at": end_of_day(record.body_unit_id, until),
        "extended_from": record.due_on,
        "proposed_on": None,
        "passed_at": None,
    }
    return Change(values=values, facts={"until_on": until.isoformat()})


def not_agreed(record: Consultation, actor: Actor, at: datetime, fields: Fields) -> Change:
    """The last day stays; the body may ask again with another one."""
    return Change(values={"proposed_on": None}, words={"reason": fields["reason"]})
