"""Browsing the organisation: the tree, a unit with who is responsible, its figures."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from baken.conftest import Cast, administer
from baken.core.lists import USUAL_ROWS
from baken.rooms.org.answers import search_hits
from baken.rooms.org.models import Appointment
from baken.rooms.org.queries import tree
from baken.rooms.org.tests.factories import appoint, make_account, make_unit

Clients = Callable[[str], Client]


def test_tree_page_shows_the_top_two_levels(cast: Cast, client_of: Clients) -> None:
    text = client_of("soldier").get("/eenheden").content.decode()
    for code in ("MINISTRY", "ARMY", "BATTALION", "SQUADRON"):
        assert f"/eenheden/{code}" in text
    assert "/eenheden/COMPANY" not in text


def test_tree_page_before_any_organisation_is_forbidden(db: None, at: object) -> None:
    """Nobody has a post yet; the first import is a command on the server."""
    client = Client(headers={"accept-language": "en"})
    client.force_login(make_account("first"))
    assert client.get("/eenheden").status_code == 403


@pytest.mark.parametrize("address", ["/eenheden", "/eenheden/COMPANY"])
@pytest.mark.parametrize(
    ("who", "status"), [("outsider", 200), ("former_holder", 403), ("nobody", 302)]
)
def test_organisation_is_for_whoever_has_a_post(
    client_of: Clients, address: str, who: str, status: int
) -> None:
    assert client_of(who).get(address).status_code == status


def rows(client: Client, code: str, which: str = "holders") -> list[tuple[str, str]]:
    found = client.get(f"/eenheden/{code}").context[which]
    return [(row["role"], row["name"]) for row in found]


def test_unit_page_shows_who_is_responsible_here_and_above(cast: Cast, client_of: Clients) -> None:
    client = client_of("soldier")
    assert rows(client, "COMPANY") == [("Supervisor", "Speler team_leader")]
    assert ("Commander", "Speler commander") in rows(client, "COMPANY", "above")
    assert rows(client, "BATTALION") == [
        ("Commander", "Speler commander"),
        ("Safety adviser", "Speler safety_adviser"),
    ]


def test_unit_page_marks_who_is_acting_and_until_when(cast: Cast, client_of: Clients) -> None:
    acting = cast.add("stand_in")
    until = cast.at.date() + timedelta(days=9)
    post = appoint(acting.person, "commander", cast.company, until=until)
    Appointment.objects.for_system(reason="access").filter(pk=post.pk).update(kind="acting")
    assert ("Commander", "Speler stand_in (acting)") in rows(client_of("soldier"), "COMPANY")
    shown = client_of("soldier").get("/eenheden/COMPANY").context["holders"]
    assert [row["until"] for row in shown if row["role"] == "Commander"] == [until]


def test_unit_page_leaves_out_who_ended_or_has_yet_to_start(cast: Cast, client_of: Clients) -> None:
    coming = cast.add("coming")
    appoint(coming.person, "commander", cast.company, from_on=cast.at.date() + timedelta(days=1))
    text = client_of("soldier").get("/eenheden/COMPANY").content.decode()
    assert "Speler coming" not in text
    assert "Speler former_holder" not in text


def test_unit_page_shows_a_role_that_left_the_file_by_its_code(
    cast: Cast, client_of: Clients
) -> None:
    odd = cast.add("odd")
    appoint(odd.person, "archaeologist", cast.company)
    assert ("archaeologist", "Speler odd") in rows(client_of("soldier"), "COMPANY")


def test_unit_page_leads_up_and_down(cast: Cast, client_of: Clients) -> None:
    context = client_of("soldier").get("/eenheden/BATTALION").context
    assert [crumb["url"] for crumb in context["breadcrumbs"]] == [
        "/eenheden/MINISTRY",
        "/eenheden/ARMY",
        "/eenheden/BATTALION",
    ]
    assert [child.code for child in context["children"]] == ["COMPANY"]


def test_unit_page_tells_the_last_day_and_what_ended_below(cast: Cast, client_of: Clients) -> None:
    last = date(2026, 2, 28)
    make_unit("OVER", parent=cast.battalion, level=1, state="dissolved", ends_on=last)
    make_unit("COMING", parent=cast.battalion, level=1, ends_on=date(2026, 12, 31))
    make_unit("LONG", parent=cast.battalion, level=1, state="dissolved")
    client = client_of("soldier")
    above = client.get("/eenheden/BATTALION")
    assert [unit.code for unit in above.context["ended"]] == ["OVER", "LONG"]
    assert [unit.code for unit in above.context["children"]] == ["COMPANY", "COMING"]
    assert above.content.decode().count("last day") == 1
    assert "last day Feb. 28, 2026" in client.get("/eenheden/OVER").content.decode()
    assert "last day Dec. 31, 2026" in client.get("/eenheden/COMING").content.decode()
    assert "last day" not in client.get("/eenheden/COMING?on=2026-01-01").content.decode()


def test_unit_page_marks_a_closed_and_an_independent_unit(cast: Cast, client_of: Clients) -> None:
    make_unit("IVD", parent=cast.ministry, restricted=True, independent=True, strength=40)
    text = client_of("soldier").get("/eenheden/IVD").content.decode()
    assert "closed unit" in text
    assert "independent" in text


def test_unit_page_figures_are_those_the_reader_may_see(cast: Cast, client_of: Clients) -> None:
    def labels(who: str) -> list[str]:
        context = client_of(who).get("/eenheden/COMPANY").context
        return [figure.label for figure in context["figures"]]

    assert labels("commander") == [
        "Open reports",
        "Reports this year",
        "Open occurrences",
        *(f"Open risks: {code}" for code in ("extreme", "high", "medium", "low")),
        "Open risks: still being scored",
        "Risks that wait for a decision",
        "Suspended decisions on risks",
        "Open measures",
        "Overdue measures",
        "Measures to be verified",
        "Overdue inspections",
        "Open recommendations",
        "Answers overdue",
        "Open consultations",
        "Consultations whose term has passed",
        "Open small purchases",
        "Small purchases about no risk",
        "RI&E’s in force",
        "RI&E’s to be looked at again",
    ]
    assert labels("functional_admin") == []


def test_unit_page_in_small_letters_leads_to_the_right_address(
    cast: Cast, client_of: Clients
) -> None:
    answer = client_of("soldier").get("/eenheden/company")
    assert (answer.status_code, answer["Location"]) == (302, "/eenheden/COMPANY")


@pytest.mark.parametrize("code", ["ATLANTIS", "%00", "..", "COMPANY'--"])
def test_unit_page_of_no_unit_is_not_found(client_of: Clients, code: str) -> None:
    assert client_of("soldier").get(f"/eenheden/{code}").status_code == 404


def test_unit_page_takes_few_queries_however_many_hold_a_post(
    cast: Cast, client_of: Clients
) -> None:
    client = client_of("commander")

    def asked() -> int:
        with CaptureQueriesContext(connection) as seen:
            client.get("/eenheden/COMPANY")
        return len(seen)

    asked()
    few = asked()
    for number in range(3):
        cast.add(f"extra{number}", ("supervisor", "COMPANY", None))
    assert asked() == few
    assert few <= 20


# ---- search ----


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("compa", ["COMPANY"]),
        ("EENHEID batt", ["BATTALION"]),
        ("atlantis", []),
        ("c", []),
        (" ", []),
    ],
)
def test_search_finds_units_by_code_or_name(cast: Cast, text: str, found: list[str]) -> None:
    assert [hit.ref for hit in search_hits(cast.soldier.actor, text, 9)] == found


def test_search_gives_no_more_than_asked(cast: Cast) -> None:
    assert len(list(search_hits(cast.soldier.actor, "eenheid", 2))) == 2


def test_search_without_the_right_finds_nothing(cast: Cast) -> None:
    assert list(search_hits(cast.former_holder.actor, "company", 9)) == []


def test_unit_step_by_who_did_not_see_the_last_one_is_refused_and_keeps_what_was_typed(
    cast: Cast, client_of: Clients
) -> None:
    address, admin = "/eenheden/COMPANY/stap/rename", client_of("functional_admin")
    administer(admin, cast.functional_admin, cast.at)
    known = admin.get(address).context["seen"]
    first = {"name_nl": "Eerste naam", "name_en": "", "reason": "Order 1", "seen": known}
    assert admin.post(address, first).status_code == 302

    second = first | {"name_nl": "Tweede naam", "reason": "Order 2"}
    answer = admin.post(address, second)

    assert (answer.status_code, len(answer.context["form"].non_field_errors())) == (400, 1)
    assert answer.context["form"]["name_nl"].value() == "Tweede naam"
    assert tree().by_code["COMPANY"].name_nl == "Eerste naam"
    assert admin.post(address, second | {"seen": answer.context["seen"]}).status_code == 302
    assert tree().by_code["COMPANY"].name_nl == "Tweede naam"


def test_posts_of_a_unit_stand_on_pages(cast: Cast, client_of: Clients) -> None:
    for days in range(USUAL_ROWS):
        start = cast.at.date() - timedelta(days=days)
        appoint(cast.soldier.person, "supervisor", cast.company, from_on=start)
    client, here = client_of("soldier"), "/eenheden/COMPANY/functies"
    first = client.get(here)
    assert len(first.context["rows"]) == USUAL_ROWS
    second = client.get(here + first.context["pages"]["next_url"])
    assert 0 < len(second.context["rows"]) < USUAL_ROWS
    assert second.context["pages"]["next_url"] == ""
    assert client.get(f"{here}?cursor=nonsense").url == here
