"""What stands in the way of the lines and posts of an organisation file, and of units that are no more."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from django.utils.translation import override

from baken.core.records.mail_addresses import is_mail_address
from baken.rooms.org.models import Person, Unit
from baken.rooms.org.queries.command import ties_kept, withdrawn_ties
from baken.rooms.org.queries.heirs import why_gone
from baken.rooms.org.queries.tree import tree
from baken.rooms.org.rules import CARRIED, LineRow, OrganisationFile, PersonRow, UnitRow
from baken.rooms.org.rules.appointing import EVERYBODY
from baken.rooms.org.rules.lines import Command, Tie, problem_of_line

FLAGS = ("restricted", "independent")
PROBLEMS: Mapping[str, str] = {
    "itself": "a unit cannot answer to itself",
    "circle": "that unit answers to this one already, through the tree or a line",
    "superior_lower": "a unit cannot answer to one of a lower level",
}


def line_problems(content: OrganisationFile, today: date) -> list[str]:
    """What is wrong with each line; one that is over is not held against the tree of today.

    Nor is one that was withdrawn, since the file does not bring it back.
    """
    parents, levels = units_after(content)
    gone = gone_units()
    ties = {_key(tie): tie for tie in ties_kept()}
    stay = {_key(tie) for tie in withdrawn_ties()} - ties.keys()
    ties |= {_key(tie): tie for tie in map(_tie, content.lines) if _key(tie) not in stay}
    command = Command(parents, ties.values())
    found = []
    for row in content.lines:
        what = f"line of {row.unit} to {row.superior}"
        wrong = list(_wrong_in_itself(row, levels))
        lasts = row.until is None or row.until >= today
        if not wrong and lasts and _key(_tie(row)) not in stay:
            problem = problem_of_line(_tie(row), command, levels)
            wrong = [PROBLEMS[problem]] if problem else []
            wrong += [gone[code] for code in (row.unit, row.superior) if code in gone]
        found += [f"{what}: {one}" for one in wrong]
    return found


def address_problems(rows: Sequence[PersonRow]) -> list[str]:
    """The persons with an address to which no mail can be written."""
    return [
        f"person {row.number}, field email: {row.email!r} is no e-mail address: write one such as"
        " name@example.org, or leave it empty"
        for row in rows
        if row.email and not is_mail_address(row.email)
    ]


def dissolved_problems(content: OrganisationFile, today: date) -> list[str]:
    """What the file would put on a unit that is no more; what was there and what is over may stay."""
    gone = gone_units()
    if not gone:
        return []
    return [
        *(f"unit {row.code}: {gone[row.code]}" for row in _changed_units(content.units, gone)),
        *(f"unit {row.code}: {gone[row.parent]}" for row in _founded_below(content.units, gone)),
        *(f"person {row.number}: {gone[row.unit]}" for row in _moved_to(content.persons, gone)),
        *(
            f"appointment of {row.person}: {gone[row.unit]}"
            for row in content.appointments
            if row.unit in gone
            and row.role != EVERYBODY
            and (row.until is None or row.until > today)
        ),
    ]


def gone_units() -> dict[str, str]:
    """The codes of units that are no more, with the sentence that says what took over, in English."""
    with override("en"):
        return {unit.code: why_gone(unit) for unit in tree().units if unit.is_dissolved}


def _changed_units(rows: Sequence[UnitRow], gone: Mapping[str, str]) -> Iterator[UnitRow]:
    kept = {unit.code: unit for unit in tree().units}
    for row in rows:
        names = ("level", "name_nl", "name_en", "kind", "site", "strength", *FLAGS)
        there = kept[row.code] if row.code in gone else None
        if there is not None and (
            any(getattr(row, name) != getattr(there, name) for name in names)
            or row.until not in (None, there.ends_on)
        ):
            yield row


def _founded_below(rows: Sequence[UnitRow], gone: Mapping[str, str]) -> Iterator[UnitRow]:
    known = tree().by_code
    yield from (row for row in rows if row.parent in gone and row.code not in known)


def _moved_to(rows: Sequence[PersonRow], gone: Mapping[str, str]) -> Iterator[PersonRow]:
    there = Person.objects.for_system(reason="import").filter(unit__code__in=gone)
    known = dict(there.values_list("ref", "unit__code"))
    yield from (row for row in rows if row.unit in gone and known.get(row.number) != row.unit)


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


def units_after(content: OrganisationFile) -> tuple[dict[str, str], dict[str, int]]:
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
