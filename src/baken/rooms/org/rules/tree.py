"""Pure decisions about the tree: what makes it one, and where a unit may stand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from baken.core.access.reach import SEGMENT
from baken.rooms.org.rules.rows import UnitRow

LEVELS = {
    "individual": 0,
    "team": 1,
    "subunit": 2,
    "unit": 3,
    "formation": 4,
    "organisation_part": 5,
    "chief_of_defence": 6,
    "ministry": 7,
}
PART_LEVEL = LEVELS["organisation_part"]


@dataclass(frozen=True)
class TreeProblem:
    """A unit that cannot stand where the import puts it, and why."""

    code: str
    text: str

    def __str__(self) -> str:
        return f"{self.code}: {self.text}"


def is_level(level: int) -> bool:
    """Whether this is a level: 0 (individual) to 7 (ministry)."""
    return level in LEVELS.values()


def level_rises(level: int, above: int) -> bool:
    """Whether a unit of a level would stand below one of a lower level."""
    return level > above


def tree_problems(rows: Sequence[UnitRow]) -> list[TreeProblem]:
    """Why these rows are no tree: two roots, doubles, unknown parents, circles, rising levels."""
    by_code = {row.code: row for row in rows}
    doubles = twice(row.code for row in rows)
    problems = [TreeProblem(code, "this code stands in the tree twice") for code in doubles]
    roots = [row.code for row in rows if not row.parent]
    if len(roots) != 1:
        problems.append(TreeProblem(", ".join(roots) or "-", "there must be exactly one root"))
    for row in rows:
        problems.extend(_unit_problems(row, by_code))
    return problems


def _unit_problems(row: UnitRow, by_code: Mapping[str, UnitRow]) -> list[TreeProblem]:
    if not is_level(row.level):
        return [TreeProblem(row.code, "the level must lie between 0 and 7")]
    if not row.parent:
        return []
    parent = by_code.get(row.parent)
    if parent is None:
        return [TreeProblem(row.code, f"the parent {row.parent} is not in the tree")]
    if _circles(row, by_code):
        return [TreeProblem(row.code, "the unit stands above itself")]
    if level_rises(row.level, parent.level):
        return [TreeProblem(row.code, f"its level is higher than that of {row.parent}")]
    return []


def _circles(row: UnitRow, by_code: Mapping[str, UnitRow]) -> bool:
    seen, at = {row.code}, row.parent
    while at:
        if at in seen:
            return True
        seen.add(at)
        at = by_code[at].parent if at in by_code else ""
    return False


def parents_first(rows: Sequence[UnitRow]) -> list[UnitRow]:
    """The rows of a sound tree with every parent before its children, otherwise in their order."""
    by_code = {row.code: row for row in rows}

    def depth(row: UnitRow) -> int:
        return 1 + depth(by_code[row.parent]) if row.parent else 0

    return sorted(rows, key=depth)


def twice(values: Iterable[str]) -> list[str]:
    """The values that stand there more than once, each once, in order; empty ones do not count."""
    counted = Counter(value for value in values if value)
    return [value for value, number in counted.items() if number > 1]


def child_path(parent_path: str, place: int) -> str:
    """The path of the ``place``-th child (from 1) under a parent; refuses more than 9,998."""
    if not 1 <= place < 10**SEGMENT - 1:
        raise ValueError("a unit can have at most 9,998 units directly below it")
    return f"{parent_path}{place:0{SEGMENT}}"
