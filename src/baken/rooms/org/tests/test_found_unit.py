"""Founding a unit: from today, below another one, by the rules of an import."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from baken.conftest import Cast, administer
from baken.core.access import AccessDenied
from baken.core.api.tests.calling import administrator, caller
from baken.core.events.models import OutboxEvent
from baken.core.trail.verify import breaks
from baken.core.workflow.errors import FieldsRefused
from baken.rooms.org.actions import found_unit
from baken.rooms.org.models import Unit, UnitStep, UnitVersion
from baken.rooms.org.queries import tree, tree_on
from baken.rooms.org.rules import UnitRow
from baken.rooms.org.rules.changes import Place, founding_mistakes
from baken.rooms.org.tests.factories import make_unit
from baken.rooms.org.tests.test_unit_steps import change
from baken.rooms.reports.models import Report
from baken.rooms.reports.permits import READ
from baken.rooms.reports.tests.factories import make_report

Clients = Callable[[str], Client]
TODAY, YESTERDAY = date(2026, 3, 10), date(2026, 3, 9)
BODY = {
    "code": "NEWCOY",
    "parent": "BATTALION",
    "name_nl": "Nieuwe compagnie",
    "level": 2,
    "reason": "Besluit 12",
}


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def found(cast: Cast, parent: Unit | None = None, **fields: Any) -> Unit:
    above = parent or cast.battalion
    said = {"reason": fields.pop("reason", "Besluit 12"), "order_ref": fields.pop("order_ref", "")}
    given = {"code": "NEWCOY", "name_nl": "Nieuwe compagnie", "level": 2, **fields}
    row = UnitRow(parent=above.code, **given)
    actor = cast.functional_admin.on_duty
    return found_unit(actor=actor, parent=above, row=row, at=cast.at, **said)


def test_unit_is_founded_from_today_and_not_before(cast: Cast) -> None:
    unit = found(cast, kind="subunit", name_en="New company", strength=120)

    here = tree()
    seen = here.by_code["NEWCOY"]
    assert [one.code for one in here.line_up(seen)][:3] == ["NEWCOY", "BATTALION", "ARMY"]
    assert (seen.name_en, seen.kind, seen.level, seen.strength) == (
        "New company",
        "subunit",
        2,
        120,
    )
    assert "NEWCOY" not in tree_on(YESTERDAY).by_code
    version = UnitVersion.objects.get(unit=unit)
    assert (version.from_on, version.until, version.parent_id) == (TODAY, None, cast.battalion.pk)


def test_founding_begins_the_units_history(cast: Cast) -> None:
    unit = found(cast, order_ref="Order 4")
    (step,) = UnitStep.objects.of(unit)
    assert (step.code, step.serial, step.to_state) == ("org.unit.founded", 1, "existing")
    assert step.facts == {"below": "BATTALION", "order": "Order 4"}
    assert step.words["reason"] == "Besluit 12"
    assert list(breaks()) == []
    told = OutboxEvent.objects.filter(name="org.unit.stepped").values_list("payload__step")
    assert list(told) == [("org.unit.founded",)]


def test_who_reads_above_reads_the_new_unit_at_once_unless_it_is_closed(cast: Cast) -> None:
    for code, closed in (("OPEN", False), ("SHUT", True)):
        make_report(unit=found(cast, code=code, restricted=closed), at=cast.at)
    seen = Report.objects.visible_to(cast.safety_adviser.actor, READ)
    assert [one.unit.code for one in seen.select_related("unit")] == ["OPEN"]


def test_unit_is_founded_beside_those_that_were_there(cast: Cast) -> None:
    change(cast, cast.company, "dissolve")
    paths = [found(cast, code=code).path for code in ("NEWCOY", "SECOND")]
    assert paths == [f"{cast.battalion.path}000{place}" for place in (2, 3)]


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"code": "COMPANY"}, {"code": "A unit has this code already, or had it before it was"}),
        ({"code": "company"}, {"code": "Use capitals"}),
        ({"code": "NEW COY"}, {"code": "Use capitals"}),
        ({"code": ""}, {"code": "Use capitals"}),
        ({"code": "N" * 41}, {"code": "Use capitals"}),
        ({"level": 4}, {"level": "Its level is higher than that of the unit above it."}),
        ({"level": 8}, {"level": "Choose one of the options shown."}),
        ({"level": -1}, {"level": "Choose one of the options shown."}),
        ({"kind": "club"}, {"kind": "Choose one of the options shown."}),
        ({"name_nl": " "}, {"name_nl": "This is needed."}),
        ({"name_nl": "x" * 121}, {"name_nl": "Shorten this."}),
        ({"name_en": "a\x00b"}, {"name_en": "This must be text."}),
        ({"site": "x" * 81}, {"site": "Shorten this."}),
        ({"strength": -1}, {"strength": "Give a whole number."}),
        ({"reason": ""}, {"reason": "This is needed."}),
    ],
)
def test_unit_that_cannot_be_says_which_field_and_is_not_founded(
    cast: Cast, fields: dict[str, Any], wrong: dict[str, str]
) -> None:
    before = Unit.objects.count()
    with pytest.raises(FieldsRefused) as refused:
        found(cast, **fields)
    said = {name: str(text) for name, text in refused.value.errors.items()}
    assert list(said) == list(wrong)
    assert all(said[name].startswith(text) for name, text in wrong.items())
    assert Unit.objects.count() == before


def test_unit_below_a_dissolved_one_is_refused_with_what_took_over(cast: Cast) -> None:
    change(cast, cast.company, "merge", into="BATTALION")
    with pytest.raises(FieldsRefused) as refused:
        found(cast, cast.company, level=1)
    text = "This unit has been dissolved. It went on in Eenheid BATTALION (BATTALION)."
    assert refused.value.errors == {"parent": text}


def test_unit_deeper_than_a_path_can_tell_is_refused(cast: Cast) -> None:
    deepest = cast.company
    for number in range(11):
        deepest = make_unit(f"D{number}", parent=deepest, level=1)
    with pytest.raises(FieldsRefused, match="too deep"):
        found(cast, deepest, level=1)


@pytest.mark.parametrize(("below", "expected"), [(9_997, {}), (9_998, {"parent": "full"})])
def test_as_many_units_stand_below_one_as_a_path_can_tell(
    below: int, expected: dict[str, str]
) -> None:
    parent = Place("0001", 5)
    found = founding_mistakes(
        code="NEW", taken=False, level=3, parent=parent, below=below, longest=60
    )
    assert found == expected


@pytest.mark.parametrize("who", ["commander", "safety_adviser", "soldier", "outsider"])
def test_founding_by_who_manages_no_units_is_refused(cast: Cast, who: str) -> None:
    row = UnitRow("NEWCOY", "BATTALION", 2, "Nieuw")
    actor = cast.members[who].actor
    with pytest.raises(AccessDenied):
        found_unit(actor=actor, parent=cast.battalion, row=row, reason="Besluit", at=cast.at)


def test_founding_outside_an_administration_session_is_refused(cast: Cast) -> None:
    row = UnitRow("NEWCOY", "BATTALION", 2, "Nieuw")
    actor = cast.functional_admin.actor
    with pytest.raises(AccessDenied):
        found_unit(actor=actor, parent=cast.battalion, row=row, reason="Besluit", at=cast.at)


# ---- over HTTP ----


def test_api_founds_a_unit_and_says_where_it_is(cast: Cast) -> None:
    admin = administrator(cast)
    answer = admin.post("/units", {**BODY, "restricted": True})
    assert (answer.status_code, answer["Location"]) == (201, "/api/v1/units/NEWCOY")
    made = answer.json()
    assert (made["parent"], made["level"], made["kind"], made["restricted"]) == (
        "BATTALION",
        2,
        "unit",
        True,
    )
    steps = admin.get("/units/NEWCOY/steps").json()["items"]
    assert [one["texts"]["reason"] for one in steps] == ["Besluit 12"]
    assert admin.post("/units", BODY).status_code == 400


@pytest.mark.parametrize(
    ("who", "body", "status"),
    [
        ("functional_admin", {"parent": "ATLANTIS"}, 400),
        ("functional_admin", {"level": "high"}, 400),
        ("functional_admin", {"strength": 10**12}, 400),
        ("functional_admin", {"rank": 1}, 400),
        ("commander", {}, 403),
    ],
)
def test_api_refuses_what_cannot_be(
    cast: Cast, who: str, body: dict[str, Any], status: int
) -> None:
    asking = administrator(cast) if who == "functional_admin" else caller(cast, who)
    assert asking.post("/units", {**BODY, **body}).status_code == status
    assert not Unit.objects.filter(code="NEWCOY").exists()


def test_page_founds_a_unit_and_shows_it(cast: Cast, client_of: Clients) -> None:
    client, address = client_of("functional_admin"), "/eenheden/BATTALION/oprichten"
    assert client.get(address).status_code == 403
    administer(client, cast.functional_admin, cast.at)
    assert address in client.get("/eenheden/BATTALION").content.decode()
    levels = client.get(address).context["form"].fields["level"].choices
    assert [level for level, _ in levels] == [0, 1, 2, 3]

    asked = {"code": "newcoy", "name_nl": "Nieuw", "kind": "unit", "level": "2", "reason": "Order"}
    done = client.post(address, asked)

    assert done["Location"] == "/eenheden/NEWCOY"
    assert client.get("/eenheden/NEWCOY").status_code == 200
    again = client.post(address, asked)
    assert (again.status_code, list(again.context["form"].errors)) == (400, ["code"])


def test_page_offers_founding_to_nobody_else(cast: Cast, client_of: Clients) -> None:
    client = client_of("commander")
    assert "oprichten" not in client.get("/eenheden/BATTALION").content.decode()
    assert client.get("/eenheden/BATTALION/oprichten").status_code == 403
