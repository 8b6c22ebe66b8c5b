"""Sheets for tests: as rooms above begin them, with a small workshop as instrument."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction

from baken.core import clock
from baken.core.access import Actor, system_actor
from baken.core.files.content import CleanFile
from baken.core.instruments.definitions import Definition
from baken.core.instruments.filling import Place
from baken.core.instruments.tests.instruments import (
    WORKSHOP,
    changed,
    question,
    questions,
)
from baken.core.links.registry import tie
from baken.core.records.numbers import row_number
from baken.core.records.references import next_reference
from baken.core.workflow.advance import begin_many
from baken.rooms.library.actions import import_instrument
from baken.rooms.org.tests.factories import NOW, PNG, Planted, Prepare
from baken.rooms.register.tests.factories import make_risk_in
from baken.rooms.sheets.actions import (
    NewAnswer,
    add_evidence,
    add_repetition,
    answer_questions,
    begin_sheet,
    copy_answers,
    end_repetition,
    freeze_sheet,
    move_sheet,
    score_risk,
    settle_answer,
    withdraw_sheet,
)
from baken.rooms.sheets.actions.begin_sheet import SEALED
from baken.rooms.sheets.models import Sheet, SheetAnswer
from baken.rooms.sheets.queries.subjects import FILLED_IN

FACTORY = system_actor("factory")
CODE, VERSION = "small_workshop", "2.1.0"


# The small workshop of the engine, in the words of the library.
TEXT = WORKSHOP.replace(
    "{model: times, version: 3}", "{model: fine_kinney_nl, version: 1}"
).replace("{harm: 10, chance: often}", "{probability: '3', exposure: '6', effect: '7'}")
OFTEN = {"probability": "6", "exposure": "6", "effect": "15"}
SELDOM = {"probability": "0.5", "exposure": "1", "effect": "3"}


def know_workshop(text: str = TEXT) -> Definition:
    """Have the library know the small workshop."""
    return import_instrument(actor=FACTORY, file="workshop.yaml", text=text, at=NOW).definition


def every_type() -> str:
    """An instrument with a question of every kind of answer."""
    options = "options: [{code: x, text: {nl: x, en: x}}, {code: y, text: {nl: y, en: y}}]"
    columns = (
        "columns: [{id: name, type: text, required: true, text: {nl: Wat, en: What}},"
        " {id: mass, type: decimal, text: {nl: Zwaar, en: Heavy}}]"
    )
    lines = [
        question("a_words", "yes_no_na"),
        question("a_choice", "single_choice", options),
        question("a_several", "multi_choice", options),
        question("a_scale", "scale", "constraints: {min: 1, max: 5}, low: {nl: nooit, en: never}"),
        question("a_number", "decimal"),
        question("a_day", "date"),
        question("a_moment", "datetime"),
        question("a_text", "text"),
        question("a_long", "long_text"),
        question("a_place", "location"),
        question("a_signature", "signature"),
        question("a_lines", "phase_list"),
        question("a_photo", "photo"),
        question("a_table", "table", columns),
        question("a_series", "measurement_series", "unit: dB(A)"),
        question("a_measures", "measure_list"),
        question("a_risks", "risk_list"),
        question("a_sum", "computed", "expr: a_number + 1"),
        question("a_word", "statement"),
    ]
    small = questions(*lines, kind="fine_kinney_nl, version: 1")
    return small.replace("code: small", "code: every_type").replace("[operational]", "[exercise]")


def make_sheet(
    *,
    actor: Actor,
    unit: Any,
    at: datetime = NOW,
    subject: Any = None,
    earlier: Sheet | None = None,
    code: str = CODE,
    text: str = TEXT,
) -> Sheet:
    """A sheet of a unit, for a risk of that unit unless told otherwise."""
    definition = know_workshop(text)
    return begin_sheet(
        actor=actor,
        subject=subject or make_risk_in(unit=unit, at=at),
        serves="risk",
        instrument_code=code,
        version=str(definition.head.version),
        title="Werkplaats gebouw 12",
        at=at,
        earlier=earlier,
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


_READ = ("sheets.sheet.read",)
# Under which word each text is planted. Who may score sees what others argue after scoring only, so the
# walk of all roles at once never meets the last one.
PLANTED = {"title": "bladeen", "answer": "bladtwee", "label": "bladdrie", "argument": "bladgeheim"}


@transaction.atomic
def sheet_in(*, unit: Any, state: str = "open", at: datetime = NOW, **fields: Any) -> Sheet:
    """A sheet of a unit in a state, with the first row of its history."""
    definition = know_workshop()
    risk = make_risk_in(unit=unit, at=at)
    given = {"title": "Werkplaats gebouw 12", **fields}
    record = Sheet(
        number=row_number(at),
        ref=next_reference(Sheet.prefix, clock.local_date(at)),
        unit_id=unit.pk,
        instrument=CODE,
        version=VERSION,
        sha256=definition.sha256,
        serves="risk",
        begun_at=at,
        touched_at=at,
        frozen_at=at if state == "frozen" else None,
        **given,
    )
    begin_many(
        records=[record],
        code="sheets.sheet.begun",
        actor=FACTORY,
        at=at,
        seal=SEALED,
        states=[state],
    )
    tie(source=risk, relation=FILLED_IN, target=record, at=at)
    return record


def plant(*, unit: Any, word: str, at: datetime) -> list[Planted]:
    """A sheet with an answer, a machine, a score and a photo, full of words only its readers may meet."""
    record = sheet_in(unit=unit, at=at, title=f"{PLANTED['title']}{word} kabel")
    answer(actor=FACTORY, record=record, given={"profile.has_machines": "yes"}, at=at)
    label = f"{PLANTED['label']}{word} kabel"
    made = add_repetition(actor=FACTORY, record=record, section="machines", label=label, at=at)
    told = f"{PLANTED['answer']}{word} kabel"
    answer(actor=FACTORY, record=record, given={"level": "high", "more": told}, at=at)
    answer(actor=FACTORY, record=record, given={"m1": "no"}, repetition=made.name, at=at)
    score_risk(
        actor=FACTORY,
        record=record,
        place=Place("m1", made.name),
        moment="current",
        choice=OFTEN,
        argument=f"{PLANTED['argument']}{word} kabel",
        at=at,
    )
    file = CleanFile(f"bladvijf{word}.png", PNG.content_type, PNG.data + word.encode())
    stored = add_evidence(
        actor=FACTORY, record=record, place=Place("m1", made.name), file=file, at=at
    )
    words = (*(f"{one}{word}" for one in PLANTED.values()), f"bladvijf{word}")
    ways = {
        "file_id": str(stored.id),
        "part": "room",
        "repeated": "machines",
        "repetition": made.name,
        "key": "m1",
        "name": made.name,
    }
    return [Planted(record, dict.fromkeys(words, _READ), ways)]


FACTORIES: Mapping[type[Any], Callable[..., Any]] = {Sheet: sheet_in}


def _on_sheet(act: Callable[..., Any], **given: Any) -> Prepare:
    """A call of an action on a fresh sheet of the company, by its commander."""

    def prepare(cast: Any, at: datetime) -> Callable[[], Any]:
        record = sheet_in(unit=cast.company, at=at)
        return partial(act, actor=cast.commander.actor, record=record, at=at, **given)

    return prepare


def _begin(cast: Any, at: datetime) -> Callable[[], Any]:
    know_workshop()
    return partial(
        begin_sheet,
        actor=cast.commander.actor,
        subject=make_risk_in(unit=cast.company, at=at),
        serves="risk",
        instrument_code=CODE,
        version=VERSION,
        title="Werkplaats gebouw 12",
        at=at,
    )


def _end_repetition(cast: Any, at: datetime) -> Callable[[], Any]:
    record = sheet_in(unit=cast.company, at=at)
    name = with_machine(actor=cast.commander.actor, record=record, at=at)
    return partial(end_repetition, actor=cast.commander.actor, record=record, name=name, at=at)


def _score(cast: Any, at: datetime) -> Callable[[], Any]:
    record = sheet_in(unit=cast.company, at=at)
    name = with_machine(actor=cast.commander.actor, record=record, at=at, m1="no")
    return partial(
        score_risk,
        actor=cast.commander.actor,
        record=record,
        place=Place("m1", name),
        moment="current",
        choice=OFTEN,
        argument="Gezien",
        at=at,
    )


def _settle(cast: Any, at: datetime) -> Callable[[], Any]:
    record = sheet_in(unit=cast.company, at=at)
    for member, width in ((cast.safety_adviser, 80), (cast.commander, 90)):
        answer(actor=member.actor, record=record, given={"wide": width}, at=at, seen={})
    return partial(
        settle_answer,
        actor=cast.commander.actor,
        record=record,
        place=Place("wide"),
        serial=0,
        seen=2,
        at=at,
    )


def _move(cast: Any, at: datetime) -> Callable[[], Any]:
    know_workshop()
    know_workshop(changed("version: 2.1.0", "version: 2.2.0", TEXT))
    record = sheet_in(unit=cast.company, at=at)
    return partial(move_sheet, actor=cast.commander.actor, record=record, version="2.2.0", at=at)


def _freeze(cast: Any, at: datetime) -> Callable[[], Any]:
    record = sheet_in(unit=cast.company, at=at)
    given = {"profile.has_machines": "no"}
    answer(actor=cast.commander.actor, record=record, given=given, at=at)
    return partial(freeze_sheet, actor=cast.commander.actor, record=record, at=at)


def _copy(cast: Any, at: datetime) -> Callable[[], Any]:
    source, record = (sheet_in(unit=cast.company, at=at) for _nth in range(2))
    answer(actor=cast.commander.actor, record=source, given={"level": "low"}, at=at)
    return partial(copy_answers, actor=cast.commander.actor, record=record, source=source, at=at)


CALLS: Mapping[str, Prepare] = {
    "begin_sheet": _begin,
    "answer_questions": _on_sheet(answer_questions, given=[NewAnswer(Place("level"), "low")]),
    "add_repetition": _on_sheet(add_repetition, section="machines", label="Draaibank"),
    "add_evidence": _on_sheet(add_evidence, place=Place("wide"), file=PNG),
    "end_repetition": _end_repetition,
    "score_risk": _score,
    "settle_answer": _settle,
    "move_sheet": _move,
    "freeze_sheet": _freeze,
    "copy_answers": _copy,
    "withdraw_sheet": _on_sheet(withdraw_sheet, reason="Dubbel"),
}
