"""What an organisation file may hold, read from YAML or CSV into plain rows."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

import yaml

from baken.rooms.org.rules import (
    LEVELS,
    AppointmentRow,
    EarlierName,
    LineRow,
    NamedPostRow,
    OrganisationFile,
    PersonRow,
    UnitRow,
)
from baken.rooms.org.schemas import known
from baken.rooms.org.schemas.known import (
    OrganisationFileRefused,
    refuse_unknown,
    refuse_unknown_columns,
)
from baken.rooms.org.schemas.loading import load_yaml
from baken.rooms.org.schemas.things import holds_equipment

__all__ = ["OrganisationFileRefused", "read_organisation"]


def read_organisation(path: Path) -> OrganisationFile:
    """Read a YAML file with units, lines, persons, appointments, or a CSV file with one of them.

    A CSV file is recognised by its header: ``code`` for units, ``number`` for persons, ``person``
    for appointments, ``superior`` for lines, ``post`` for named posts.
    Raises OrganisationFileRefused with the place of the mistake.
    """
    try:
        if path.suffix.lower() == ".csv":
            return _from_csv(path)
        return _from_mapping(load_yaml(path))
    except OSError as problem:
        raise OrganisationFileRefused(f"{path}: {problem.strerror or problem}") from problem
    except OrganisationFileRefused:
        raise
    except KeyError as problem:
        raise OrganisationFileRefused(f"{path}: a row has no column {problem}") from problem
    except RecursionError as problem:
        raise OrganisationFileRefused(f"{path} cannot be read: too deeply nested") from problem
    except (yaml.YAMLError, ValueError, TypeError, AttributeError, csv.Error) as problem:
        raise OrganisationFileRefused(f"{path} cannot be read: {problem}") from problem


def _from_mapping(content: Any) -> OrganisationFile:
    if not isinstance(content, Mapping):
        raise OrganisationFileRefused("expected the keys units, lines, persons and appointments")
    refuse_unknown(content, (*known.PEOPLE, *known.THINGS), "the file")
    return OrganisationFile(
        units=list(_flatten(content.get("units") or [], parent=None)),
        persons=[_person(row) for row in content.get("persons") or []],
        appointments=[_appointment(row) for row in content.get("appointments") or []],
        lines=[_line(row) for row in content.get("lines") or []],
        named_posts=[_named_post(row) for row in content.get("named_posts") or []],
    )


def _from_csv(path: Path) -> OrganisationFile:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        rows = [_valued(row) for row in csv.DictReader(stream)]
    header = set(rows[0]) if rows else set()
    if holds_equipment(header):
        return OrganisationFile()
    if "code" in header:
        refuse_unknown_columns(rows, known.CSV_UNIT)
        return OrganisationFile(units=[_csv_unit(row) for row in rows])
    if "superior" in header:
        refuse_unknown_columns(rows, known.LINE)
        return OrganisationFile(lines=[_line(row) for row in rows])
    if "person" in header:
        refuse_unknown_columns(rows, known.APPOINTMENT)
        return OrganisationFile(appointments=[_appointment(row) for row in rows])
    if "number" in header:
        refuse_unknown_columns(rows, known.PERSON)
        return OrganisationFile(persons=[_person(row) for row in rows])
    if "post" in header:
        refuse_unknown_columns(rows, known.NAMED_POST)
        return OrganisationFile(named_posts=[_named_post(row) for row in rows])
    raise OrganisationFileRefused(
        "the header names no code, number, person, superior or post column"
    )


def _valued(row: Mapping[Any, Any]) -> dict[Any, Any]:
    """A CSV row without the columns that have neither a name nor a value, as spreadsheets leave them."""
    return {name: value for name, value in row.items() if name or any(value or ())}


def _flatten(nodes: Iterable[Any], parent: UnitRow | None, default: int = 3) -> Iterator[UnitRow]:
    """Units in tree order; a missing level is the parent's ``default_child_level``, else 3."""
    for node in nodes:
        if not isinstance(node, Mapping) or "code" not in node:
            raise OrganisationFileRefused(f"a unit without code: {node!r}")
        refuse_unknown(node, known.UNIT, f"unit {node['code']}")
        row = _unit(node, parent, default)
        yield row
        below = int(node.get("default_child_level", 3))
        yield from _flatten(node.get("children") or [], row, min(below, row.level))


def _unit(node: Mapping[str, Any], parent: UnitRow | None, default: int) -> UnitRow:
    level = node.get("level", default)
    top = parent is not None and not parent.parent and level == LEVELS["organisation_part"]
    strength = node.get("strength")
    what = f"unit {node['code']}"
    return UnitRow(
        code=str(node["code"]),
        parent=parent.code if parent else "",
        level=_level(level, str(node["code"])),
        name_nl=str(node.get("nl") or node.get("name") or node["code"]),
        name_en=str(node.get("en") or ""),
        kind=str(node.get("kind") or ("organisation_part" if top else "unit")),
        site=str(node.get("site") or ""),
        strength=int(strength) if strength not in (None, "") else None,
        restricted=bool(node.get("restricted", False)),
        independent=bool(node.get("independent", False)),
        from_on=_day_of(node, "from", what) if node.get("from") else None,
        until=_day_of(node, "to", what) if node.get("to") else None,
        earlier=tuple(_earlier(node.get("earlier") or (), what)),
    )


