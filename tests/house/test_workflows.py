"""House rule 5: every workflow table is whole, and nothing outside it succeeds."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps

from baken.conftest import Cast
from baken.core.access import (
    Actor,
    Confidentiality,
    Grant,
    PathRange,
    Reach,
    system_actor,
)
from baken.core.access.permits import all_permits
from baken.core.workflow.advance import advance, check_step, locked
from baken.core.workflow.diagram import MARKERS, diagram, with_diagrams
from baken.core.workflow.errors import StepRefused
from baken.core.workflow.registry import Binding, all_bindings, binding_of
from baken.core.workflow.table import Step, Workflow
from tests.house.sources import ROOT
from tests.house.walk import room_factories

CODE = re.compile(r"[a-z_]+(\.[a-z_]+){1,2}")
LONGEST_CODE = 40  # as the column of the trail; the embedded database would take more


def table_problems(table: Workflow, guards: Mapping[str, Any]) -> Iterator[str]:
    """What is wrong with a table, each with what to do."""
    yield from (f"{table.name}: {text}" for text in _state_problems(table))
    for step in table.steps:
        yield from (
            f"{table.name}.{step.name}: {text}" for text in _step_problems(table, step, guards)
        )
    names = [step.name for step in table.steps]
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield f"{table.name}: two rows are called {name!r}; a step has one row"


def _state_problems(table: Workflow) -> Iterator[str]:
    reached = reachable(table)
    for state in table.states:
        if state not in reached:
            yield f"no step leads to {state!r}; remove it or give a step that does"
        leaves = any(step.leads_to(state) != state for step in table.from_state(state))
        if not leaves and state not in table.finals:
            yield f"{state!r} is a dead end; add a step out of it or name it among the finals"
        if not str(table.states[state]).strip():
            yield f"{state!r} has no label; give it one"
    for state in {table.initial, *table.finals} - set(table.states):
        yield f"{state!r} is initial or final but no state; correct the name"


def _step_problems(table: Workflow, step: Step, guards: Mapping[str, Any]) -> Iterator[str]:
    named = {*step.sources, *step.targets, *filter(None, [step.target])}
    for state in sorted(named - set(table.states)):
        yield f"there is no state {state!r}; correct the name"
    if step.permit not in all_permits():
        yield f"there is no permit {step.permit!r}; declare it in the room's permits"
    for guard in set(step.guards) - set(guards):
        yield f"there is no guard {guard!r}; add it to GUARDS in the room's rules"
    if not str(step.label).strip():
        yield "has no label; give it one"
    if not CODE.fullmatch(step.trail):
        yield f"{step.trail!r} is no trail code; write room.record.participle"
    if len(step.trail) > LONGEST_CODE:
        yield f"{step.trail!r} is longer than {LONGEST_CODE}; the history has no room for it"


def reachable(table: Workflow) -> set[str]:
    """The states that steps lead to from the initial one."""
    found, waiting = set(), [table.initial]
    while waiting:
        state = waiting.pop()
        if state not in found:
            found.add(state)
            waiting += [step.leads_to(state) for step in table.from_state(state)]
    return found


def outside_pairs() -> list[tuple[Binding, str, str]]:
    """Every (table, state, step) that the tables do not allow, and a step that does not exist."""
    return [
        (binding, state, name)
        for binding in all_bindings()
        for state in binding.workflow.states
        for name in [*(step.name for step in binding.workflow.steps), "no_such_step"]
        if not any(step.name == name for step in binding.workflow.from_state(state))
    ]


def almighty(cast: Cast) -> Actor:
    """Somebody with every permit everywhere: only the table stands in the way."""
    everywhere = Reach(ranges=(PathRange("", "9999"),))
    grants = tuple(Grant(name, Confidentiality.RESTRICTED, everywhere) for name in all_permits())
    return replace(cast.outsider.actor, grants=grants)


@pytest.fixture
def make(cast: Cast) -> Callable[[type[Any], str], Any]:
    known = {root: make for room in room_factories() for root, make in room.FACTORIES.items()}

    def of(root: type[Any], state: str) -> Any:
        assert root in known, f"add {root.__name__} to FACTORIES in its room's tests/factories.py"
        return known[root](unit=cast.company, state=state)

    return of


def test_workflow_tables_are_whole() -> None:
    bound = all_bindings()
    assert [p for one in bound for p in table_problems(one.workflow, one.guards)] == []


@pytest.mark.parametrize("name", [binding.workflow.name for binding in all_bindings()])
def test_workflow_every_pair_outside_the_table_is_refused(
    name: str, cast: Cast, make: Callable[[type[Any], str], Any]
) -> None:
    actor = almighty(cast)
    taken, standing = [], {}
    for binding, state, step in outside_pairs():
        if binding.workflow.name != name:
            continue
        # What was refused left the record as it was, so that the next step can be tried on it.
        record = locked(standing.pop(state, None) or make(binding.root, state))
        try:
            advance(record=record, step=step, actor=actor, at=cast.at)
        except StepRefused:
            standing[state] = record
            assert locked(record).state == state
        else:
            taken.append((state, step))
    assert taken == [], "these steps were taken from a state that is not among their sources"


@pytest.mark.parametrize("name", [binding.workflow.name for binding in all_bindings()])
def test_workflow_every_step_without_its_permit_is_refused(
    name: str, cast: Cast, make: Callable[[type[Any], str], Any]
) -> None:
    from baken.core.access import AccessDenied

    binding = next(one for one in all_bindings() if one.workflow.name == name)
    records: dict[str, Any] = {}
    for step in binding.workflow.steps:
        actor = almighty(cast)
        actor = replace(actor, grants=tuple(g for g in actor.grants if g.permit != step.permit))
        state = step.sources[0]
        if state not in records:
            records[state] = make(binding.root, state)
        record = locked(records[state])
        with pytest.raises(AccessDenied):
            advance(record=record, step=step.name, actor=actor, at=cast.at)


@pytest.mark.parametrize("name", [binding.workflow.name for binding in all_bindings()])
def test_workflow_step_of_the_product_itself_is_taken_by_nobody(
    name: str, cast: Cast, make: Callable[[type[Any], str], Any]
) -> None:
    binding = next(one for one in all_bindings() if one.workflow.name == name)
    rows = [row for row in binding.workflow.steps if row.by_system]
    for row, state in ((one, state) for one in rows for state in one.sources):
        record = locked(make(binding.root, state))
        with pytest.raises(StepRefused) as found:
            check_step(record=record, step=row.name, actor=almighty(cast), at=cast.at)
        assert [one.code for one in found.value.refusals] == ["by_itself"]
        actor = system_actor("house")
        assert not codes_of_product(record, row, actor, cast) & {"by_itself", "wrong_state"}


def codes_of_product(record: Any, row: Step, actor: Actor, cast: Cast) -> set[str]:
    """What is said when the product takes one of its own steps; a guard may say that it is early."""
    try:
        check_step(record=record, step=row.name, actor=actor, at=cast.at)
    except StepRefused as refused:
        return {one.code for one in refused.refusals}
    return set()


def readmes() -> list[Path]:
    """The README of every room that has one."""
    return sorted((ROOT / "src" / "baken" / "rooms").glob("*/README.md"))


def test_diagrams_in_readmes_are_fresh() -> None:
    stale = [p.parent.name for p in readmes() if with_diagrams(_read(p)) != _read(p)]
    assert stale == [], "run `make docs`: the state diagrams are older than the tables"


def test_diagrams_of_every_workflow_stand_in_its_rooms_readme() -> None:
    missing = []
    for binding in all_bindings():
        room = Path(apps.get_app_config(binding.root._meta.app_label).path)
        marker = MARKERS[0].format(name=binding.workflow.name)
        if not (room / "README.md").exists() or marker not in _read(room / "README.md"):
            missing.append(f"{room.name}/README.md: put {marker} and its end mark where it belongs")
    assert missing == []


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


# ---- planted mistakes ----

GOOD = Workflow(
    name="x.y",
    initial="a",
    states={"a": "A", "b": "B"},
    finals=("b",),
    steps=(Step("go", "Go", ("a",), "b", permit="reports.report.read", trail="x.y.gone"),),
)


def changed(**fields: Any) -> Workflow:
    return replace(GOOD, **fields)


def with_step(**fields: Any) -> Workflow:
    return changed(steps=(replace(GOOD.steps[0], **fields),))


@pytest.mark.parametrize(
    ("table", "word"),
    [
        (changed(states={"a": "A", "b": "B", "c": "C"}, finals=("b", "c")), "no step leads to 'c'"),
        (changed(finals=()), "'b' is a dead end"),
        (changed(states={"a": "A", "b": " "}), "'b' has no label"),
        (changed(finals=("b", "z")), "'z' is initial or final"),
        (with_step(sources=("a", "z")), "no state 'z'"),
        (with_step(targets=("b", "z")), "no state 'z'"),
        (with_step(permit="x.y.fly"), "no permit 'x.y.fly'"),
        (with_step(guards=("mood",)), "no guard 'mood'"),
        (with_step(label=""), "has no label"),
        (with_step(trail="Gone!"), "no trail code"),
        (changed(steps=GOOD.steps * 2), "two rows are called 'go'"),
    ],
)
def test_workflow_planted_mistake_is_named(table: Workflow, word: str) -> None:
    [problem] = table_problems(table, {})
    assert word in problem


def test_workflow_whole_table_is_accepted() -> None:
    assert list(table_problems(GOOD, {})) == []


def test_diagram_planted_stale_text_is_made_fresh() -> None:
    name = all_bindings()[0].workflow.name
    start, end = MARKERS[0].format(name=name), MARKERS[1]
    fresh = with_diagrams(f"# Room\n{start}\nold\n{end}\ntail\n")
    assert "old" not in fresh
    assert diagram(all_bindings()[0].workflow) in fresh
    assert fresh.startswith("# Room\n")
    assert fresh.endswith("tail\n")
    assert with_diagrams(fresh) == fresh


def test_binding_of_planted_root_is_the_one_that_was_bound() -> None:
    assert all(binding_of(one.root) is one for one in all_bindings())
