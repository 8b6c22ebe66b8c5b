"""House rule 10: floors, rooms and files import downwards only, and models stay at home."""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterable, Iterator
from itertools import pairwise

import grimp
import pytest
from importlinter.application.use_cases import lint_imports
from importlinter.configuration import configure
from importlinter.contracts.forbidden import ForbiddenContract
from importlinter.contracts.layers import LayersContract

from tests.house.sources import PRODUCT, ROOT, Source, product_sources

ORDER = (
    *("oversight", "insight", "investigations", "assessments", "audits", "training", "substances"),
    *("policy", "culture", "support", "integrity"),
    *("reports", "lessons", "register", "measures", "sheets", "consultation", "notices"),
    *("library", "org"),
)
MAY_SEE_INTEGRITY = ("baken.site", "baken.rooms.integrity")
INTEGRITY_MAY_SEE = ("baken.rooms.integrity", "baken.rooms.org.queries", "baken.core")
# Reviewed: tools of the site that build a past or measure tables; no page or endpoint is among them.
TOOLS = ("baken.site.demo.", "baken.site.bench.")

configure()

Edge = tuple[str, str]


@pytest.fixture(scope="module")
def edges() -> list[Edge]:
    """Every import of the product: who imports and what is imported; tests and fixtures left out."""
    graph = grimp.build_graph("baken", cache_dir=None)
    found = [
        (m, other) for m in graph.modules for other in graph.find_modules_directly_imported_by(m)
    ]
    return [edge for edge in found if ".tests" not in edge[0] and edge[0] != "baken.conftest"]


def room_of(module: str) -> str:
    """The room a module belongs to, or nothing."""
    parts = module.split(".")
    return parts[2] if parts[:2] == ["baken", "rooms"] and len(parts) > 2 else ""


def private_models(edges: Iterable[Edge]) -> Iterator[str]:
    """Uses of a room's models from outside that room."""
    for importer, imported in edges:
        room = room_of(imported)
        home = f"baken.rooms.{room}.models"
        touches = imported == home or imported.startswith(f"{home}.")
        if room and touches and room_of(importer) != room and not importer.startswith(TOOLS):
            yield f"{importer} imports {imported}: ask through {room}.queries or {room}.actions"


def sealed_integrity(edges: Iterable[Edge]) -> Iterator[str]:
    """Imports into or out of the sealed room that are not allowed."""
    for importer, imported in edges:
        into, out = room_of(imported) == "integrity", room_of(importer) == "integrity"
        if into and not importer.startswith(MAY_SEE_INTEGRITY):
            yield f"{importer} imports {imported}: only the site assembles the sealed room"
        if out and imported.startswith("baken.") and not imported.startswith(INTEGRITY_MAY_SEE):
            yield f"{importer} imports {imported}: the sealed room knows core and the unit list only"


def rooms_out_of_order(layers: Iterable[str]) -> list[str]:
    """Rooms of a layer list that do not stand in the order of the plan."""
    named = [room for layer in layers for room in layer.split(" | ")]
    return [room for room in named if room not in ORDER] + [
        f"{later} stands below {earlier}"
        for earlier, later in pairwise(named)
        if earlier in ORDER and later in ORDER and ORDER.index(earlier) > ORDER.index(later)
    ]


def hidden_imports(source: Source) -> Iterator[str]:
    """Imports of our own modules that do not stand at the head of a file: they hide a circle.

    The file that registers a room may wait until the models are there.
    """
    if not source.path.startswith("src/baken/rooms/") or source.path.endswith("/apps.py"):
        return
    at_head = set(source.tree.body)
    for node in ast.walk(source.tree):
        module = getattr(node, "module", None) if isinstance(node, ast.ImportFrom) else None
        if module and module.startswith("baken") and node not in at_head:
            yield f"{source.path}:{node.lineno}: {module}; move what both need to a file below them"


def contracts() -> list[dict[str, object]]:
    """The import contracts of the project file."""
    told = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return told["tool"]["importlinter"]["contracts"]  # type: ignore[no-any-return]


