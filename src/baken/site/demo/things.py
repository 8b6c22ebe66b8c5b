"""Sites, equipment, qualifications and councils of the demonstration, told from the day of loading.

What was inspected lately is recorded by the nearest safety adviser, as people do it; what is older
came in with the file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import yaml

from baken.core import clock
from baken.core.access import system_actor
from baken.core.events.outbox import deliver_pending
from baken.rooms.org.actions import import_things
from baken.rooms.org.actions.inspect import inspect_equipment
from baken.rooms.org.models import Equipment
from baken.rooms.org.rules.things import EquipmentRow, InspectionRow, ThingsFile
from baken.rooms.org.schemas.things import things_from
from baken.site.commands import Problem
from baken.site.demo.people import Cast

FILE = Path(__file__).resolve().parent / "things.yaml"
LATELY = timedelta(days=120)
TEN_O_CLOCK = timedelta(hours=10)
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def things_on(today: date) -> ThingsFile:
    """Everything of the file, with its days counted from ``today``."""
    content = yaml.load(FILE.read_text(encoding="utf-8"), Loader=_Loader)  # noqa: S506
    for row in content["equipment"]:
        row["inspections"] = [_dated(one, today) for one in row["inspections"]]
    content["qualifications"] = [_dated(one, today) for one in content["qualifications"]]
    return things_from(content)


def load_things(*, today: date) -> int:
    """Bring everything in as it stood 120 days ago, then record what was inspected since.

    Returns how many inspections were recorded. Raises Problem when the file is not right.
    """
    things = things_on(today)
    border = today - LATELY
    before = [replace(row, inspections=tuple(_before(row, border))) for row in things.equipment]
    held = [one for one in things.qualifications if one.obtained_on <= border]
    outcome = import_things(
        actor=system_actor("import"),
        at=clock.start_of_day(border),
        content=replace(things, equipment=before, qualifications=held),
    )
    if outcome.problems:
        raise Problem(f"{FILE.name} of the demonstration is not right: {outcome.problems[0]}")
    cast = Cast()
    return sum(_inspect(cast, row, found) for row, found in _since(things, border))


def _inspect(cast: Cast, row: EquipmentRow, found: InspectionRow) -> int:
    at = clock.start_of_day(found.done_on) + TEN_O_CLOCK
    record = Equipment.objects.for_system(reason="demo").get(ref=row.code)
    inspect_equipment(actor=cast.handler(row.unit, at), record=record, found=found, at=at)
    while deliver_pending(at=at):
        pass
    return 1


def _before(row: EquipmentRow, border: date) -> Iterator[InspectionRow]:
    return (one for one in row.inspections if one.done_on <= border)


def _since(things: ThingsFile, border: date) -> list[tuple[EquipmentRow, InspectionRow]]:
    """What was inspected after the border, in order of time."""
    found = [
        (row, one) for row in things.equipment for one in row.inspections if one.done_on > border
    ]
    return sorted(found, key=lambda pair: (pair[1].done_on, pair[0].code))


def _dated(row: Mapping[str, Any], today: date) -> dict[str, Any]:
    """A row with days in place of counts of days."""
    counted = {
        "done_on": -row["done"] if "done" in row else None,
        "due_on": row.get("due"),
        "obtained_on": -row["obtained"] if "obtained" in row else None,
        "valid_until": row.get("until"),
    }
    plain = {k: v for k, v in row.items() if k not in ("done", "due", "obtained", "until")}
    days = {k: today + timedelta(days=n) for k, n in counted.items() if n is not None}
    return plain | days
