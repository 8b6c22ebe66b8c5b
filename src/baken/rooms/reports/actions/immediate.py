"""Writes down what was done at once, on a report or an occurrence: an entry of its history."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from baken.core.access import Actor
from baken.core.workflow.advance import Change
from baken.core.workflow.errors import FieldsRefused
from baken.rooms.reports.models import Report
from baken.rooms.reports.queries.facts import first_received
from baken.rooms.reports.rules import immediate_problem
from baken.rooms.reports.texts import INTAKE_PROBLEMS


def note_immediate(record: Any, actor: Actor, at: datetime, fields: Mapping[str, Any]) -> Change:
    """What was done, when, and as far as it was told by whom and where; it changes nothing else.

    A moment in the future or more than a day before it happened, or was first reported, is refused.
    Source: domain reference, organisation, section 6 (immediate action of supervisor and duty
    officer) and reporting, section 4.
    """
    done_at: datetime = fields["done_at"]
    if problem := immediate_problem(done_at, since=since_when(record), now=at):
        raise FieldsRefused({"done_at": str(INTAKE_PROBLEMS[problem])})
    told = ("action", "by_whom", "place")
    return Change(
        facts={"done_at": done_at.astimezone(UTC).isoformat()},
        words={name: fields[name] for name in told if name in fields},
    )


def since_when(record: Any) -> datetime:
    """When it happened if that is known, else when it was first reported."""
    if record.happened_at is not None:
        return record.happened_at  # type: ignore[no-any-return]
    if isinstance(record, Report):
        return record.received_at
    return first_received(record) or record.triaged_at
