"""The two tables: the states of the contract, what leads where, and nothing possible outside them."""

from __future__ import annotations

from typing import Any

import pytest

from baken.conftest import Cast
from baken.core.access import AccessDenied, permit_named
from baken.core.workflow.errors import FieldsRefused, StepRefused
from baken.core.workflow.table import Workflow
from baken.rooms.library.queries import code_list
from baken.rooms.reports.permits import DISPUTE, DRAW_UP, EMBARGO
from baken.rooms.reports.rules import GUARDS, REPORT_OVER
from baken.rooms.reports.tests.acts import fresh, step, steps_of
from baken.rooms.reports.tests.factories import make_occurrence, make_report
from baken.rooms.reports.views.record import EMBARGO_STEPS
from baken.rooms.reports.workflow import OCCURRENCE, REPORT

BOTH = pytest.mark.parametrize("workflow", [REPORT, OCCURRENCE], ids=["report", "occurrence"])


def pairs(workflow: Workflow, inside: bool) -> list[tuple[str, str]]:
    """Every pair of state and step that stands in the table, or every one that does not."""
    return [
        (state, row.name)
        for row in workflow.steps
        for state in workflow.states
        if (state in row.sources) == inside
    ]


def test_report_states_are_those_of_the_contract() -> None:
    assert list(REPORT.states) == [
        "received",
        "acknowledged",
        "in_handling",
        "answered",
        "closed",
        "out_of_scope",
        "redirected_integrity",
    ]


def test_occurrence_states_are_those_of_the_contract() -> None:
    assert list(OCCURRENCE.states) == [
        "triaged",
        "handling",
        "under_investigation",
        "measures_running",
        "ready_to_close",
        "closed",
        "reopened",
        "merged",
    ]


def test_report_table_leads_where_it_should() -> None:
    assert {row.name: (row.sources, row.target) for row in REPORT.steps} == {
        "acknowledge": (("received",), "acknowledged"),
        "triage": (("received", "acknowledged"), "in_handling"),
        "danger_over": (("received", "acknowledged", "in_handling", "answered"), ""),
        "raise": (("received", "acknowledged", "in_handling"), ""),
        "note_immediate": (("received", "acknowledged", "in_handling", "answered"), ""),
        "hand_over": (("received", "acknowledged", "in_handling"), ""),
        "say_about": (("received", "acknowledged", "in_handling"), ""),
        "move": (("in_handling", "answered", "closed"), ""),
        "answer": (("in_handling",), "answered"),
        "close": (("answered",), "closed"),
        "confirm_solved": (("answered", "closed"), "closed"),
        "not_solved": (("answered", "closed"), "in_handling"),
        "out_of_scope": (("received", "acknowledged"), "out_of_scope"),
        "redirect_integrity": (
            ("received", "acknowledged", "in_handling"),
            "redirected_integrity",
        ),
        **{name: (("received", "acknowledged"), "") for name in EMBARGO_STEPS},
    }


def test_report_finals_are_the_states_the_rules_call_over() -> None:
    assert REPORT.finals == REPORT_OVER


@BOTH
def test_workflow_every_target_and_source_is_a_state(workflow: Workflow) -> None:
    named = {state for row in workflow.steps for state in (*row.sources, row.target) if state}
    assert named <= set(workflow.states)


@BOTH
def test_workflow_every_state_is_reached_from_the_first(workflow: Workflow) -> None:
    reached, waiting = {workflow.initial}, [workflow.initial]
    while waiting:
        for row in workflow.from_state(waiting.pop()):
            if row.target and row.target not in reached:
                reached.add(row.target)
                waiting.append(row.target)
    assert reached == set(workflow.states)


@BOTH
def test_workflow_only_finals_may_be_without_a_way_out(workflow: Workflow) -> None:
    stuck = {state for state in workflow.states if not workflow.from_state(state)}
    assert stuck <= set(workflow.finals)


@BOTH
def test_workflow_permits_guards_and_code_lists_exist(workflow: Workflow) -> None:
    for row in workflow.steps:
        assert permit_named(row.permit).name == row.permit
        assert set(row.guards) <= set(GUARDS)
        assert all(code_list(field.choices) for field in row.fields if field.choices)


@BOTH
def test_workflow_trail_codes_are_each_their_own(workflow: Workflow) -> None:
    codes = [row.trail for row in workflow.steps]
    assert len(set(codes)) == len(codes)
    assert all(code.startswith(f"{workflow.name}.") for code in codes)


