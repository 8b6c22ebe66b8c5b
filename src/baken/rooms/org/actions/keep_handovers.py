"""What the clock does with handovers of command: made when a successor is known, opened, ended."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import InterfaceError, OperationalError, transaction

from baken.core import clock
from baken.core.access import Actor
from baken.core.access.errors import AccessDenied
from baken.core.access.reach import Confidentiality
from baken.core.records.numbers import row_number
from baken.core.records.references import next_reference
from baken.core.workflow.advance import Change, advance, begin, locked
from baken.rooms.org.actions.handover_items import bring_up_to_date
from baken.rooms.org.models import Handover, HandoverItem
from baken.rooms.org.queries.actors import own_key_of
from baken.rooms.org.queries.appointments import last_day_of
from baken.rooms.org.queries.changes import (
    Coming,
    changes_coming,
    commanding,
    start_of,
    terms,
    units_gone,
)
from baken.rooms.org.queries.handovers import refs_of, running_with
from baken.rooms.org.queries.tree import tree
from baken.rooms.org.rules.handovers import (
    DECIDE,
    KNOW,
    LAPSED,
    LOOK,
    NOT_LOOKED_AT,
    REACCEPT,
    STILL_WAITS,
    due_on,
)

log = logging.getLogger(__name__)
# What becomes at the end of the term of what still waits, by what was asked.
_AT_THE_END = {REACCEPT: LAPSED, DECIDE: STILL_WAITS, LOOK: NOT_LOOKED_AT, KNOW: NOT_LOOKED_AT}
# How long the list of items may be behind what the rooms above know.
HOUR = timedelta(hours=1)


def prepare_handovers(*, actor: Actor, at: datetime) -> list[Handover]:
    """Make the handovers of the changes of command that are known and have none; the new ones.

    One that cannot be made keeps no other waiting, and is tried again the next time. Runs for the
    system only. Source: domain reference, organisation, section 8.
    """
    if not actor.is_system:
        raise AccessDenied("org.prepare_handovers")
    day = clock.local_date(at)
    coming = (*changes_coming(day), *units_gone(day))
    return [record for one in coming for record in _made(one, actor, at)]


def keep_handovers(*, actor: Actor, at: datetime, most: int = 100) -> int:
    """Look at the handovers whose time has come, the longest over first; how many were looked at.

    On its day a handover opens; its items follow the records; at the end of its term it is complete,
    or lapses. One that cannot be looked at keeps no other waiting. Runs for the system only.
    """
    if not actor.is_system:
        raise AccessDenied("org.keep_handovers")
    due = Handover.objects.for_system(reason="terms").filter(look_at__lte=at).order_by("look_at")
    return sum(_tried(record, actor, at) for record in list(due[:most]))


def _tried(record: Handover, actor: Actor, at: datetime) -> int:
    try:
        with transaction.atomic():
            fresh = locked(record)
            if fresh.look_at is None or fresh.look_at > at:
                return 0
            _keep(fresh, actor, at)
            return 1
    except (OperationalError, InterfaceError):
        raise
    except Exception:
        log.exception("handover %s could not be looked at", record.pk)
        rows = Handover.objects.for_system(reason="terms").filter(pk=record.pk)
        rows.update(look_at=at + HOUR)
        return 0


def follow_record(*, actor: Actor, kinds: Sequence[str], ref: str, at: datetime) -> None:
    """Bring the handovers in line of which a record is an item, now that something was done about it.

    For the room that owns the record. Runs for the system only.
    """
    if not actor.is_system:
        raise AccessDenied("org.follow_record")
    for record in running_with(kinds, ref):
        with transaction.atomic():
            fresh = locked(record)
            if fresh.ended_at is None:
                _list(fresh, actor, at)


def _withdraw(record: Handover, actor: Actor, at: datetime, why: str) -> None:
    """End a handover of which nothing will come."""
    change = Change(values={"ended_at": at, "look_at": None}, facts={"why": why})
    advance(record=record, step="withdraw", actor=actor, at=at, change=change)


def _made(coming: Coming, actor: Actor, at: datetime) -> list[Handover]:
    try:
        with transaction.atomic():
            return [_prepared(coming, actor, at)]
    except (OperationalError, InterfaceError):
        raise
    except Exception:
        log.exception("no handover could be made to post %s", coming.post.pk)
        return []


def _prepared(coming: Coming, actor: Actor, at: datetime) -> Handover:
    today = clock.local_date(at)
    due = due_on(max(coming.starts_on, today), coming.unit.kind, terms())
    record = Handover(
        number=row_number(at),
        ref=next_reference(Handover.prefix, today),
        unit_id=coming.unit.id,
        confidentiality=Confidentiality.SENSITIVE,
        from_unit_id=coming.from_unit.id,
        post=coming.post,
        kind=coming.post.kind,
        outgoing=coming.outgoing,
        incoming=coming.post.record.id,
        own_key=own_key_of(coming.post.record.id),
        starts_on=coming.starts_on,
        due_on=due,
        due_at=start_of(due, coming.unit),
        look_at=at,
        prepared_at=at,
    )
    facts = {
        "unit": coming.unit.code,
        "from_unit": coming.from_unit.code,
        "starts_on": coming.starts_on.isoformat(),
        "due_on": due.isoformat(),
    }
    change = Change(facts=facts, seal=("narrative", "reservations"))
    code = "org.handover.prepared"
    begin(record=record, code=code, actor=actor, at=at, change=change, notice="prepared")
    return record


def _end_earlier(record: Handover, actor: Actor, at: datetime) -> None:
    """A handover to somebody who commands no more makes way for the one after it, on that one's day."""
    running = Handover.objects.for_system(reason="terms").filter(from_unit=record.from_unit_id)
    for other in running.filter(state__in=["prepared", "open"]).exclude(pk=record.pk):
        command = commanding(other.unit_id, record.starts_on).filter(record__id=other.incoming)
        if other.starts_on <= record.starts_on and not command.exists():
            _withdraw(locked(other), actor, at, "another_came")


