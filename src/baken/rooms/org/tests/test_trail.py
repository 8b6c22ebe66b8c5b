"""The fields of units and equipment, and every inspection, are vouched for by their histories."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection

from baken.conftest import Cast
from baken.core.files.content import CleanFile
from baken.core.trail.tests.behind import drop_guards
from baken.core.trail.verify import breaks
from baken.rooms.org.actions import take_unit_step
from baken.rooms.org.actions.equipment_steps import add_equipment_file, take_equipment_step
from baken.rooms.org.actions.inspect import inspect_equipment
from baken.rooms.org.models import Equipment, Unit, UnitStep
from baken.rooms.org.rules.things import InspectionRow
from baken.rooms.org.tests.factories import make_equipment, make_unit

CARD = CleanFile("keuring.png", "image/png", b"\x89PNG\r\n\x1a\n" + b"2" * 40)
PHOTO = CleanFile("foto.png", "image/png", b"\x89PNG\r\n\x1a\n" + b"3" * 40)


@pytest.fixture
def ladder(cast: Cast) -> Equipment:
    """A ladder that was inspected with a report, photographed and taken out of use."""
    record = make_equipment(unit=cast.company, ref="LADR-1", in_use_on=date(2020, 1, 1))
    adviser = cast.safety_adviser.actor
    inspect_equipment(
        actor=adviser,
        record=record,
        found=InspectionRow("periodic", date(2026, 3, 9), "passed", due_on=date(2027, 3, 9)),
        at=cast.at,
        document=CARD,
    )
    add_equipment_file(actor=adviser, record=record, file=PHOTO, at=cast.at)
    given = {"reason": "Sport los."}
    commander = cast.commander.actor
    return take_equipment_step(
        actor=commander, record=record, step="take_out", at=cast.at, fields=given
    )


def reorganise(cast: Cast) -> None:
    """Every step that changes fields of a unit, and one that takes the units below along."""
    battalion = make_unit("OLD", parent=cast.army)
    make_unit("CHILD", parent=battalion, level=2)
    admin = cast.functional_admin.on_duty
    for unit, step, fields in (
        (cast.company, "rename", {"name_nl": "Andere naam"}),
        (cast.company, "change", {"strength": 90, "restricted": True}),
        (cast.company, "move", {"parent": "SQUADRON"}),
        (battalion, "merge", {"into": "BATTALION"}),
    ):
        told = {"reason": "Order 12", **fields}
        take_unit_step(actor=admin, unit=unit, step=step, at=cast.at, fields=told)


def found() -> list[str]:
    return [one.what for one in breaks()]


def test_everything_holds_after_every_kind_of_step(cast: Cast, ladder: Equipment) -> None:
    reorganise(cast)
    assert found() == []


def test_unit_that_a_merger_moves_has_it_in_its_own_history(cast: Cast) -> None:
    reorganise(cast)
    moved = UnitStep.objects.of(Unit.objects.get(code="CHILD")).get(code="org.unit.moved")
    assert moved.facts == {"from": "OLD", "to": "BATTALION"}


@pytest.mark.parametrize(
    ("change", "what"),
    [
        (
            "UPDATE org_unit SET restricted = NOT restricted WHERE code = 'COMPANY'",
            "facts.2 is not",
        ),
        ("UPDATE org_unit SET name_nl = 'Anders' WHERE code = 'COMPANY'", "facts.2 is not"),
        ("UPDATE org_unit SET parent_id = NULL WHERE code = 'COMPANY'", "facts.2 is not"),
        ("UPDATE org_equipment SET due_on = '2030-01-01'", "facts.1 is not"),
        ("UPDATE org_equipment SET serial_number = 'X'", "facts.1 is not"),
        (
            "UPDATE org_inspection SET result = 'conditional'",
            "inspection.periodic.2026-03-09 is not",
        ),
        ("UPDATE org_inspection SET inspector = 'Een ander'", "inspection.periodic"),
        ("UPDATE org_inspection SET done_on = '2026-03-08'", "no step vouches for inspection"),
        ("DELETE FROM org_inspection", "inspection.periodic.2026-03-09 is gone"),
        ("UPDATE files_storedfile SET name = 'x.png'", "is not what step"),
    ],
)
def test_change_behind_the_trail_is_found(
    cast: Cast, ladder: Equipment, change: str, what: str
) -> None:
    drop_guards()
    with connection.cursor() as cursor:
        cursor.execute(change)
        assert cursor.rowcount > 0, "nothing was changed, so nothing was proved"
    assert any(what in one for one in found())
