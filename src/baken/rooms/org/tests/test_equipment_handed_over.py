"""Equipment goes to another unit: one piece, or all of a unit that is to end."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from baken.conftest import Cast
from baken.core.access import AccessDenied
from baken.core.api.tests.calling import caller
from baken.core.questions import thread_nodes
from baken.core.trail.verify import breaks
from baken.core.workflow.errors import FieldsRefused
from baken.rooms.org.actions import hand_over_equipment as module
from baken.rooms.org.actions.equipment_steps import take_equipment_step
from baken.rooms.org.actions.hand_over_equipment import EquipmentHandedOver, hand_over_equipment
from baken.rooms.org.models import Equipment, EquipmentStep
from baken.rooms.org.tests.factories import make_equipment, make_unit
from baken.rooms.org.tests.test_unit_steps import change

Clients = Callable[[str], Client]


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def hand_over(cast: Cast, record: Equipment, to: str, who: str = "safety_adviser") -> Equipment:
    fields = {"unit": to, "reason": "Reorganisatie."}
    actor = cast.members[who].actor
    return take_equipment_step(
        actor=actor, record=record, step="hand_over", at=cast.at, fields=fields
    )


def units() -> list[str]:
    rows = Equipment.objects.for_system(reason="trail").order_by("number")
    return list(rows.values_list("unit__code", flat=True))


@pytest.mark.parametrize("state", ["in_use", "out_of_use"])
def test_equipment_goes_to_another_unit_as_it_is(cast: Cast, state: str) -> None:
    record = make_equipment(unit=cast.company, state=state)

    fresh = hand_over(cast, record, "battalion")

    assert (fresh.unit_id, fresh.state, units()) == (cast.battalion.pk, state, ["BATTALION"])
    step = EquipmentStep.objects.of(record).get(serial=2)
    assert (step.code, step.facts, step.words["reason"]) == (
        "org.equipment.handed_over",
        {"from": "COMPANY", "to": "BATTALION"},
        "Reorganisatie.",
    )
    assert list(breaks()) == []
    told = [node.text for node in thread_nodes.ask(cast.safety_adviser.actor, fresh)]
    assert told[0] == "COMPANY → BATTALION – Reorganisatie."


def test_who_manages_it_at_the_new_unit_does_so_from_then_on(cast: Cast) -> None:
    """The outsider commands the squadron: may nothing before, and everything after."""
    head = cast.add("head", ("commander", "SQUADRON", None))
    record = make_equipment(unit=cast.company)
    with pytest.raises(AccessDenied):
        hand_over(cast, record, "SQUADRON", "head")
    hand_over(cast, record, "SQUADRON")
    with pytest.raises(AccessDenied):
        hand_over(cast, record, "COMPANY")
    assert hand_over(cast, record, "BATTALION", head.name).unit_id == cast.battalion.pk


@pytest.mark.parametrize("who", ["soldier", "team_leader", "outsider"])
def test_handing_over_without_the_permit_there_is_denied(cast: Cast, who: str) -> None:
    record = make_equipment(unit=cast.company)
    with pytest.raises(AccessDenied):
        hand_over(cast, record, "BATTALION", who)


@pytest.mark.parametrize(
    ("to", "text"),
    [
        ("ATLANTIS", "There is no unit with this code."),
        ("COMPANY", "It is with this unit already."),
        ("GONE", "This unit has been dissolved."),
    ],
)
def test_handing_over_to_no_other_unit_is_refused(cast: Cast, to: str, text: str) -> None:
    make_unit("GONE", parent=cast.army, state="dissolved")
    with pytest.raises(FieldsRefused) as refused:
        hand_over(cast, make_equipment(unit=cast.company), to)
    assert (refused.value.errors, units()) == ({"unit": text}, ["COMPANY"])


def test_equipment_of_a_unit_that_is_no_more_can_still_be_handed_over(cast: Cast) -> None:
    record = make_equipment(unit=cast.company, state="out_of_use")
    change(cast, cast.company, "merge", into="BATTALION")
    hand_over(cast, record, "BATTALION")
    actor = cast.safety_adviser.actor
    back = take_equipment_step(actor=actor, record=record, step="put_back", at=cast.at)
    assert (back.state, back.unit_id) == ("in_use", cast.battalion.pk)


def test_api_hands_over_and_says_what_is_wrong(cast: Cast) -> None:
    record = make_equipment(unit=cast.company)
    adviser = caller(cast, "safety_adviser")
    steps = adviser.get(f"/equipment/{record.ref}/available-steps").json()["items"]
    assert "hand_over" in [one["name"] for one in steps]

    def asked(to: str) -> Any:
        body = {"step": "hand_over", "fields": {"unit": to, "reason": "Besluit 4"}}
        return adviser.post(f"/equipment/{record.ref}/steps", body)

    assert (asked("ATLANTIS").status_code, asked("BATTALION").status_code) == (400, 200)
    assert adviser.get(f"/equipment/{record.ref}").json()["unit"] == "BATTALION"


def test_page_hands_over_and_shows_the_equipment_or_the_list(
    cast: Cast, client_of: Clients
) -> None:
    record = make_equipment(unit=cast.company)
    client, address = client_of("safety_adviser"), f"/materieel/{record.ref}/stap/hand_over"
    assert client.get(address).status_code == 200
    near = client.post(address, {"unit": "BATTALION", "reason": "Besluit"})
    assert near["Location"] == f"/materieel/{record.ref}"
    far = client.post(address, {"unit": "SQUADRON", "reason": "Besluit"})
    assert far["Location"] == "/materieel"


# ---- all of a unit ----


def test_all_equipment_of_a_unit_goes_and_what_lies_below_stays(cast: Cast) -> None:
    for state in ("in_use", "out_of_use"):
        make_equipment(unit=cast.battalion, state=state)
    make_equipment(unit=cast.company)
    make_equipment(unit=cast.squadron)
    actor, unit = cast.safety_adviser.actor, cast.battalion.pk
    done = hand_over_equipment(actor=actor, unit=unit, to="ARMY", reason="Einde", at=cast.at)
    assert done == EquipmentHandedOver(moved=2, refused=0)
    assert units() == ["ARMY", "ARMY", "COMPANY", "SQUADRON"]


def test_all_equipment_that_one_does_not_manage_stays(cast: Cast) -> None:
    make_equipment(unit=cast.company)
    actor, unit = cast.outsider.actor, cast.company.pk
    done = hand_over_equipment(actor=actor, unit=unit, to="ARMY", reason="Einde", at=cast.at)
    assert (done, units()) == (EquipmentHandedOver(0, 0), ["COMPANY"])


def test_what_is_in_use_goes_first_when_there_is_more_than_fits(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MOST", 1)
    for state in ("out_of_use", "in_use"):
        make_equipment(unit=cast.company, state=state)
    actor, unit = cast.safety_adviser.actor, cast.company.pk
    hand_over_equipment(actor=actor, unit=unit, to="ARMY", reason="Einde", at=cast.at)
    assert units() == ["COMPANY", "ARMY"]


def test_page_of_what_waits_leads_to_handing_over_and_the_unit_can_end(
    cast: Cast, client_of: Clients
) -> None:
    make_equipment(unit=cast.company)
    client = client_of("safety_adviser")
    address = "/materieel/overdragen"
    same = {"unit": "COMPANY", "to": "COMPANY", "reason": "Besluit"}
    assert client.post(address, same).status_code == 400
    assert client.get(f"{address}?unit=COMPANY").context["form"]["unit"].value() == "COMPANY"
    done = client.post(address, {**same, "to": "BATTALION"})
    assert done["Location"] == f"{address}?unit=COMPANY"
    assert change(cast, cast.company, "merge", into="BATTALION").state == "dissolved"


def test_open_items_of_equipment_name_the_page_where_it_is_handed_over(cast: Cast) -> None:
    from baken.rooms.org.answers import open_items

    make_equipment(unit=cast.company)
    found = [(one.count, one.url) for one in open_items(cast.company.pk)]
    assert found == [(1, "/materieel/overdragen"), (0, "/locaties")]
