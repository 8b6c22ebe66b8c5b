"""House rule 12: reading past a scope has a reviewed reason, in a reviewed file."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping

import pytest

from baken.core.access.managers import SYSTEM_REASONS
from tests.house.sources import Source, product_sources

# Reviewed: which files read past a scope, and for which reasons. A new line here is a decision.
REVIEWED: Mapping[str, frozenset[str]] = {
    f"src/baken/{path}.py": frozenset(reasons)
    for path, reasons in {
        "core/api/idempotency": ["own answer"],
        "core/search/counts": ["words"],
        "core/threads/reading": ["thread"],
        "core/threads/whole": ["thread"],
        "rooms/reports/queries/thread_ties": ["thread"],
        "rooms/register/queries/thread_ties": ["thread"],
        "core/rollups/recount": ["count"],
        "core/rollups/totals": ["count"],
        "core/trail/seal": ["trail"],
        "core/trail/verify": ["trail"],
        "core/workflow/advance": ["advance"],
        "site/bench/assessments": ["import"],
        "site/bench/measures": ["import"],
        "site/bench/risks": ["import"],
        "rooms/org/actions/check_lives": ["import"],
        "rooms/org/actions/check_delegations": ["import"],
        "rooms/org/actions/check_posts": ["import"],
        "rooms/org/actions/check_things": ["import"],
        "rooms/org/actions/keep_handovers": ["terms"],
        "rooms/org/queries/changes": ["access", "terms"],
        "rooms/org/queries/handovers": ["deliver", "terms"],
        "rooms/org/queries/tidying": ["terms"],
        "rooms/register/queries/handovers": ["terms"],
        "rooms/register/queries/waiting_level": ["terms"],
        "rooms/measures/handlers/handovers": ["deliver"],
        "rooms/measures/handlers/weight": ["deliver"],
        "rooms/measures/queries/taken_over": ["terms"],
        "rooms/reports/answers/handovers": ["terms"],
        "rooms/register/answers/subjects": ["subject"],
        "rooms/reports/answers/subjects": ["subject"],
        "rooms/org/actions/import_checks": ["import"],
        "rooms/org/actions/import_equipment": ["import"],
        "rooms/org/actions/import_organisation": ["import"],
        "rooms/org/actions/import_things": ["import"],
        "rooms/org/answers/equipment": ["open items"],
        "rooms/org/queries/addressees": ["deliver"],
        "rooms/org/queries/appointments": ["access"],
        "rooms/org/queries/commanders": ["access"],
        "rooms/org/queries/holders": ["access"],
        "rooms/org/queries/equipment": ["filter"],
        "rooms/org/queries/history": ["trail"],
        "rooms/org/queries/parts": ["trail"],
        "rooms/org/queries/persons": ["filter"],
        "rooms/org/queries/places": ["place code"],
        "rooms/org/queries/posts": ["access"],
        "rooms/consultation/actions/pass_terms": ["terms"],
        "rooms/consultation/answers": ["open items"],
        "rooms/consultation/handlers": ["deliver"],
        "rooms/consultation/queries/exports": ["filter"],
        "rooms/consultation/queries/inbox": ["filter"],
        "rooms/consultation/queries/parts": ["trail"],
        "rooms/assessments/actions/act_on_assessments": ["terms"],
        "rooms/assessments/actions/hold": ["advance"],
        "rooms/assessments/answers": ["open items", "subject"],
        "rooms/assessments/handlers/__init__": ["deliver"],
        "rooms/assessments/queries/parts": ["trail"],
        "rooms/assessments/handlers/changes": ["deliver"],
        "rooms/assessments/queries/inbox": ["filter"],
        "rooms/assessments/queries/outdated": ["terms"],
        "rooms/assessments/queries/progress": ["filter"],
        "rooms/assessments/queries/replacing": ["filter"],
        "rooms/org/queries/novelty": ["deliver"],
        "rooms/consultation/queries/standing": ["subject"],
        "rooms/reports/queries/weights": ["deliver"],
        "rooms/sheets/answers": ["open items"],
        "rooms/sheets/queries/reading": ["own sheet", "terms"],
        "rooms/sheets/queries/parts": ["trail"],
        "rooms/measures/actions/act_on_measures": ["terms"],
        "rooms/measures/actions/act_on_recommendations": ["terms"],
        "rooms/measures/answers/recommendations": ["open items"],
        "rooms/measures/answers/records": ["open items"],
        "rooms/measures/answers/served": ["served"],
        "rooms/measures/handlers/__init__": ["deliver"],
        "rooms/measures/handlers/recommendations": ["deliver"],
        "rooms/measures/queries/about": ["plan"],
        "rooms/measures/queries/beside": ["controls"],
        "rooms/measures/queries/repeats": ["repeats"],
        "rooms/measures/queries/working": ["outcome"],
        "rooms/measures/answers/purchases": ["open items"],
        "rooms/measures/handlers/purchases": ["deliver"],
        "rooms/measures/queries/purchase_money": ["budget"],
        "rooms/measures/queries/purchase_parts": ["trail"],
        "rooms/measures/queries/purchase_purpose": ["controls"],
        "rooms/register/answers/served": ["served"],
        "rooms/register/handlers/measures": ["deliver"],
        "rooms/reports/answers/served": ["served"],
        "rooms/register/actions/end_decision": ["advance"],
        "rooms/register/actions/end_decisions": ["terms"],
        "rooms/register/actions/ask_conditions": ["terms"],
        "rooms/register/actions/end_slices": ["terms"],
        "rooms/register/actions/locked_stack": ["advance", "stack"],
        "rooms/register/actions/looser_slice": ["stack"],
        "rooms/register/actions/outgrown": ["advance"],
        "rooms/register/queries/cases": ["advance"],
        "rooms/register/queries/decision_parts": ["trail"],
        "rooms/register/queries/origins": ["finding"],
        "rooms/register/queries/slices": ["stack", "trail"],
        "rooms/register/queries/stacks": ["stack"],
        "rooms/register/actions/attach": ["advance"],
        "rooms/register/answers/records": ["open items"],
        "rooms/register/handlers/__init__": ["deliver"],
        "rooms/register/queries/inbox": ["filter"],
        "rooms/register/queries/lists": ["filter"],
        "rooms/register/queries/told": ["outcome"],
        "rooms/register/actions/turn_barriers": ["terms"],
        "rooms/register/handlers/barriers": ["deliver"],
        "rooms/register/handlers/decisions": ["deliver"],
        "rooms/register/handlers/handovers": ["deliver"],
        "rooms/register/handlers/levels": ["deliver"],
        "rooms/register/queries/told_levels": ["deliver"],
        "rooms/register/queries/appetite": ["filter"],
        "rooms/register/queries/barriers_of": ["barriers"],
        "rooms/register/queries/bow_ties": ["filter"],
        "rooms/register/queries/red_barriers": ["barriers"],
        "rooms/register/queries/leaned_on": ["barriers"],
        "rooms/reports/actions/act_on_terms": ["terms"],
        "rooms/reports/actions/import_reports": ["import"],
        "rooms/reports/answers/open_items": ["open items"],
        "rooms/reports/actions/legacy_add": ["import"],
        "rooms/reports/actions/legacy_same": ["import"],
        "rooms/reports/actions/legacy_write": ["import"],
        "rooms/reports/actions/lock_order": ["advance"],
        "rooms/reports/actions/merge": ["advance"],
        "rooms/reports/actions/unmerge": ["advance"],
        "rooms/reports/actions/take_back": ["advance"],
        "rooms/reports/queries/merges": ["advance", "filter"],
        "rooms/reports/queries/parents": ["advance"],
        "rooms/reports/api/filters": ["filter"],
        "rooms/reports/forms/filters": ["filter"],
        "rooms/reports/handlers/__init__": ["deliver"],
        "rooms/reports/handlers/duties": ["deliver"],
        "rooms/reports/handlers/levels": ["deliver"],
        "rooms/reports/handlers/risks": ["deliver"],
        "rooms/reports/queries/accident_list": ["filter"],
        "rooms/reports/queries/duties": ["advance"],
        "rooms/reports/queries/notification_facts": ["advance"],
        "site/demo/duties": ["demo"],
        "rooms/reports/actions/route": ["advance"],
        "rooms/reports/queries/conversation": ["filter"],
        "rooms/reports/queries/embargo": ["withheld"],
        "rooms/reports/actions/accident_records": ["advance"],
        "rooms/reports/actions/embargo": ["advance"],
        "rooms/reports/queries/accident_records": ["filter"],
        "core/access/withheld": ["withheld"],
        "core/access/declarations": ["withheld"],
        "core/records/rolled": ["withheld"],
        "rooms/reports/queries/counts": ["count"],
        "rooms/reports/queries/facts": ["advance"],
        "rooms/reports/queries/follow_up": ["filter"],
        "rooms/reports/queries/inbox": ["filter"],
        "rooms/reports/queries/legacy_export": ["filter"],
        "rooms/reports/queries/lists": ["filter"],
        "rooms/reports/queries/own_reports": ["import"],
        "rooms/reports/queries/of_units": ["heard"],
        "rooms/reports/queries/originals": ["filter"],
        "rooms/reports/queries/parts": ["trail"],
        "rooms/reports/queries/receipts": ["anonymous return"],
        "rooms/reports/queries/similar": ["similar"],
        "site/demo/aftermath": ["demo"],
        "site/demo/consultation": ["demo"],
        "site/demo/handovers": ["demo"],
        "site/demo/measures": ["demo"],
        "site/demo/purchases": ["demo"],
        "site/demo/loader": ["demo"],
        "site/demo/people": ["demo"],
        "site/demo/register": ["demo"],
        "site/demo/things": ["demo"],
    }.items()
}
# Doors of a root that know no scope at all.
BACK_DOORS = {"_base_manager"}
# What lists and search alone put together: they are told keys, or SQL, of which a scope made sure before.
LISTS_ALONE = {"in_words", "by_statement", "with_visible_keys"}
LISTS = ("src/baken/core/lists/", "src/baken/core/search/")
# Reviewed: asks only whether a row number is taken, and gives no record to anybody.
MAY_USE_BACK_DOOR = {"src/baken/core/records/numbers.py"}


def reasons_in(source: Source) -> Iterator[tuple[int, str | None]]:
    """Line and reason of every ``for_system`` in a file; None when the reason is no plain text."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "for_system":
            given = {k.arg: k.value for k in node.keywords}.get("reason")
            plain = isinstance(given, ast.Constant) and isinstance(given.value, str)
            yield node.lineno, given.value if plain else None  # type: ignore[union-attr]


