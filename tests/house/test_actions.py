"""House rule 3: an action says who and when, and leaves a row in the trail."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator

import pytest

from baken.conftest import Cast
from baken.core.trail.registry import all_chains
from baken.rooms.org.tests.factories import Prepare
from tests.house.sources import Source, product_sources
from tests.house.walk import room_factories

# Reviewed: actions that touch no record of any root, so no trail can hold them.
NO_RECORD = {
    "notify": "the product tells readers; a notice is machinery and holds a reference only",
    "calm": "the product lets notices rest; they are machinery and hold a reference only",
    "raise_alarm": "the product tells readers; the report's own step stands in its history",
    "mark_all_read": "one's own notices, machinery",
    "mark_one_read": "one's own notices, machinery",
    "mark_seen": "one's own notices, machinery",
    "plan_mail": "the product decides which notices are mailed; machinery",
    "make_digests": "the product counts unread notices; machinery",
    "raise_unread": "a rung is machinery; the room of the record writes its history",
    "claim_mail": "the worker takes a mail; machinery",
    "settle_mail": "the worker notes how a mail ended; machinery",
    "let_go": "the worker leaves a mail for later; machinery",
    "mark_read": "one's own notices, machinery",
    "print_forms": "an empty form is no record; what is entered from it is a report",
    "set_budget": "the line of a budget says by itself who set it, when and why; machinery",
    "save_draft": "what was not sent yet is the writer's own and no record",
    "forget_draft": "what was not sent yet is the writer's own and no record",
}
# Reviewed: the product itself acts, so there is no actor to name.
BY_PRODUCT = {
    "weigh_again",
    "calm",
    "notify",
    "raise_alarm",
    "raise_danger",
    "plan_mail",
    "make_digests",
    "raise_unread",
    "claim_mail",
    "settle_mail",
    "let_go",
}


def actions_used_outside(sources: Iterable[Source]) -> set[tuple[str, str]]:
    """(module, function) of everything that is imported from a room's actions by other files."""
    found: set[tuple[str, str]] = set()
    for source in sources:
        for node in ast.walk(source.tree):
            module = node.module if isinstance(node, ast.ImportFrom) else None
            if module and ".actions" in module and not _inside(source, module):
                found |= {(module, name.name) for name in node.names}  # type: ignore[attr-defined]
    return found


def _inside(source: Source, module: str) -> bool:
    package = module.split(".actions")[0].replace(".", "/") + "/actions"
    return package in source.path


def public_actions(sources: Iterable[Source]) -> dict[str, ast.FunctionDef]:
    """The functions that other files call from a room's actions, by name."""
    kept = list(sources)
    wanted = {name for _, name in actions_used_outside(kept)}
    return {
        node.name: node
        for source in kept
        if "/actions" in source.path
        for node in source.tree.body
        if isinstance(node, ast.FunctionDef) and node.name in wanted
    }


def action_problems(node: ast.FunctionDef) -> Iterator[str]:
    """Why a function is no proper action: positional parameters, no actor, no moment."""
    if node.args.args or node.args.posonlyargs:
        yield f"{node.name}: take keyword-only parameters: `def {node.name}(*, actor, …, at)`"
    names = {arg.arg for arg in node.args.kwonlyargs}
    needed = {"at"} if node.name in BY_PRODUCT else {"actor", "at"}
    for missing in sorted(needed - names):
        yield f"{node.name}: takes no `{missing}`; who acts and when are passed down from the edge"


def calls() -> dict[str, Prepare]:
    """How every action is prepared, from the factories of the rooms."""
    return {name: call for room in room_factories() for name, call in room.CALLS.items()}


def trail_rows() -> int:
    """How many steps all histories hold."""
    return sum(chain.steps.objects.for_system(reason="trail").count() for chain in all_chains())


def silence_of(name: str, run: Callable[[], object]) -> str:
    """What is wrong with an action that leaves no row in any history; nothing when it leaves one."""
    before = trail_rows()
    run()
    return "" if trail_rows() > before else f"{name} left no row; append one in its transaction"


ACTIONS = public_actions(product_sources())
ON_RECORDS = sorted(set(ACTIONS) - set(NO_RECORD))


def test_actions_all_say_who_and_when() -> None:
    assert [p for node in ACTIONS.values() for p in action_problems(node)] == []


def test_actions_on_records_can_all_be_run_here() -> None:
    unknown = sorted(set(ON_RECORDS) - set(calls()))
    assert unknown == [], (
        "add a call to CALLS in the room's tests/factories.py, or review NO_RECORD"
    )
    assert sorted(set(NO_RECORD) - set(ACTIONS) - {"mark_read"}) == [], (
        "no longer there; take it out"
    )


@pytest.mark.parametrize("name", ON_RECORDS)
def test_actions_on_records_leave_a_trail_row(name: str, cast: Cast) -> None:
    assert silence_of(name, calls()[name](cast, cast.at)) == ""


# ---- planted mistakes ----


def function(text: str) -> ast.FunctionDef:
    node = ast.parse(text).body[0]
    assert isinstance(node, ast.FunctionDef)
    return node


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("def close(*, report, at): ...", "takes no `actor`"),
        ("def close(*, actor, report): ...", "takes no `at`"),
        ("def close(report, *, actor, at): ...", "keyword-only"),
    ],
)
def test_actions_planted_mistake_is_named(text: str, word: str) -> None:
    [problem] = action_problems(function(text))
    assert word in problem


@pytest.mark.django_db
def test_actions_planted_silence_is_named() -> None:
    assert silence_of("close", lambda: None) == "close left no row; append one in its transaction"


def test_actions_planted_use_from_a_page_is_found() -> None:
    page = Source(
        "src/baken/rooms/x/views.py", "from baken.rooms.x.actions.close import close, LIMIT"
    )
    own = Source("src/baken/rooms/x/actions/close.py", "def close(report): ...\ndef helper(): ...")
    assert list(public_actions([page, own])) == ["close"]
