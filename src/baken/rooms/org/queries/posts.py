"""Posts as pages show them: of a unit, and of whoever asks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from baken.core import clock
from baken.core.access import Actor, refuse_unless
from baken.core.lists import USUAL_ROWS, Page, newest
from baken.core.workflow.errors import FieldsRefused
from baken.rooms.org.models import Appointment, Person
from baken.rooms.org.permits import READ_UNIT
from baken.rooms.org.queries.appointments import is_over, last_day_of, live_appointments
from baken.rooms.org.queries.periods import not_over
from baken.rooms.org.queries.powers import is_at_hand, powers_of, problem_of_ending
from baken.rooms.org.queries.tree import UnitView, tree
from baken.rooms.org.rules.appointing import EVERYBODY


@dataclass(frozen=True)
class ShownPost:
    """A post with who holds it; ``may_act`` says whether the reader may end or delegate it.

    ``until`` is its real last day: that of its source when that ends first, and the day on which it
    was withdrawn; it lies before ``from_on`` when the post never began. ``classes`` and ``contexts``
    are codes of what a delegation was given for.
    """

    number: int
    role: str
    name: str
    unit: UnitView
    below: bool
    kind: str
    from_on: date
    until: date | None
    withdrawn_at: datetime | None
    may_act: bool
    classes: tuple[str, ...] = ()
    contexts: tuple[str, ...] = ()


def posts_of_unit(
    actor: Actor, unit: int, at: datetime, cursor: str = "", limit: int = USUAL_ROWS
) -> Page:
    """A page of the posts on a unit but being an employee, past ones too; last given, first shown.

    Its items are ShownPost. Raises BadCursor when the cursor is not one of ours.
    """
    refuse_unless(actor, READ_UNIT)
    found = newest(_all().filter(unit=unit).exclude(role=EVERYBODY), cursor, limit)
    return Page(_shown(found.items, actor, at), found.next_cursor)


def posts_of_actor(actor: Actor, at: datetime) -> tuple[list[ShownPost], list[ShownPost]]:
    """The actor's own running posts, and what they delegated from them that has not ended."""
    if actor.person is None:
        return [], []
    day = clock.local_date(at)
    mine = live_appointments(day).filter(record__id=actor.person)
    mine = mine.select_related("record", "taken_from")
    given = _all().filter(not_over(day), taken_from__record__id=actor.person)
    going = [row for row in given.order_by("from_on", "id") if not is_over(row, day)]
    return _own(mine.order_by("from_on", "id"), actor), _own(going, actor)


def appointment_numbered(number: int) -> Appointment | None:
    """The appointment of a number with its person and source, or None."""
    if not 0 < number < 2**63:
        return None
    return _all().filter(pk=number).exclude(role=EVERYBODY).first()  # type: ignore[no-any-return]


def may_end(actor: Actor, post: Appointment, at: datetime) -> bool:
    """Whether the actor may let this post end: they could give it, or delegated it."""
    return not problem_of_ending(actor, post, at, powers_of(actor, at))


def person_meant(text: str, field: str = "person") -> Person:
    """The one active person with this personnel number, or else this full name.

    Raises FieldsRefused at ``field`` when there is none, or more than one of the name.
    """
    people = Person.objects.for_system(reason="access").filter(state="active")
    wanted = text.strip()
    found = list(people.filter(ref__iexact=wanted)[:1])
    found = found or list(people.filter(name__iexact=wanted).order_by("number")[:2])
    if not found:
        raise FieldsRefused({field: _("Nobody is known under this number or name.")})
    if len(found) > 1:
        raise FieldsRefused({field: _("More people have this name. Give the number.")})
    return found[0]


def _all() -> Any:
    rows = Appointment.objects.for_system(reason="access")
    return rows.select_related("record", "taken_from__record")


def _own(rows: Iterable[Appointment], actor: Actor) -> list[ShownPost]:
    """Posts that are delegated, given back or taken back where the actor can use them now."""
    return [shown_post(row, row.role != EVERYBODY and is_at_hand(actor, row.role)) for row in rows]


def _shown(rows: Iterable[Appointment], actor: Actor, at: datetime) -> list[ShownPost]:
    powers, day = powers_of(actor, at), clock.local_date(at)

    def ends(row: Appointment) -> bool:
        return not is_over(row, day) and not problem_of_ending(actor, row, at, powers)

    return [shown_post(row, ends(row)) for row in rows]


def shown_post(row: Appointment, may_act: bool) -> ShownPost:
    return ShownPost(
        number=row.pk,
        role=row.role,
        name=str(row.record),
        unit=tree().by_id[row.unit_id],
        below=row.below,
        kind=row.kind,
        from_on=row.from_on,
        until=last_day_of(row),
        withdrawn_at=row.withdrawn_at,
        may_act=may_act,
        classes=tuple(row.classes.split()),
        contexts=tuple(row.contexts.split()),
    )
