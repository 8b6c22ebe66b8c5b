"""What an organisation file may say about sites, equipment, qualifications and councils."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from baken.rooms.org.rules.things import (
    CouncilRow,
    EquipmentRow,
    InspectionRow,
    QualificationRow,
    SiteRow,
    ThingsFile,
    WorkplaceRow,
    is_place_code,
)
from baken.rooms.org.schemas.loading import load_yaml

EQUIPMENT_COLUMN = "serial_number"  # the column by which a CSV file with equipment is known
INSPECTION_COLUMNS = ("inspection_kind", "done_on", "due_on", "result", "inspector", "remarks")
LINE, NAME = 200, 120

Row = TypeVar("Row")


def read_things(path: Path) -> ThingsFile:
    """Read the keys sites, workplaces, equipment, qualifications and councils of a YAML file.

    A CSV file holds equipment when its header has the column ``serial_number``; any other holds
    none of this. Rows that cannot be read stand among ``problems``, each with its row and field.
    """
    if path.suffix.lower() == ".csv":
        return _from_csv(path)
    content = load_yaml(path, again=True)
    return things_from(content if isinstance(content, Mapping) else {})


def things_from(content: Mapping[str, Any]) -> ThingsFile:
    """The same from the content of a file that was read already."""
    problems: list[str] = []
    return ThingsFile(
        sites=_rows(content, "sites", "site", _site, problems),
        workplaces=_rows(content, "workplaces", "workplace", _workplace, problems),
        equipment=_rows(content, "equipment", "equipment", _equipment, problems),
        qualifications=_rows(content, "qualifications", "qualification", _qualified, problems),
        councils=_rows(content, "councils", "council", _council, problems),
        problems=problems,
    )


class Fields:
    """The fields of one row, taken one by one; what does not fit is noted with row and field."""

    def __init__(self, row: Mapping[str, Any], where: str, problems: list[str]) -> None:
        self.row = dict(row)
        self.where = where
        self.problems = problems

    def text(self, name: str, *, needed: bool = False, most: int = NAME) -> str:
        """A text on one line; nothing is an empty text."""
        value = self.row.pop(name, None)
        if value is None or value == "":
            if needed:
                self._wrong(name, "this is needed")
            return ""
        text = str(value).strip()
        if isinstance(value, list | dict) or len(text) > most or not text.isprintable():
            self._wrong(name, f"give a text on one line of at most {most} signs")
        return text

    def code(self, name: str) -> str:
        """A code that fits on a label."""
        text = self.text(name, needed=True)
        if text and not is_place_code(text):
            self._wrong(name, f"{text} is no code; use 2 to 20 capitals, digits and hyphens")
        return text

    def day(self, name: str, *, needed: bool = False) -> date | None:
        """A day, as YAML has it or as text."""
        value = self.row.pop(name, None)
        if value is None or value == "":
            if needed:
                self._wrong(name, "this is needed")
            return None
        try:
            return value if type(value) is date else date.fromisoformat(str(value))
        except ValueError:
            self._wrong(name, "give a date as year-month-day, such as 2026-11-30")
            return None

    def number(self, name: str) -> int | None:
        """A whole number, not below zero."""
        value = self.row.pop(name, None)
        if value is None or value == "":
            return None
        text = str(value)
        if not text.isascii() or not text.isdigit() or len(text) > 7:
            self._wrong(name, "give a whole number")
            return None
        return int(text)

    def texts(self, name: str) -> tuple[str, ...]:
        """A list of texts."""
        value = self.row.pop(name, None) or []
        if not isinstance(value, list) or any(isinstance(one, list | dict) for one in value):
            self._wrong(name, "give a list of texts")
            return ()
        return tuple(str(one).strip()[:LINE] for one in value)

    def done(self) -> None:
        """Note the fields that nobody asked for."""
        for name in self.row:
            self._wrong(str(name), "there is no such field; correct its name")

    def _wrong(self, name: str, text: str) -> None:
        self.problems.append(f"{self.where}, field {name}: {text}")


def _rows(
    content: Mapping[str, Any],
    key: str,
    word: str,
    made: Callable[[Fields], Row],
    problems: list[str],
) -> list[Row]:
    listed = content.get(key) or []
    if not isinstance(listed, list):
        problems.append(f"{key}: give a list of rows")
        return []
    found = []
    for place, row in enumerate(listed, start=1):
        if not isinstance(row, Mapping):
            problems.append(f"{word} {place}: give a row with named fields")
            continue
        named = row.get("person") or row.get("code") or row.get("site") or ""
        fields = Fields(row, f"{word} {place} ({named})" if named else f"{word} {place}", problems)
        found.append(made(fields))
        fields.done()
    return found


def _site(take: Fields) -> SiteRow:
    return SiteRow(
        where=take.where,
        code=take.code("code"),
        name_nl=take.text("nl", needed=True),
        name_en=take.text("en"),
        holder=take.text("holder", needed=True),
        location=take.text("location", most=LINE),
        time_zone=take.text("time_zone") or "Europe/Amsterdam",
        buildings=take.texts("buildings"),
    )


def _workplace(take: Fields) -> WorkplaceRow:
    return WorkplaceRow(
        where=take.where,
        site=take.text("site", needed=True),
        unit=take.text("unit", needed=True),
        type=take.text("type", needed=True),
        headcount=take.number("headcount"),
        function_groups=take.texts("function_groups"),
    )


def _equipment(take: Fields) -> EquipmentRow:
    return EquipmentRow(
        where=take.where,
        code=take.code("code"),
        kind=take.text("kind", needed=True),
        name=take.text("name", needed=True),
        unit=take.text("unit", needed=True),
        site=take.text("site"),
        product_ref=take.text("product_ref", most=80),
        serial_number=take.text("serial_number", most=80),
        in_use_on=take.day("in_use_on"),
        out_of_use_on=take.day("out_of_use_on"),
        inspections=_inspections(take),
    )


def _inspections(take: Fields) -> tuple[InspectionRow, ...]:
    listed = {"inspections": take.row.pop("inspections", None)}
    own: list[str] = []
    found = _rows(listed, "inspections", "inspection", _inspection, own)
    take.problems.extend(f"{take.where}, {text}" for text in own)
    return tuple(one for one in found if one is not None)


def _inspection(take: Fields) -> InspectionRow | None:
    done_on = take.day("done_on", needed=True)
    values = {
        "kind": take.text("kind", needed=True),
        "result": take.text("result", needed=True),
        "due_on": take.day("due_on"),
        "inspector": take.text("inspector", most=LINE),
        "remarks": take.text("remarks", most=2000),
    }
    return InspectionRow(done_on=done_on, **values) if done_on else None  # type: ignore[arg-type]


def _qualified(take: Fields) -> QualificationRow:
    return QualificationRow(
        where=take.where,
        person=take.text("person", needed=True),
        code=take.text("code", needed=True),
        obtained_on=take.day("obtained_on", needed=True) or date.min,
        valid_until=take.day("valid_until"),
        certificate=take.text("certificate", most=80),
        issuer=take.text("issuer"),
    )


def _council(take: Fields) -> CouncilRow:
    return CouncilRow(
        where=take.where,
        code=take.code("code"),
        name_nl=take.text("nl", needed=True),
        name_en=take.text("en"),
        unit=take.text("unit", needed=True),
        kind=take.text("kind", needed=True),
    )


def _from_csv(path: Path) -> ThingsFile:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    if not rows or EQUIPMENT_COLUMN not in rows[0]:
        return ThingsFile()
    return things_from({"equipment": [_csv_equipment(row) for row in rows]})


def _csv_equipment(row: Mapping[str | None, Any]) -> dict[str, Any]:
    """A line as a row: its inspection columns become the one inspection it tells of."""
    plain = {str(name): value for name, value in row.items() if value and name is not None}
    told = {name: plain.pop(name) for name in INSPECTION_COLUMNS if name in plain}
    if "inspection_kind" in told:
        told["kind"] = told.pop("inspection_kind")
    return plain | ({"inspections": [told]} if told else {})


def holds_equipment(header: Iterable[str]) -> bool:
    """Whether the header of a CSV file is that of equipment."""
    return EQUIPMENT_COLUMN in set(header)
