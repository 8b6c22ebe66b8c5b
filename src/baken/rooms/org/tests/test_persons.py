"""Persons with their posts and qualifications; recording a qualification."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from baken.conftest import Cast
from baken.core.access import AccessDenied
from baken.core.trail.verify import breaks
from baken.core.workflow.errors import FieldsRefused
from baken.rooms.org.actions.qualify import record_qualification
from baken.rooms.org.models import PersonStep, Qualification
from baken.rooms.org.rules.things import QualificationRow
from baken.rooms.org.tests.factories import appoint, make_person, qualified

Clients = Callable[[str], Client]
TOLD = {"code": "hvk", "obtained_on": "2026-03-09", "valid_until": "2031-03-09"}


def record(cast: Cast, who: str = "safety_adviser", **fields: Any) -> Qualification:
    values = {"code": "hvk", "obtained_on": date(2026, 3, 9)}
    return record_qualification(
        actor=cast.members[who].actor,
        record=cast.soldier.person,
        held=QualificationRow(**(values | fields)),
        at=cast.at,
    )


def held(cast: Cast) -> list[tuple[str, date]]:
    rows = Qualification.objects.of(cast.soldier.person).order_by("id")
    return list(rows.values_list("code", "obtained_on"))


@pytest.mark.parametrize("who", ["safety_adviser", "commander"])
def test_qualification_is_recorded_with_a_row_that_can_be_erased(cast: Cast, who: str) -> None:
    record(cast, who, valid_until=date(2031, 3, 9))
    assert held(cast) == [("hvk", date(2026, 3, 9))]
    last = PersonStep.objects.of(cast.soldier.person).get(serial=2)
    assert (last.code, last.facts) == ("org.person.qualified", {})
    assert (last.words["qualification"], last.words["valid_until"]) == ("hvk", "2031-03-09")
    assert list(breaks()) == []


def test_qualification_renewed_stands_beside_the_old_one(cast: Cast) -> None:
    record(cast, obtained_on=date(2020, 1, 1))
    record(cast)
    assert held(cast) == [("hvk", date(2020, 1, 1)), ("hvk", date(2026, 3, 9))]


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"code": "magic"}, "code"),
        ({"obtained_on": date(2026, 3, 11)}, "obtained_on"),
        ({"valid_until": date(2026, 3, 1)}, "valid_until"),
    ],
)
def test_qualification_that_cannot_be_is_refused(
    cast: Cast, fields: dict[str, Any], field: str
) -> None:
    with pytest.raises(FieldsRefused) as refused:
        record(cast, **fields)
    assert (list(refused.value.errors), held(cast)) == ([field], [])


def test_qualification_of_the_same_day_again_is_refused(cast: Cast) -> None:
    record(cast)
    with pytest.raises(FieldsRefused) as refused:
        record(cast)
    assert list(refused.value.errors) == ["obtained_on"]


@pytest.mark.parametrize("who", ["soldier", "team_leader", "outsider"])
def test_qualification_by_somebody_without_the_permit_is_denied(cast: Cast, who: str) -> None:
    with pytest.raises(AccessDenied):
        record(cast, who)
    assert held(cast) == []


# ---- pages ----


def names(client: Client, code: str) -> list[str]:
    return [row["name"] for row in client.get(f"/eenheden/{code}/personen").context["rows"]]


def test_persons_of_a_unit_are_those_within_reach(cast: Cast, client_of: Clients) -> None:
    found = names(client_of("commander"), "company")
    assert sorted(found) == ["Speler soldier", "Speler team_leader"]
    assert "Speler commander" in names(client_of("commander"), "BATTALION")
    assert names(client_of("outsider"), "COMPANY") == []


def test_persons_page_says_what_they_can_and_what_ends(cast: Cast, client_of: Clients) -> None:
    qualified(cast.soldier.person, "bhv", valid_until=date(2026, 3, 9))
    qualified(cast.soldier.person, "hvk", valid_until=date(2026, 6, 8))
    qualified(cast.soldier.person, "first_aid", valid_until=None)
    qualified(
        cast.team_leader.person, "bhv", obtained_on=date(2020, 1, 1), valid_until=date(2022, 1, 1)
    )
    qualified(cast.team_leader.person, "bhv", valid_until=date(2027, 1, 1))

    rows = client_of("commander").get("/eenheden/COMPANY/personen").context["rows"]
    soldier, leader = sorted(rows, key=lambda row: str(row["name"]))

    assert soldier["qualified"] == "Higher safety expert (HVK), First aid"
    assert [soldier["ends"].count(word) for word in ("expired", "expires soon")] == [1, 1]
    assert soldier["ends"].index("BHV") < soldier["ends"].index("HVK")
    assert (leader["qualified"], leader["ends"]) == ("Emergency response officer (BHV)", "–")


def test_persons_page_takes_no_more_queries_for_more_people(cast: Cast, client_of: Clients) -> None:
    client = client_of("commander")

    def asked() -> int:
        with CaptureQueriesContext(connection) as seen:
            client.get("/eenheden/COMPANY/personen")
        return len(seen)

    asked()
    few = asked()
    for _ in range(3):
        qualified(make_person(unit=cast.company))
    assert asked() == few


@pytest.mark.parametrize(
    ("who", "address", "status"),
    [
        ("soldier", "/eenheden/COMPANY/personen", 403),
        ("commander", "/eenheden/MARS/personen", 404),
        ("nobody", "/eenheden/COMPANY/personen", 302),
        ("commander", "/eenheden/COMPANY/personen?cursor=x", 302),
    ],
)
def test_persons_page_that_cannot_be_shown(
    client_of: Clients, who: str, address: str, status: int
) -> None:
    assert client_of(who).get(address).status_code == status


def test_person_page_shows_posts_now_and_before_and_qualifications(
    cast: Cast, client_of: Clients
) -> None:
    person = cast.soldier.person
    appoint(person, "supervisor", cast.battalion, until=date(2025, 12, 31))
    qualified(person, certificate="B-1", issuer="School")

    context = client_of("commander").get(f"/personen/{person.ref}").context

    assert [row["role"] for row in context["live"]] == ["Employee"]
    assert [row["role"] for row in context["other"]] == ["Supervisor"]
    assert [row["proof"] for row in context["qualifications"]] == ["B-1, School"]
    assert context["form"] is not None


def test_person_page_of_a_reader_without_the_permit_has_no_form(
    cast: Cast, client_of: Clients
) -> None:
    client = client_of("team_leader")
    assert client.get(f"/personen/{cast.soldier.person.ref}").context["form"] is None


@pytest.mark.parametrize(("who", "status"), [("soldier", 404), ("outsider", 404), ("nobody", 302)])
def test_person_page_is_for_readers_in_reach(
    cast: Cast, client_of: Clients, who: str, status: int
) -> None:
    assert client_of(who).get(f"/personen/{cast.soldier.person.ref}").status_code == status


def test_qualify_form_records_and_comes_back(cast: Cast, client_of: Clients) -> None:
    address = f"/personen/{cast.soldier.person.ref}"
    client = client_of("safety_adviser")
    answer = client.post(f"{address}/kwalificatie", TOLD)
    assert (answer.status_code, answer["Location"]) == (302, address)
    assert held(cast) == [("hvk", date(2026, 3, 9))]
    assert client.get(f"{address}/kwalificatie")["Location"] == address


@pytest.mark.parametrize("wrong", [{"obtained_on": "2027-01-01", "valid_until": ""}, {"code": ""}])
def test_qualify_form_filled_in_wrongly_says_so(
    cast: Cast, client_of: Clients, wrong: dict[str, str]
) -> None:
    address = f"/personen/{cast.soldier.person.ref}/kwalificatie"
    answer = client_of("safety_adviser").post(address, TOLD | wrong)
    assert (answer.status_code, list(answer.context["form"].errors)) == (400, [next(iter(wrong))])
    assert held(cast) == []


def test_qualify_by_a_reader_is_forbidden(cast: Cast, client_of: Clients) -> None:
    address = f"/personen/{cast.soldier.person.ref}/kwalificatie"
    assert client_of("team_leader").post(address, TOLD).status_code == 403