def _earlier(rows: Any, what: str) -> Iterator[EarlierName]:
    """What a unit was called before, the oldest first, each with the last day of that name."""
    if not isinstance(rows, list | tuple) or not all(isinstance(row, Mapping) for row in rows):
        raise OrganisationFileRefused(
            f"{what}, field earlier: give a list of names, each with until"
        )
    for place, row in enumerate(rows, start=1):
        where = f"{what}, earlier {place}"
        if not row.get("nl"):
            raise OrganisationFileRefused(f"{where}, field nl: give the name it had in Dutch")
        if unknown := set(row) - {"until", "nl", "en"}:
            raise OrganisationFileRefused(f"{where}: unknown field {min(map(str, unknown))}")
        yield EarlierName(_day_of(row, "until", where), str(row["nl"]), str(row.get("en") or ""))


def _csv_unit(row: Mapping[str, str]) -> UnitRow:
    parent = UnitRow(code=row["parent"], parent="?", level=7, name_nl="") if row["parent"] else None
    plain = {key: value for key, value in row.items() if value}
    for flag in ("restricted", "independent"):
        plain[flag] = "yes" if plain.get(flag, "").lower() in ("1", "true", "yes", "ja") else ""
    earlier = {name: plain.get(f"earlier_{name}", "") for name in ("until", "nl", "en")}
    return _unit({**plain, "earlier": [earlier] if any(earlier.values()) else []}, parent, 3)


def _level(level: Any, code: str) -> int:
    if isinstance(level, str) and level in LEVELS:
        return LEVELS[level]
    try:
        return int(level)
    except (TypeError, ValueError):
        raise OrganisationFileRefused(f"unit {code}: {level!r} is no level") from None


def _person(row: Mapping[str, Any]) -> PersonRow:
    refuse_unknown(row, known.PERSON, f"person {row.get('number')}")
    try:
        names = known.PERSON
        return PersonRow(**{name: str(row[name] or "") for name in names if name in row})
    except TypeError as problem:
        raise OrganisationFileRefused(f"person {row.get('number', row)}: {problem}") from None


def _appointment(row: Mapping[str, Any]) -> AppointmentRow:
    what = f"appointment of {row.get('person')} on {row.get('unit')}"
    refuse_unknown(row, known.APPOINTMENT, what)
    try:
        below = row.get("below", False)
        return AppointmentRow(
            person=str(row["person"]),
            role=str(row["role"]),
            unit=str(row["unit"]),
            from_on=_day_of(row, "from", what),
            until=_day_of(row, "to", what) if row.get("to") else None,
            kind=str(row.get("kind") or "permanent"),
            below=below if isinstance(below, bool) else below.lower() in ("1", "true", "yes", "ja"),
            of=str(row.get("of") or ""),
            classes=_codes_in(row, "classes"),
            contexts=_codes_in(row, "contexts"),
            reason=str(row.get("reason") or ""),
        )
    except OrganisationFileRefused:
        raise
    except (KeyError, ValueError) as problem:
        raise OrganisationFileRefused(f"appointment {dict(row)}: {problem}") from None


def _codes_in(row: Mapping[str, Any], name: str) -> tuple[str, ...]:
    """The codes in a field: a list, or a text with spaces or commas between them."""
    value = row.get(name) or ()
    if isinstance(value, str):
        return tuple(value.replace(",", " ").split())
    return tuple(str(one) for one in value)


def _named_post(row: Mapping[str, Any]) -> NamedPostRow:
    refuse_unknown(row, known.NAMED_POST, f"named post {row.get('post')}")
    return NamedPostRow(post=str(row["post"] or ""), unit=str(row["unit"] or ""))


def _line(row: Mapping[str, Any]) -> LineRow:
    what = f"line of {row.get('unit')} to {row.get('superior')}"
    refuse_unknown(row, known.LINE, what)
    try:
        return LineRow(
            unit=str(row["unit"]),
            superior=str(row["superior"]),
            kind=str(row["kind"]),
            from_on=_day_of(row, "from", what),
            until=_day_of(row, "to", what) if row.get("to") else None,
            order_ref=str(row.get("order") or "")[:80],
            caveats=str(row.get("caveats") or ""),
        )
    except OrganisationFileRefused:
        raise
    except (KeyError, ValueError) as problem:
        raise OrganisationFileRefused(f"line {dict(row)}: {problem}") from None


def _day_of(row: Mapping[str, Any], name: str, what: str) -> date:
    """The day in a field; raises OrganisationFileRefused with the place and the field."""
    value = row.get(name)
    try:
        if isinstance(value, date) and not isinstance(value, datetime):
            return value
        return date.fromisoformat(str(value))
    except ValueError:
        raise OrganisationFileRefused(
            f"{what}, field {name}: {str(value or 'nothing')[:40]!r} is no day; write it as 2026-03-01"
        ) from None
