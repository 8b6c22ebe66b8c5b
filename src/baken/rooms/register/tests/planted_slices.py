"""Slices of exposure for the house tests: in any state, full of words to look out for, and to act on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from django.db import transaction

from baken.core import clock
from baken.core.access import system_actor
from baken.core.records.numbers import row_number
from baken.core.records.references import next_reference
from baken.core.workflow.advance import begin_many
from baken.rooms.org.queries import tree
from baken.rooms.org.tests.factories import Planted
from baken.rooms.register.actions import end_slices, make_slice, take_slice_step
from baken.rooms.register.models import Slice

FACTORY = system_actor("factory")
NOW = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)
_READ = ("register.risk.read",)


@transaction.atomic
def slice_in(*, unit: Any, state: str = "open", at: datetime = NOW, **fields: Any) -> Slice:
    """A slice in a state that is over already, with the first row of its history and no news."""
    told = {"group": "Bootploeg 2", "task": "Landing", **fields}
    moments = {"from_at": at - timedelta(hours=3), "to_at": at, "made_at": at, "touched_at": at}
    record = Slice(
        number=row_number(at),
        ref=next_reference(Slice.prefix, clock.local_date(at)),
        unit_id=unit.pk,
        ended_at=at if state == "ended" else None,
        **told,
        **moments,
    )
    begin_many(
        records=[record],
        code="register.slice.made",
        actor=FACTORY,
        at=at,
        seal=("group", "task", "place"),
        states=[state],
    )
    return record


def plant_slice(*, unit: Any, word: str, at: datetime) -> Planted:
    """A slice whose words only readers of risks may meet."""
    said = {name: f"{name}{word} kabel" for name in ("group", "task", "place")}
    record = slice_in(unit=unit, at=at, **said)
    return Planted(record, dict.fromkeys((f"{name}{word}" for name in said), _READ))


def _make(cast: Any, at: datetime) -> Callable[[], Any]:
    start = at + timedelta(days=1)
    fields = {"group": "Bootploeg 2", "task": "Landing", "from_at": start.isoformat()}
    fields["to_at"] = (start + timedelta(hours=3)).isoformat()
    unit = tree().by_id[cast.company.pk]
    return partial(make_slice, actor=cast.commander.actor, unit=unit, fields=fields, at=at)


def _end(cast: Any, at: datetime) -> Callable[[], Any]:
    record = slice_in(unit=cast.company, at=at)
    given = {"record": record, "step": "end", "fields": {"reason": "Afgelast"}}
    return partial(take_slice_step, actor=cast.commander.actor, at=at, **given)


def _run_out(cast: Any, at: datetime) -> Callable[[], Any]:
    slice_in(unit=cast.company, at=at)
    return partial(end_slices, actor=FACTORY, at=at)


SLICE_CALLS: Mapping[str, Callable[[Any, datetime], Callable[[], Any]]] = {
    "make_slice": _make,
    "take_slice_step": _end,
    "end_slices": _run_out,
}
