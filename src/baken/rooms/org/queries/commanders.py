"""Posts with what they were delegated from, for whoever judges which of them decides."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from baken.core import clock
from baken.rooms.org.models import Appointment
from baken.rooms.org.queries.appointments import live_appointments
from baken.rooms.org.queries.periods import not_over
from baken.rooms.org.queries.tree import Tree, UnitView, tree

COMMANDER, DELEGATE = "commander", "delegate"


@dataclass(frozen=True)
class PostFacts:
    """A post, who holds it, and of a delegation its source and for what it was given.

    ``until`` is the last day to the end of which it gives rights: of what was withdrawn the day before,
    and of a delegation no later than that of its source. ``named`` is the name of the commander's post
    on the unit; empty for most, and for what is delegated from it.
    """

    person: uuid.UUID
    name: str
    role: str
    unit: UnitView
    kind: str
    below: bool
    from_on: date
    until: date | None
    named: str = ""
    source: PostFacts | None = None
    classes: frozenset[str] = frozenset()
    contexts: frozenset[str] = frozenset()
    reason: str = ""


def commanders_on(units: Iterable[int], day: date) -> list[PostFacts]:
    """The commanders' posts on these units that give rights on a day, oldest first; one query.

    Read by the product itself to know who decides; shows posts, not rights.
    """
    rows = live_appointments(day).filter(role=COMMANDER, unit__in=list(units))
    return _facts(rows)


def every_post_of(person: uuid.UUID, *, since: date) -> list[PostFacts]:
    """Every post of a person that was not over before a day, announced ones too; one query."""
    rows = Appointment.objects.for_system(reason="access").filter(record__id=person)
    return _facts(rows.filter(not_over(since)))


def _facts(rows: Any) -> list[PostFacts]:
    found = rows.select_related("record", "taken_from__record").order_by("from_on", "id")
    here = tree()
    return [_fact(row, here, row.taken_from) for row in found]


def _fact(row: Appointment, here: Tree, taken_from: Appointment | None = None) -> PostFacts:
    source = _fact(taken_from, here) if taken_from is not None else None
    ends = [_last_day(row), source.until if source else None]
    return PostFacts(
        person=row.record.id,
        name=str(row.record),
        role=row.role,
        unit=here.by_id[row.unit_id],
        kind=row.kind,
        below=row.below,
        from_on=row.from_on,
        until=min((day for day in ends if day is not None), default=None),
        named=here.named_posts.get(row.unit_id, "") if _is_itself(row) else "",
        source=source,
        classes=frozenset(row.classes.split()),
        contexts=frozenset(row.contexts.split()),
        reason=row.reason,
    )


def _is_itself(row: Appointment) -> bool:
    """Whether it is the commander's post on the unit, and nothing that was delegated from it."""
    return row.role == COMMANDER and row.kind != DELEGATE


def _last_day(row: Appointment) -> date | None:
    """The last day to the end of which a post gives rights by itself."""
    if row.withdrawn_at is None:
        return row.until
    before = clock.local_date(row.withdrawn_at) - timedelta(days=1)
    return before if row.until is None else min(row.until, before)
