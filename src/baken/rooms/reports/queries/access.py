"""What one may do with a record, why or why not, and who can instead."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from baken.core import clock
from baken.core.access import Actor, explain, may
from baken.core.access.permits import permit_named
from baken.core.trail.registry import chain_of
from baken.rooms.org.permits import GIVE_CASE
from baken.rooms.org.queries import Onlooker, posts_that_may, tree, who_could
from baken.rooms.reports.models import AccidentRecord, Occurrence, Report
from baken.rooms.reports.permits import (
    ANSWER,
    DRAW_UP,
    HANDLE,
    NOTE_IMMEDIATE,
    READ,
    READ_ACCIDENT,
    READ_IDENTITY,
    READ_INJURIES,
    READ_OCCURRENCE,
    TRIAGE,
)
from baken.rooms.reports.queries.identity import look_right

RIGHTS: dict[type[Any], tuple[str, ...]] = {
    Report: (READ, TRIAGE, ANSWER, NOTE_IMMEDIATE, READ_IDENTITY, GIVE_CASE),
    AccidentRecord: (READ_ACCIDENT, DRAW_UP, GIVE_CASE),
    Occurrence: (READ_OCCURRENCE, HANDLE, NOTE_IMMEDIATE, READ_INJURIES, GIVE_CASE),
}


@dataclass(frozen=True)
class Right:
    """A right one can have on a record: whether the actor has it, why, and which posts do."""

    permit: str
    meaning: str
    allowed: bool
    why: str
    who: list[str]


def rights_on(actor: Actor, record: Any, at: datetime) -> list[Right]:
    """Every right one can have on a report or an occurrence, in a fixed order.

    To see who reported is answered by what decides the look itself.
    """
    found = [_right(actor, permit, record) for permit in RIGHTS[type(record)]]
    return [
        _identity_right(actor, record, at) if right.permit == READ_IDENTITY else right
        for right in found
    ]


def _right(actor: Actor, permit: str, record: Any) -> Right:
    return Right(
        permit=permit,
        meaning=permit_named(permit).meaning,
        allowed=may(actor, permit, record),
        why=explain(actor, permit, record),
        who=_who(permit, record),
    )


def _identity_right(actor: Actor, report: Report, at: datetime) -> Right:
    """As the look is decided: nobody can where nobody is known, fewer where they are held closely."""
    look = look_right(actor, report, at)
    return Right(
        permit=READ_IDENTITY,
        meaning=permit_named(READ_IDENTITY).meaning,
        allowed=look.allowed,
        why=look.why,
        who=[] if look.level is None else _who(READ_IDENTITY, report, look.level),
    )


def _who(permit: str, record: Any, level: int = 0) -> list[str]:
    unit = tree().by_id[record.owner_unit_id or record.unit_id]
    return posts_that_may(permit, unit, get_language() or "nl", level)


def exists_since(record: Any) -> date:
    """The day on which a record came to be here: that of the first row of its history."""
    steps = chain_of(type(record)).objects.of(record)
    return clock.local_date(steps.order_by("serial").values_list("at", flat=True)[0])


def onlookers_on(record: Any, day: date) -> list[Onlooker]:
    """Everybody who could see a record in full on a day; before it existed, nobody."""
    if day < exists_since(record):
        return []
    return who_could(record=record, permits=(type(record).read_permit,), day=day)


def why_not_in_full(actor: Actor, record: Any) -> str:
    """Why somebody who may read no more than the summary reads no more, and who does; else nothing.

    The posts are those of the unit that the summary names, and not of whoever acts on it now.
    """
    permit = type(record).read_permit
    if may(actor, permit, record):
        return ""
    who = posts_that_may(permit, tree().by_id[record.unit_id], get_language() or "nl")
    named = _("Who can: %(who)s.") % {"who": ", ".join(who)} if who else ""
    return (
        f"{explain(actor, permit, record)} {named} {_who_could_ask(actor, permit, record)}".strip()
    )


def _who_could_ask(actor: Actor, permit: str, record: Any) -> str:
    """Of somebody who reads single records only: who can give them this one."""
    if not actor.holds_by_case_alone(permit):
        return ""
    unit = tree().by_id[record.unit_id]
    who = posts_that_may(GIVE_CASE, unit, get_language() or "nl")
    return _("Who can give it to you: %(who)s.") % {"who": ", ".join(who)} if who else ""
