"""Handovers of command for tests, in any state."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from baken.core.access import system_actor
from baken.core.records.numbers import row_number
from baken.core.workflow.advance import begin_many
from baken.rooms.org.actions.handover_steps import take_handover_step
from baken.rooms.org.actions.keep_handovers import (
    follow_record,
    keep_handovers,
    prepare_handovers,
)
from baken.rooms.org.models import Appointment, Handover, HandoverItem, Person, Unit
from baken.rooms.org.queries import own_key_of
from baken.rooms.org.tests.basics import NOW, Planted, Prepare, appoint, make_person

_ENDED = ("completed", "lapsed", "withdrawn")


def make_handover(
    *,
    unit: Unit,
    state: str,
    at: datetime,
    post: Appointment,
    outgoing: Person,
    incoming: Person,
    **said: Any,
) -> Handover:
    """A handover of command with one item, and the first row of its history."""
    record = Handover(
        number=row_number(at),
        ref=f"OC-{at.year}-{post.pk:06}",
        unit=unit,
        from_unit=unit,
        post=post,
        kind="permanent",
        outgoing=outgoing.id,
        incoming=incoming.id,
        own_key=own_key_of(outgoing.id if state == "open" else incoming.id),
        starts_on=post.from_on,
        due_on=post.from_on + timedelta(days=30),
        due_at=at + timedelta(days=50),
        prepared_at=at,
        ended_at=at if state in _ENDED else None,
        **{"narrative": "Let op de schietbaan.", "confidentiality": 1, **said},
    )
    begin_many(
        records=[record],
        code="org.handover.prepared",
        actor=system_actor("factory"),
        at=at,
        seal=("narrative", "reservations"),
        states=[state],
    )
    HandoverItem.objects.create(
        record=record,
        place=300_001,
        kind="accepted",
        ref="R-2020-000001",
        risk_class="medium",
        ask="reaccept",
        one_by_one=True,
        narrative=record.narrative,
    )
    return record


def plant_handover(*, unit: Unit, word: str, at: datetime) -> Planted:
    """A handover whose words only its readers may meet."""
    record = handover_in(unit=unit, at=at, narrative=f"woorden{word}")
    return Planted(record, {f"woorden{word}": ("org.handover.read",)})


def handover_in(
    *, unit: Unit, state: str = "prepared", at: datetime = NOW, **said: Any
) -> Handover:
    """A handover of command of a unit in a state, from somebody to somebody, with one item."""
    outgoing = said.pop("outgoing", None) or make_person(unit=unit, at=at)
    incoming = said.pop("incoming", None) or make_person(unit=unit, at=at)
    first = at.date() + timedelta(days=20 if state == "prepared" else 0)
    post = appoint(incoming, "commander", unit, from_on=first)
    given = {"post": post, "outgoing": outgoing, "incoming": incoming, **said}
    return make_handover(unit=unit, state=state, at=at, **given)


def _announced(action: Any) -> Prepare:
    def prepare(cast: Any, at: datetime) -> Callable[[], Any]:
        comes = make_person(unit=cast.battalion, at=at)
        appoint(comes, "commander", cast.battalion, from_on=at.date() + timedelta(days=20))
        return partial(action, actor=system_actor("clock"), at=at)

    return prepare


def _with_handover(action: Any) -> Prepare:
    def prepare(cast: Any, at: datetime) -> Callable[[], Any]:
        handover_in(unit=cast.battalion, at=at, look_at=at)
        return partial(action, actor=system_actor("clock"), at=at)

    return prepare


def _with_item(cast: Any, at: datetime) -> Callable[[], Any]:
    handover_in(unit=cast.battalion, at=at)
    given = {"kinds": ["accepted"], "ref": "R-2020-000001", "at": at}
    return partial(follow_record, actor=system_actor("clock"), **given)


def _write_handover(cast: Any, at: datetime) -> Callable[[], Any]:
    record = handover_in(unit=cast.battalion, at=at, outgoing=cast.commander.person)
    fields = {"narrative": "Let op de baan."}
    given = {"record": record, "step": "write", "fields": fields, "seen": 1}
    return partial(take_handover_step, actor=cast.commander.actor, at=at, **given)


HANDOVER_CALLS: Mapping[str, Prepare] = {
    "prepare_handovers": _announced(prepare_handovers),
    "keep_handovers": _with_handover(keep_handovers),
    "follow_record": _with_item,
    "take_handover_step": _write_handover,
}
