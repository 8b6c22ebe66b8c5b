"""What stands in the way of the lines of command that an organisation file names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from baken.rooms.org.models import Unit
from baken.rooms.org.queries.command import ties_kept
from baken.rooms.org.rules import CARRIED, LineRow, OrganisationFile
from baken.rooms.org.rules.lines import Command, Tie, problem_of_line

PROBLEMS: Mapping[str, str] = {
    "itself": "a unit cannot answer to itself",
    "circle": "that unit answers to this one already, through the tree or a line",
    "superior_lower": "a unit cannot answer to one of a lower level",
}


def line_problems(content: OrganisationFile, today: date) -> list[str]:
    """What is wrong with each line; one that is over is not held against the tree of today."""
    parents, levels = _units_after(content)
    ties = {_key(tie): tie for tie in ties_kept()}
    ties |= {_key(tie): tie for tie in map(_tie, content.lines)}
    command = Command(parents, ties.values())
    found = []
    for row in content.lines:
        what = f"line of {row.unit} to {row.superior}"
        wrong = list(_wrong_in_itself(row, levels))
        if not wrong and (row.until is None or row.until >= today):
            problem = problem_of_line(_tie(row), command, levels)
            wrong = [PROBLEMS[problem]] if problem else []
        found += [f"{what}: {one}" for one in wrong]
    return found


def _wrong_in_itself(row: LineRow, levels: Mapping[str, int]) -> Iterator[str]:
    for code in (row.unit, row.superior):
        if code not in levels:
            yield f"there is no unit {code}"
    if row.kind not in CARRIED:
        yield f"{row.kind!r} is no kind of line ({', '.join(CARRIED)})"
    if row.unit == row.superior:
        yield PROBLEMS["itself"]
    if row.until and row.until < row.from_on:
        yield "it ends before it starts"


def _units_after(content: OrganisationFile) -> tuple[dict[str, str], dict[str, int]]:
    """Each unit's parent and level as they are once the file is in."""
    parents, levels = {}, {}
    for code, parent, level in Unit.objects.values_list("code", "parent__code", "level"):
        parents[code], levels[code] = parent or "", level
    for row in content.units:
        parents[row.code], levels[row.code] = row.parent, row.level
    return parents, levels


def _tie(row: LineRow) -> Tie:
    return Tie(row.unit, row.superior, row.kind, row.from_on, row.until)


def _key(tie: Tie) -> tuple[str, str, str, date]:
    return (tie.unit, tie.superior, tie.kind, tie.from_on)