@pytest.mark.parametrize(("state", "name"), pairs(REPORT, inside=False))
def test_report_step_outside_the_table_is_refused(cast: Cast, state: str, name: str) -> None:
    report = make_report(unit=cast.company, state=state, at=cast.at)
    row = REPORT.step(name)
    assert row is not None
    actor = _able(cast, row.permit, report)

    with pytest.raises(StepRefused) as refused:
        step(actor, report, name, at=cast.at)

    assert [one.code for one in refused.value.refusals] == ["wrong_state"]
    assert (fresh(report).state, len(steps_of(report))) == (state, 1)


@pytest.mark.parametrize(("state", "name"), pairs(OCCURRENCE, inside=False))
def test_occurrence_step_outside_the_table_is_refused(cast: Cast, state: str, name: str) -> None:
    occurrence = make_occurrence(unit=cast.company, state=state, at=cast.at)

    row = OCCURRENCE.step(name)
    assert row is not None
    others = {EMBARGO: _duty_officer(cast), DRAW_UP: cast.commander, DISPUTE: cast.commander}
    who = others.get(row.permit, cast.safety_adviser)

    with pytest.raises(StepRefused) as refused:
        step(who, occurrence, name, at=cast.at)

    assert [one.code for one in refused.value.refusals] == ["wrong_state"]
    assert (fresh(occurrence).state, len(steps_of(occurrence))) == (state, 1)


@pytest.mark.parametrize(("state", "name"), pairs(REPORT, inside=True))
def test_report_step_by_a_stranger_is_denied(cast: Cast, state: str, name: str) -> None:
    report = make_report(unit=cast.company, state=state, at=cast.at)

    with pytest.raises(AccessDenied):
        step(cast.outsider, report, name, at=cast.at)

    assert (fresh(report).state, len(steps_of(report))) == (state, 1)


@pytest.mark.parametrize(("state", "name"), pairs(OCCURRENCE, inside=True))
def test_occurrence_step_by_a_stranger_is_denied(cast: Cast, state: str, name: str) -> None:
    occurrence = make_occurrence(unit=cast.company, state=state, at=cast.at)

    with pytest.raises(AccessDenied):
        step(cast.outsider, occurrence, name, at=cast.at)

    assert (fresh(occurrence).state, len(steps_of(occurrence))) == (state, 1)


def test_step_of_no_name_is_refused(cast: Cast) -> None:
    report = make_report(unit=cast.company, at=cast.at)
    with pytest.raises(StepRefused) as refused:
        step(cast.safety_adviser, report, "levitate", at=cast.at)
    assert refused.value.refusals[0].code == "unknown_step"


def test_step_with_a_field_it_does_not_ask_is_refused(cast: Cast) -> None:
    report = make_report(unit=cast.company, at=cast.at)
    with pytest.raises(FieldsRefused) as refused:
        step(cast.safety_adviser, report, "acknowledge", at=cast.at, story="Iets anders.")
    assert list(refused.value.errors) == ["story"]


@pytest.mark.parametrize(
    ("name", "state", "field"),
    [
        ("answer", "in_handling", "answer"),
        ("out_of_scope", "received", "answer"),
        ("hand_over", "received", "owner_unit"),
        ("redirect_integrity", "received", "consent"),
    ],
)
def test_report_step_without_what_it_needs_is_refused(
    cast: Cast, name: str, state: str, field: str
) -> None:
    report = make_report(unit=cast.company, state=state, at=cast.at)
    with pytest.raises(FieldsRefused) as refused:
        step(cast.safety_adviser, report, name, at=cast.at)
    assert list(refused.value.errors) == [field]
    assert fresh(report).state == state


def _duty_officer(cast: Cast) -> Any:
    return cast.add("duty_officer", ("duty_officer", "ARMY", None))


def _able(cast: Cast, permit: str, report: Any) -> Any:
    """Somebody who holds the permit for the report: its reporter, or the adviser."""
    if permit == EMBARGO:
        return _duty_officer(cast)
    if permit != "reports.report.respond":
        return cast.safety_adviser
    key = cast.soldier.actor.own_key
    type(report).objects.for_system(reason="advance").filter(pk=report.pk).update(reporter_key=key)
    return cast.soldier