def _keep(record: Handover, actor: Actor, at: datetime) -> None:
    unit = tree().by_id[record.unit_id]
    last = last_day_of(record.post)
    if record.state == "prepared" and last is not None and last < record.starts_on:
        _withdraw(record, actor, at, "called_off")
        return
    starts_at = start_of(record.starts_on, unit)
    if record.state == "prepared" and starts_at <= at:
        _open(record, actor, at)
    _list(record, actor, at)
    if record.state == "open" and record.due_at <= at:
        _end(record, actor, at)
        return
    first = starts_at if record.state == "prepared" else record.due_at
    record.look_at = min(first, at + HOUR)
    record.save(update_fields=["look_at"])


def _open(record: Handover, actor: Actor, at: datetime) -> None:
    """From now on it is who left who has no post here to read it by."""
    change = Change(values={"own_key": own_key_of(record.outgoing)})
    advance(record=record, step="open", actor=actor, at=at, change=change)
    _end_earlier(record, actor, at)


def _list(record: Handover, actor: Actor, at: datetime) -> None:
    changed = bring_up_to_date(record, at=at)
    if any(changed.values()):
        change = Change(facts=changed)
        advance(record=record, step="list_items", actor=actor, at=at, change=change)


def _end(record: Handover, actor: Actor, at: datetime) -> None:
    """The term is over: what had to be signed for anew and was not, holds no more.

    What was not looked at, or waits for a decision, is not taken over by that: it says so.
    """
    waiting = HandoverItem.objects.of(record).filter(outcome="")
    undone = list(waiting.filter(ask=REACCEPT).order_by("place"))
    for ask, outcome in _AT_THE_END.items():
        waiting.filter(ask=ask).update(outcome=outcome, outcome_at=at)
    step = "lapse" if undone else "settle"
    change = Change(
        values={"ended_at": at, "look_at": None}, facts={"items": refs_of(undone)} if undone else {}
    )
    advance(record=record, step=step, actor=actor, at=at, change=change)
