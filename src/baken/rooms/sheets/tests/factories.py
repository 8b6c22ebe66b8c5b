"""Sheets for tests: as rooms above begin them, with a small workshop as instrument."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from baken.core.access import Actor
from baken.core.instruments.filling import Place
from baken.core.instruments.tests.instruments import load
from baken.rooms.library.queries import instruments
from baken.rooms.org.tests.factories import NOW
from baken.rooms.register.tests.factories import make_risk_in
from baken.rooms.sheets.actions import NewAnswer, add_repetition, answer_questions, begin_sheet
from baken.rooms.sheets.models import Sheet, SheetAnswer

CODE, VERSION = "small_workshop", "2.1.0"


def know_workshop() -> None:
    """Have the library know the small workshop."""
    instruments._KNOWN[CODE, VERSION] = load()


def make_sheet(*, actor: Actor, unit: Any, at: datetime = NOW, subject: Any = None) -> Sheet:
    """A sheet of a unit, for a risk of that unit unless told otherwise."""
    know_workshop()
    return begin_sheet(
        actor=actor,
        subject=subject or make_risk_in(unit=unit, at=at),
        serves="risk",
        instrument_code=CODE,
        version=VERSION,
        title="Werkplaats gebouw 12",
        at=at,
    )


def answer(
    *,
    actor: Actor,
    record: Sheet,
    given: Mapping[str, Any],
    repetition: str = "",
    at: datetime = NOW,
    seen: Mapping[str, int] | None = None,
) -> Any:
    """Give answers by key, knowing what stands unless told otherwise."""
    rows = SheetAnswer.objects.of(record).filter(repetition=repetition)
    known = dict(rows.values_list("key", "serial")) if seen is None else seen
    return answer_questions(
        actor=actor,
        record=record,
        given=[
            NewAnswer(Place(key, repetition), raw, seen=known.get(key, 0))
            for key, raw in given.items()
        ],
        at=at,
    )


def with_machine(*, actor: Actor, record: Sheet, at: datetime = NOW, **answers: Any) -> str:
    """A machine on a sheet, with answers; returns the name of the repetition."""
    answer(actor=actor, record=record, given={"profile.has_machines": "yes"}, at=at)
    made = add_repetition(actor=actor, record=record, section="machines", label="Draaibank", at=at)
    if answers:
        answer(actor=actor, record=record, given=answers, repetition=made.name, at=at)
    return made.name


def standing(record: Sheet) -> dict[str, Any]:
    """The answers that stand on a sheet, by key and repetition."""
    rows = SheetAnswer.objects.of(record).order_by("key", "repetition")
    return {f"{row.key}@{row.repetition}" if row.repetition else row.key: row.value for row in rows}
