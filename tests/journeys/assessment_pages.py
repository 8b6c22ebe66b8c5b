"""The pages of assessments and sheets, and the records they show, with long words."""

from __future__ import annotations

from baken.conftest import Cast
from baken.rooms.assessments.queries.sheet import sheet_of
from baken.rooms.assessments.tests.factories import brought_to, make_assessment
from baken.rooms.assessments.tests.factories import step as assess
from baken.rooms.sheets.tests.factories import answer as fill_in
from baken.rooms.sheets.tests.factories import every_type, make_sheet, with_machine

ASSESSMENTS = (
    "/rie",
    "/rie?state=holding&q=absent",
    "/rie/nieuw",
    "/rie/voortgang",
    "/rie/{assessment}",
    *(f"/rie/{{assessment}}/stap/{step}" for step in ("settle_basis", "describe", "end_inventory")),
    "/rie/{held}",
    "/rie/{held}/kopie",
)
SHEETS = (
    "/bladen",
    "/bladen?state=open&q=absent",
    "/bladen/{sheet}",
    "/bladen/{sheet}/deel/profile",
    "/bladen/{sheet}/deel/machines/{machine}",
    "/bladen/{sheet}/bewijs/m1?voor={machine}",
    "/bladen/{sheet}/score/m1?voor={machine}",
    "/bladen/{every}/deel/all",
    "/bladen/{frozen}/kopie",
    "/bladen/{later}/verschil",
)


def assessed(cast: Cast, long: str) -> dict[str, str]:
    """An assessment that is made, with two answers at one place, and one in force; sheets beside them."""
    adviser, commander = cast.safety_adviser.actor, cast.commander.actor
    made = make_assessment(
        actor=commander, unit=cast.company, at=cast.at, title=long[:180], scope=long
    )
    made = assess(commander, made, "start", cast.at)
    sheet = sheet_of(made)
    machine = with_machine(actor=commander, record=sheet, at=cast.at, m1="no", m2="85")
    for width in ("80", "90"):
        fill_in(actor=commander, record=sheet, given={"wide": width}, at=cast.at, seen={})
    held = brought_to(cast, "in_force")
    every = make_sheet(
        actor=adviser, unit=cast.company, at=cast.at, code="every_type", text=every_type()
    )
    later = make_sheet(actor=adviser, unit=cast.company, at=cast.at, earlier=sheet)
    return {
        "assessment": made.ref,
        "sheet": sheet.ref,
        "machine": machine,
        "held": held.ref,
        "frozen": sheet_of(held).ref,
        "every": every.ref,
        "later": later.ref,
    }