def scope_problems(source: Source, reviewed: Mapping[str, frozenset[str]]) -> Iterator[str]:
    """Reads past a scope that were not reviewed, each with what to do."""
    if source.path.endswith("core/access/managers.py"):
        return
    allowed = reviewed.get(source.path, frozenset())
    for line, reason in reasons_in(source):
        where = f"{source.path}:{line}"
        if reason is None or reason not in SYSTEM_REASONS:
            yield f"{where}: give a reason of SYSTEM_REASONS as plain text, not {reason!r}"
        elif reason not in allowed:
            yield f"{where}: reads past the scope for {reason!r}; use visible_to, or have it REVIEWED"
    for node in ast.walk(source.tree):
        is_back_door = isinstance(node, ast.Attribute) and node.attr in BACK_DOORS
        if is_back_door and source.path not in MAY_USE_BACK_DOOR:
            yield f"{source.path}: .{node.attr} knows no scope; use the guarded manager"
        of_lists = isinstance(node, ast.Attribute) and node.attr in LISTS_ALONE
        if of_lists and not source.path.startswith(LISTS):
            yield f"{source.path}: .{node.attr} trusts what it is told; ask through core.lists"


def stale_reviews(sources: Iterable[Source], reviewed: Mapping[str, frozenset[str]]) -> list[str]:
    """Reviewed lines that nothing uses any more."""
    used = {(s.path, reason) for s in sources for _, reason in reasons_in(s)}
    return [f"{p}: {r}" for p, reasons in reviewed.items() for r in reasons if (p, r) not in used]


