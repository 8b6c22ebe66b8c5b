"""The frozen tables answer what stands in them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from baken.core.workflow.errors import FieldsRefused, StepRefused
from baken.core.workflow.registry import all_bindings, binding_of
from baken.core.workflow.table import Refusal, Step, Workflow
from baken.rooms.reports.models import Occurrence, Report

OPEN = Step("open", "Open", ("closed",), "open", "p", "t.opened")
SHUT = Step("shut", "Shut", ("open", "ajar"), "closed", "p", "t.shut")
PUSH = Step("push", "Push", ("open", "ajar"), "", "p", "t.pushed")
DOOR = Workflow(
    name="door",
    initial="closed",
    states={"open": "open", "ajar": "ajar", "closed": "closed"},
    steps=(OPEN, SHUT, PUSH),
)


@pytest.mark.parametrize(
    ("state", "steps"), [("closed", (OPEN,)), ("ajar", (SHUT, PUSH)), ("gone", ())]
)
def test_from_state_gives_the_rows_that_start_there_in_order(
    state: str, steps: tuple[Step, ...]
) -> None:
    assert DOOR.from_state(state) == steps


@pytest.mark.parametrize(
    ("step", "asks"), [(OPEN, False), (PUSH, True), (replace(OPEN, on_sight=True), True)]
)
def test_screen_says_what_it_saw_where_the_state_alone_does_not_tell(
    step: Step, *, asks: bool
) -> None:
    assert step.asks_seen is asks


@pytest.mark.parametrize(("name", "step"), [("shut", SHUT), ("slam", None), ("", None)])
def test_step_by_name_is_the_row_or_nothing(name: str, step: Step | None) -> None:
    assert DOOR.step(name) == step


def test_step_by_hand_is_one_that_people_take() -> None:
    blown = replace(SHUT, name="blow_shut", by_system=True)
    door = replace(DOOR, steps=(*DOOR.steps, blown))
    assert (door.by_hand("shut"), door.by_hand("blow_shut"), door.by_hand("slam")) == (
        SHUT,
        None,
        None,
    )
    assert door.step("blow_shut") == blown


@pytest.mark.parametrize(
    ("step", "before", "after"),
    [(SHUT, "ajar", "closed"), (PUSH, "ajar", "ajar"), (PUSH, "open", "open")],
)
def test_step_without_a_target_leads_to_where_it_was(step: Step, before: str, after: str) -> None:
    assert step.leads_to(before) == after


def test_refusals_read_as_their_sentences() -> None:
    refused = StepRefused("shut", [Refusal("stuck", "It is stuck."), Refusal("late", "Too late.")])
    assert (str(refused), refused.step, len(refused.refusals)) == (
        "It is stuck.; Too late.",
        "shut",
        2,
    )


def test_refused_fields_read_as_name_and_sentence() -> None:
    refused = FieldsRefused({"title": "This is needed.", "kind": "Choose."})
    assert str(refused) == "title: This is needed.; kind: Choose."


def test_bindings_stand_in_order_of_name_and_are_found_by_root() -> None:
    names = [binding.workflow.name for binding in all_bindings()]
    assert (names, binding_of(Report).root, binding_of(Occurrence).workflow.name) == (
        sorted(names),
        Report,
        "reports.occurrence",
    )
