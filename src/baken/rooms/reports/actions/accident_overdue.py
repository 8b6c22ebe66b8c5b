"""Tells the commanders, one after the other, of an accident record that waits longer than its term."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from baken.core.access import system_actor
from baken.core.trail.append import Entry, append
from baken.rooms.notices.actions import notify
from baken.rooms.notices.queries import declare_notice
from baken.rooms.org.queries import Holder, UnitView, nearest_holders, own_key_of, tree
from baken.rooms.reports.models import AccidentRecord, AccidentRecordStep
from baken.rooms.reports.queries.calendars import timetable_for

OVERDUE = declare_notice(
    "reports.accident_record.overdue",
    _("Accident record %(ref)s waits longer than its term. See what has to be done."),
    "reports:accident-record",
    group="terms",
    by_mail="reference",
)


def tell_overdue(record: AccidentRecord, at: datetime) -> bool:
    """Tell the nearest commander of a locked record, and later the next above; False without one.

    Never the person whom it is about. Its history says to which unit the word went.
    """
    told = _next_told(record, at)
    if not told:
        return False
    entry = Entry(
        code=OVERDUE,
        from_state=record.state,
        to_state=record.state,
        facts={"overdue_to": told[0].unit.code},
    )
    append(record=record, actor=system_actor("clock"), at=at, entry=entry)
    record.stalls_at = timetable_for(record).end("record_again", at)
    record.save(update_fields=["stalls_at"])
    notify(to_keys=[own_key_of(one.person) for one in told], code=OVERDUE, record=record, at=at)
    return True


def _next_told(record: AccidentRecord, at: datetime) -> list[Holder]:
    for unit in _line(record):
        near = nearest_holders(roles=("commander",), unit=unit, at=at)
        others = [one for one in near if one.person != record.person]
        if others:
            return others
    return []


def _line(record: AccidentRecord) -> Sequence[UnitView]:
    """The unit that acts and those above it; after a first word, what lies above where that went."""
    here = tree()
    newest = AccidentRecordStep.objects.of(record).order_by("-serial").first()
    told = here.find(newest.facts["overdue_to"]) if newest and newest.code == OVERDUE else None
    if told is not None:
        return here.line_up(told)[1:]
    return here.line_up(here.by_id[record.owner_unit_id or record.unit_id])