def test_reading_past_scopes_is_reviewed() -> None:
    assert [p for source in product_sources() for p in scope_problems(source, REVIEWED)] == []


def test_reviews_of_reading_past_scopes_are_all_used() -> None:
    assert stale_reviews(product_sources(), REVIEWED) == [], "take these lines out of REVIEWED"


def test_reasons_are_all_used() -> None:
    used = {reason for source in product_sources() for _, reason in reasons_in(source)}
    assert sorted(set(SYSTEM_REASONS) - used) == [], "take these out of SYSTEM_REASONS"


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Report.objects.for_system(reason='handy')", "give a reason of SYSTEM_REASONS"),
        ("Report.objects.for_system(reason=why)", "give a reason of SYSTEM_REASONS"),
        ("Report.objects.for_system(reason='deliver')", "have it REVIEWED"),
        ("Report._base_manager.all()", "_base_manager knows no scope"),
        ("Report.objects.with_visible_keys([1])", "trusts what it is told"),
        ("Report.objects.in_words(anything)", "trusts what it is told"),
        ("rows.by_statement(another)", "trusts what it is told"),
    ],
)
def test_reading_past_scopes_planted_mistake_is_named(text: str, word: str) -> None:
    [problem] = scope_problems(Source("src/baken/rooms/x/views.py", text), {})
    assert word in problem


def test_reviews_planted_stale_line_is_named() -> None:
    assert stale_reviews([], {"src/x.py": frozenset(["import"])}) == ["src/x.py: import"]
