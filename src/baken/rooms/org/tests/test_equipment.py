"""Inspections and steps of equipment: what they write, what they refuse, whom they reach."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from baken.conftest import Cast
from baken.core.access import AccessDenied, system_actor
from baken.core.events.models import OutboxEvent
from baken.core.files.store import files_of
from baken.core.questions import InboxAsk
from baken.core.trail.verify import breaks
from baken.core.workflow.errors import FieldsRefused, StepRefused
from baken.rooms.org.actions.equipment_steps import add_equipment_file, take_equipment_step
from baken.rooms.org.actions.inspect import inspect_equipment
from baken.rooms.org.answers import inbox_cards, search_hits, thread_nodes, unit_figures
from baken.rooms.org.models import Equipment, EquipmentStep, Inspection
from baken.rooms.org.queries import tree
from baken.rooms.org.queries.equipment import equipment_to_inspect
from baken.rooms.org.rules.things import InspectionRow
from baken.rooms.org.tests.factories import PNG, inspected, make_equipment

YESTERDAY = date(2026, 3, 9)
NEXT_YEAR = date(2027, 3, 9)


def found(result: str = "passed", **fields: Any) -> InspectionRow:
    values = {"kind": "periodic", "done_on": YESTERDAY, "due_on": NEXT_YEAR}
    return InspectionRow(result=result, **(values | fields))


def fresh(record: Equipment) -> Equipment:
    return Equipment.objects.for_system(reason="advance").get(pk=record.pk)


def codes(record: Equipment) -> list[str]:
    rows = EquipmentStep.objects.of(record).order_by("serial")
    return [row.code.removeprefix("org.equipment.") for row in rows]


def look(cast: Cast, record: Equipment, inspection: InspectionRow, **more: Any) -> Inspection:
    return inspect_equipment(
        actor=cast.safety_adviser.actor, record=record, found=inspection, at=cast.at, **more
    )


def step(cast: Cast, record: Equipment, name: str, who: str = "safety_adviser", **more: Any) -> Any:
    actor = cast.members[who].actor
    return take_equipment_step(actor=actor, record=record, step=name, at=cast.at, **more)


def test_inspection_that_passed_keeps_it_in_use_and_sets_the_next_day(cast: Cast) -> None:
    record = make_equipment(unit=cast.company, due_on=date(2026, 1, 1))

    made = look(cast, record, found(remarks="Goed."))

    now = fresh(record)
    assert (now.state, now.due_on, now.out_of_use_on) == ("in_use", NEXT_YEAR, None)
    assert (made.inspector, made.noted_by) == (
        cast.safety_adviser.actor.name,
        cast.safety_adviser.person.id,
    )
    assert codes(record) == ["imported", "inspected"]


def test_inspection_that_failed_takes_it_out_of_use_in_one_step(cast: Cast) -> None:
    record = make_equipment(unit=cast.company)

    look(cast, record, found("failed", due_on=None, remarks="Scheur."))

    now = fresh(record)
    assert (now.state, now.out_of_use_on) == ("out_of_use", YESTERDAY)
    last = EquipmentStep.objects.of(record).get(serial=2)
    assert (last.code, last.from_state, last.to_state) == (
        "org.equipment.rejected",
        "in_use",
        "out_of_use",
    )
    assert last.facts == {
        "kind": "periodic",
        "result": "failed",
        "done_on": "2026-03-09",
        "due_on": None,
    }
    assert last.words["remarks"] == "Scheur."


def test_inspection_that_failed_again_keeps_the_first_day_out_of_use(cast: Cast) -> None:
    record = make_equipment(unit=cast.company, state="out_of_use", out_of_use_on=date(2026, 2, 1))
    look(cast, record, found("failed"))
    assert fresh(record).out_of_use_on == date(2026, 2, 1)


def test_inspection_leaves_an_event_and_a_whole_chain(cast: Cast) -> None:
    record = make_equipment(unit=cast.company)
    look(cast, record, found())
    names = list(OutboxEvent.objects.values_list("name", "payload__step"))
    assert names == [("org.equipment.stepped", "inspect")]
    assert list(breaks()) == []


def test_inspection_with_a_report_keeps_it_as_a_file_of_the_equipment(cast: Cast) -> None:
    record = make_equipment(unit=cast.company)
    made = look(cast, record, found(), document=PNG)
    assert [made.document] == list(files_of(record))


@pytest.mark.parametrize(
    ("inspection", "field"),
    [
        (found(done_on=date(2026, 3, 11), due_on=None), "done_on"),
        (found(kind="dance"), "kind"),
        (found(due_on=YESTERDAY), "due_on"),
        (found("fine"), "result"),
    ],
)
def test_inspection_that_cannot_be_is_refused_and_writes_nothing(
    cast: Cast, inspection: InspectionRow, field: str
) -> None:
    record = make_equipment(unit=cast.company)
    with pytest.raises(FieldsRefused) as refused:
        look(cast, record, inspection)
    assert list(refused.value.errors) == [field]
    assert codes(record) == ["imported"]


def test_inspection_of_a_day_that_is_there_already_is_refused(cast: Cast) -> None:
    record = make_equipment(unit=cast.company)
    inspected(record, done_on=YESTERDAY)
    with pytest.raises(FieldsRefused) as refused:
        look(cast, record, found())
    assert list(refused.value.errors) == ["done_on"]


@pytest.mark.parametrize("who", ["soldier", "team_leader", "commander", "outsider"])
def test_inspection_by_somebody_without_the_permit_is_denied(cast: Cast, who: str) -> None:
    record = make_equipment(unit=cast.company)
    with pytest.raises(AccessDenied):
        inspect_equipment(actor=cast.members[who].actor, record=record, found=found(), at=cast.at)
    assert codes(record) == ["imported"]


def test_take_out_and_put_back_go_there_and_back(cast: Cast) -> None:
    record = make_equipment(unit=cast.company)
    out = step(cast, record, "take_out", who="commander", fields={"reason": "Sport los."})
    assert (out.state, out.out_of_use_on) == ("out_of_use", date(2026, 3, 10))
    back = step(cast, record, "put_back", who="commander", note="Gemaakt.")
    assert (back.state, back.out_of_use_on) == ("in_use", None)
    assert codes(record) == ["imported", "taken_out", "put_back"]


def test_take_out_without_a_reason_is_refused(cast: Cast) -> None:
    with pytest.raises(FieldsRefused):
        step(cast, make_equipment(unit=cast.company), "take_out")


def test_put_back_after_a_failed_inspection_waits_for_one_that_passed(cast: Cast) -> None:
    record = make_equipment(unit=cast.company)
    look(cast, record, found("failed", done_on=date(2026, 3, 1)))
    with pytest.raises(StepRefused) as refused:
        step(cast, record, "put_back")
    assert [one.code for one in refused.value.refusals] == ["inspection_failed"]

    look(cast, record, found())
    assert fresh(record).state == "out_of_use"
    assert step(cast, record, "put_back").state == "in_use"


def test_step_inspect_takes_its_note_for_remarks(cast: Cast) -> None:
    record = make_equipment(unit=cast.company)
    told = {"kind": "periodic", "done_on": "2026-03-09", "result": "passed"}
    now = step(cast, record, "inspect", note=" Netjes. ", fields=told)
    assert (now.state, now.due_on) == ("in_use", None)
    assert Inspection.objects.of(record).get().remarks == "Netjes."


def test_step_reject_without_an_inspection_is_refused(cast: Cast) -> None:
    with pytest.raises(StepRefused):
        step(cast, make_equipment(unit=cast.company), "reject")


def test_file_is_added_once_by_whoever_inspects(cast: Cast) -> None:
    record = make_equipment(unit=cast.company)
    for _ in range(2):
        add_equipment_file(actor=cast.safety_adviser.actor, record=record, file=PNG, at=cast.at)
    assert codes(record) == ["imported", "file_added"]


def test_file_of_somebody_who_does_not_inspect_is_denied(cast: Cast) -> None:
    record = make_equipment(unit=cast.company)
    with pytest.raises(AccessDenied):
        add_equipment_file(actor=cast.commander.actor, record=record, file=PNG, at=cast.at)


# ---- inbox, figure, search, thread ----


def overdue(cast: Cast, days: int = 1, **fields: Any) -> Equipment:
    due_on = date(2026, 3, 10) - timedelta(days=days)
    return make_equipment(unit=cast.company, due_on=due_on, **fields)


def cards(cast: Cast, who: str) -> list[str]:
    ask = InboxAsk(actor=cast.members[who].actor, at=cast.at)
    return [card.ref for card in inbox_cards(ask)]


def test_inbox_shows_overdue_inspections_the_longest_first(cast: Cast) -> None:
    late, later = overdue(cast, 1), overdue(cast, 9)
    overdue(cast, 0)
    overdue(cast, 5, state="out_of_use")
    make_equipment(unit=cast.company)
    make_equipment(unit=cast.squadron, due_on=date(2026, 1, 1))
    assert cards(cast, "safety_adviser") == [later.ref, late.ref]


@pytest.mark.parametrize("who", ["soldier", "commander", "outsider", "former_holder"])
def test_inbox_of_somebody_else_shows_no_inspections(cast: Cast, who: str) -> None:
    overdue(cast)
    assert cards(cast, who) == []


def test_inbox_shows_ten_at_most_in_one_query(cast: Cast) -> None:
    for _ in range(12):
        overdue(cast)
    actor = cast.safety_adviser.actor
    with CaptureQueriesContext(connection) as asked:
        shown = equipment_to_inspect(actor, cast.at, 10)
    assert (len(shown), len(asked)) == (10, 1)
    assert len(cards(cast, "safety_adviser")) == 10


def figures(cast: Cast, who: str, code: str) -> list[tuple[int | None, str]]:
    unit = tree().by_code[code]
    found = unit_figures(cast.members[who].actor, unit, cast.at)
    return [(figure.value, figure.note) for figure in found]


def test_figure_counts_what_is_overdue_in_the_unit_and_below(cast: Cast) -> None:
    overdue(cast)
    overdue(cast, 0)
    assert figures(cast, "commander", "BATTALION") == [(1, "")]


def test_figure_of_a_unit_partly_or_not_in_reach_says_so(cast: Cast) -> None:
    overdue(cast)
    assert [value for value, note in figures(cast, "commander", "ARMY")] == [1]
    assert [bool(note) for _value, note in figures(cast, "commander", "ARMY")] == [True]
    assert figures(cast, "outsider", "BATTALION") == [(None, "")]
    assert figures(cast, "soldier", "COMPANY") == []


def test_search_finds_equipment_only_within_reach(cast: Cast) -> None:
    record = make_equipment(unit=cast.company, name="Wandelende kraan")

    def hits(who: str) -> list[str]:
        return [hit.ref for hit in search_hits(cast.members[who].actor, "wandelende", 5)]

    assert hits("commander") == [record.ref]
    assert hits("outsider") == hits("soldier") == []


def test_search_for_one_sign_finds_nothing(cast: Cast) -> None:
    make_equipment(unit=cast.company, name="X")
    assert list(search_hits(cast.commander.actor, "x", 5)) == []


def test_thread_tells_every_step_the_newest_first(cast: Cast) -> None:
    record = make_equipment(unit=cast.company)
    look(cast, record, found("failed", remarks="Scheur."))
    nodes = list(thread_nodes(cast.commander.actor, record))
    assert [node.text.rpartition(" – ")[2] for node in nodes] == ["Scheur.", ""]
    assert list(thread_nodes(cast.commander.actor, cast.soldier.person)) == []


def test_system_may_inspect_as_an_import_does(cast: Cast) -> None:
    record = make_equipment(unit=cast.company)
    made = inspect_equipment(actor=system_actor("import"), record=record, found=found(), at=cast.at)
    assert (made.inspector, made.noted_by) == ("import", None)