def test_import_contracts_all_hold(capsys: pytest.CaptureFixture[str]) -> None:
    kept = lint_imports(str(ROOT / "pyproject.toml"), cache_dir=None, no_logo=True)
    assert kept, f"an import goes up or sideways; turn it round:\n{capsys.readouterr().out}"


def test_models_of_a_room_are_private(edges: list[Edge]) -> None:
    assert sorted(private_models(edges)) == []


def test_integrity_is_sealed(edges: list[Edge]) -> None:
    assert sorted(sealed_integrity(edges)) == []


def test_rooms_that_exist_are_all_in_the_contract_and_in_order() -> None:
    there = {path.parent.name for path in (PRODUCT / "rooms").glob("*/__init__.py")}
    [rooms] = [c for c in contracts() if c["id"] == "rooms"]
    layers: list[str] = rooms["layers"]  # type: ignore[assignment]
    assert {room for layer in layers for room in layer.split(" | ")} == there
    assert rooms_out_of_order(layers) == []


def test_imports_of_rooms_stand_at_the_head_of_a_file() -> None:
    assert [problem for source in product_sources() for problem in hidden_imports(source)] == []


# ---- planted mistakes ----


@pytest.mark.parametrize(
    "text",
    [
        "def f():\n    from baken.rooms.org.queries import tree\n",
        "if TYPE_CHECKING:\n    from baken.rooms.org.queries import tree\n",
    ],
)
def test_hidden_imports_planted_one_is_named(text: str) -> None:
    [problem] = hidden_imports(Source("src/baken/rooms/org/actions/x.py", text))
    assert problem.startswith("src/baken/rooms/org/actions/x.py:2: baken.rooms.org.queries")
    assert list(hidden_imports(Source("src/baken/rooms/org/apps.py", text))) == []


@pytest.mark.parametrize(
    ("edge", "word"),
    [
        (("baken.rooms.reports.queries.x", "baken.rooms.org.models"), "ask through org.queries"),
        (("baken.site.views.x", "baken.rooms.org.models.unit"), "ask through org.queries"),
    ],
)
def test_private_models_planted_use_is_named(edge: Edge, word: str) -> None:
    [problem] = private_models([edge])
    assert word in problem


def test_private_models_own_use_is_accepted() -> None:
    assert list(private_models([("baken.rooms.org.queries", "baken.rooms.org.models")])) == []


@pytest.mark.parametrize(
    "edge",
    [
        ("baken.rooms.reports.actions.x", "baken.rooms.integrity.queries"),
        ("baken.rooms.integrity.actions", "baken.rooms.reports.queries"),
    ],
)
def test_integrity_planted_hole_is_named(edge: Edge) -> None:
    assert len(list(sealed_integrity([edge]))) == 1


def test_rooms_planted_wrong_order_is_named() -> None:
    assert rooms_out_of_order(["org", "reports"]) == ["reports stands below org"]
    assert rooms_out_of_order(["shed"]) == ["shed"]


@pytest.mark.parametrize(
    ("importer", "imported", "contract"),
    [
        ("baken.core.clock", "baken.rooms.org.rules", "floors"),
        ("baken.rooms.org.rules", "baken.rooms.reports.rules", "rooms"),
        ("baken.core.records.numbers", "baken.core.workflow.table", "core"),
        ("baken.rooms.org.rules", "baken.rooms.org.models", "room-files"),
        ("baken.rooms.reports.rules", "django", "pure"),
    ],
)
def test_contracts_planted_import_breaks_one(importer: str, imported: str, contract: str) -> None:
    """The contracts see a wrong import: the real graph with one planted edge."""
    graph = grimp.build_graph("baken", include_external_packages=True, cache_dir=None)
    graph.add_import(importer=importer, imported=imported)
    [told] = [c for c in contracts() if c["id"] == contract]
    kind = {"layers": LayersContract, "forbidden": ForbiddenContract}[str(told["type"])]
    session = {"root_packages": ["baken"], "include_external_packages": "True"}
    options = {k: str(v) if v is True else v for k, v in told.items() if k not in ("id", "type")}
    made = kind(str(told["name"]), session, options)  # type: ignore[arg-type]
    assert made.check(graph, verbose=False).kept is False
