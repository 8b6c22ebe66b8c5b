"""Whom an RI&E covers reads it and its plan: those in its unit and in the units below, and nobody beside.

Acceptance test 13. Source: domain reference, instruments, section 16; Working Conditions Act 5.
"""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from baken.conftest import Cast, Member
from baken.rooms.assessments.exports import answers, card, findings, plan
from baken.rooms.assessments.models import Assessment
from baken.rooms.assessments.queries.lists import assessments_page
from baken.rooms.assessments.queries.shown import inside_of
from baken.rooms.assessments.tests.factories import READ, assessment_in, brought_to, step
from baken.rooms.assessments.tests.telling import told, words
from baken.rooms.measures.models import Measure
from baken.rooms.org.queries.who_could import who_could
from baken.rooms.org.tests.factories import make_account, make_person, make_unit

pytestmark = pytest.mark.django_db
IN_ENGLISH = {"accept-language": "en"}


def employee(cast: Cast, name: str, unit: Any, *more: str) -> Member:
    """Somebody who is an employee of a unit, with more roles there or none."""
    account = make_account(name)
    posts = [(role, unit, None) for role in ("employee", *more)]
    person = make_person(f"Speler {name}", unit=unit, account=account, at=cast.at, posts=posts)
    return Member(name, account, person, cast.at)


def client_for(member: Member) -> Client:
    """Their browser."""
    client = Client(headers=IN_ENGLISH)
    client.force_login(member.account)
    return client


@pytest.fixture
def platoon(cast: Cast) -> Any:
    """A unit within the company."""
    return make_unit("PLATOON", parent=cast.company, level=1)


def test_employee_of_a_unit_below_reads_the_rie_and_plan_that_cover_it(
    cast: Cast, platoon: Any
) -> None:
    record = brought_to(cast, "approved")
    client = client_for(employee(cast, "rifleman", platoon))
    assert client.get(f"/rie/{record.ref}").status_code == 403
    assert record.ref not in client.get("/rie").content.decode()
    step(cast.commander.actor, record, "sign", cast.at)
    page = client.get(f"/rie/{record.ref}").content.decode()
    for said in ("Intrekking: Draaibank", "Vaste afscherming"):
        assert said in page
    assert record.ref in client.get("/rie").content.decode()
    assert "Guarded?" in client.get(f"/rie/{record.ref}/kopie").content.decode()
    [finding] = client.get(f"/api/v1/assessments/{record.ref}").json()["findings"]
    assert finding["measures"] == []
    assert finding["plan"] == [
        {"title": "Vaste afscherming", "state": "proposed", "due_on": None},
    ]


def test_employee_reads_each_unit_above_and_none_beside(cast: Cast, platoon: Any) -> None:
    beside = make_unit("OTHER_PLATOON", parent=cast.company, level=1)
    cousin = make_unit("OTHER_COMPANY", parent=cast.battalion, level=2)
    here = employee(cast, "rifleman", platoon)
    covering = [
        assessment_in(unit=one, state="in_force", at=cast.at)
        for one in (cast.army, cast.battalion, cast.company, platoon)
    ]
    others = [
        assessment_in(unit=one, state="in_force", at=cast.at)
        for one in (beside, cousin, cast.squadron)
    ]
    listed = assessments_page(here.actor, limit=50).items
    assert {one.pk for one in listed} == {one.pk for one in covering}
    client = client_for(here)
    assert [client.get(f"/rie/{one.ref}").status_code for one in covering] == [200] * 4
    assert [client.get(f"/rie/{one.ref}").status_code for one in others] == [404] * 3


@pytest.mark.parametrize("state", ["in_inventory", "approved", "withdrawn"])
def test_what_does_not_hold_stays_closed_to_who_it_would_cover(
    cast: Cast, platoon: Any, state: str
) -> None:
    record = assessment_in(unit=cast.company, state=state, at=cast.at)
    here = employee(cast, "rifleman", platoon)
    assert client_for(here).get(f"/rie/{record.ref}").status_code == 403
    assert list(assessments_page(here.actor).items) == []


def test_expired_one_stays_readable_with_its_mark_to_who_it_covered(
    cast: Cast, platoon: Any
) -> None:
    record = assessment_in(unit=cast.company, state="expired", at=cast.at)
    page = client_for(employee(cast, "rifleman", platoon)).get(f"/rie/{record.ref}")
    assert "baken-watermark" in page.content.decode()


def test_leader_of_a_unit_below_sees_nothing_of_one_above_that_is_being_made(
    cast: Cast, platoon: Any
) -> None:
    """They follow those of their own unit; the right to read from below opens no draft."""
    leader = employee(cast, "platoon_leader", platoon, "supervisor")
    record = assessment_in(unit=cast.company, state="in_inventory", at=cast.at)
    assert client_for(leader).get(f"/rie/{record.ref}").status_code == 403


def test_measure_held_more_closely_is_no_part_of_what_everybody_reads(
    cast: Cast, platoon: Any
) -> None:
    record = brought_to(cast, "in_force")
    here = employee(cast, "rifleman", platoon)
    Measure.objects.for_system(reason="trail").update(confidentiality=1)
    assert inside_of(here.actor, record).plan == {}


def test_who_reads_a_measure_meets_it_once(cast: Cast) -> None:
    inside = inside_of(cast.commander.actor, brought_to(cast, "in_force"))
    assert [len(found) for found in inside.measures.values()] == [1]
    assert inside.plan == {}


def test_papers_tell_whom_it_covers_the_whole_plan(cast: Cast, platoon: Any) -> None:
    """What is done is told as on the page, and no measure is called missing that is only read by others."""
    record = brought_to(cast, "in_force")
    with translation.override("en"):
        tells = told(employee(cast, "rifleman", platoon).actor, record, cast.at)
        rows = [str(plan.plan_columns()[1].value(one)) for one in plan.planned(tells)]
        said = [words(part(tells)) for part in (plan.plan, findings.findings, answers.numbers)]
        card_said = words(card.top_risks(tells, card.ROOMS[0]))
    assert rows == ["Vaste afscherming"]
    assert ["Vaste afscherming" in one for one in (*said[:2], card_said)] == [True] * 3
    assert "Findings without a measure" not in said[0]
    assert said[2].split("Together")[1].split()[:2] == ["1", "0"]


def test_who_could_read_it_names_those_below(cast: Cast, platoon: Any) -> None:
    record: Assessment = assessment_in(unit=cast.company, state="in_force", at=cast.at)
    member = employee(cast, "rifleman", platoon)
    beside = employee(cast, "sailor", cast.squadron)
    found = {one.person for one in who_could(record=record, permits=[READ], day=cast.at.date())}
    assert member.person.pk in found
    assert beside.person.pk not in found
