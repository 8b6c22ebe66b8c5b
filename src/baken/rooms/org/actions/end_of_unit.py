"""Ends what a unit leaves behind when it is merged or dissolved: its posts and its lines."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q

from baken.core import clock
from baken.core.access import Actor
from baken.core.trail.append import Entry, append
from baken.core.workflow.advance import locked
from baken.rooms.org.actions.appointments import let_end, record_post
from baken.rooms.org.actions.lines import ended
from baken.rooms.org.actions.versions import end_version
from baken.rooms.org.models import Appointment, CommandLine, Unit
from baken.rooms.org.queries.appointments import posts_that_end_with


def end_of_unit(
    *, actor: Actor, unit: Unit, reason: str, at: datetime, last_day: date
) -> dict[str, Any]:
    """Let a unit end on a day, today or before, and posts and lines with it, each in its history.

    What is only announced is withdrawn. People stay, and stay employees: HR gives them a place.
    What was there after the last day, since nobody had said that it would be the last or since
    records still waited, ends at once: what could be seen until today is not unsaid. Gives what the
    step of the unit vouches for.
    """
    Unit.objects.filter(pk=unit.pk).update(ends_on=last_day)
    unit.ends_on = last_day
    day = max(last_day, clock.local_date(at) - timedelta(days=1))
    parts = end_version(unit, day)
    for post in posts_that_end_with(unit, day):
        _end_post(post, day, actor, reason, at)
    for line in _lines_of(unit, day):
        _end_line(line, day, actor, reason, at)
    return parts


def _end_post(post: Appointment, day: date, actor: Actor, reason: str, at: datetime) -> None:
    person = locked(post.record)
    code = let_end(post, day, at)
    record_post(post, person, actor, at, code, reason)


def _lines_of(unit: Unit, day: date) -> Iterator[CommandLine]:
    rows = CommandLine.objects.select_for_update(of=("self",)).select_related("unit", "superior")
    running = Q(until__isnull=True) | Q(until__gt=day)
    ends = Q(unit=unit) | Q(superior=unit)
    yield from rows.filter(running, ends, withdrawn_at=None).order_by("id")


def _end_line(line: CommandLine, day: date, actor: Actor, reason: str, at: datetime) -> None:
    change = ended(line, day, at)
    line.save(update_fields=["until", "withdrawn_at"])
    unit = locked(line.unit)
    entry = Entry(
        "org.unit.line_ended",
        unit.state,
        unit.state,
        facts=change.facts,
        words={"reason": reason},
        parts=change.parts,
    )
    append(record=unit, actor=actor, at=at, entry=entry)
