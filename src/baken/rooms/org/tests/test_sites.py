"""Sites: the list page by page, one site, its label, and what the unit page shows of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from baken.conftest import Cast
from baken.core.access import NOBODY, AccessDenied
from baken.core.api.tests.calling import Caller, caller
from baken.core.lists import BadCursor
from baken.rooms.org.models import Council, Site, Workplace
from baken.rooms.org.queries import tree
from baken.rooms.org.queries.sites import place_named, sites_page
from baken.rooms.org.tests.factories import appoint, make_equipment, make_site, make_unit

Clients = Callable[[str], Client]


@pytest.fixture
def site(cast: Cast) -> Site:
    """A site held by the army, where the company and the squadron work."""
    made = make_site(
        "HAV-1",
        holder=cast.army,
        name_nl="Johannes Postkazerne",
        name_en="Johannes Post barracks",
        location="Havelte",
        buildings=["B12"],
        time_zone="America/Curacao",
    )
    Workplace.objects.create(
        site=made, unit=cast.company, type="garage", headcount=9, function_groups=["monteur"]
    )
    Workplace.objects.create(site=made, unit=cast.squadron, type="office")
    return made


def codes(cast: Cast, **asked: Any) -> list[str]:
    return [one.code for one in sites_page(cast.soldier.actor, **asked).items]


def test_sites_come_in_order_of_their_code_page_by_page(cast: Cast) -> None:
    for code in ("CC", "AA", "BB"):
        make_site(code, holder=cast.army)
    first = sites_page(cast.soldier.actor, limit=2)
    rest = sites_page(cast.soldier.actor, limit=2, cursor=first.next_cursor)
    assert [one.code for one in (*first.items, *rest.items)] == ["AA", "BB", "CC"]
    assert rest.next_cursor == ""


@pytest.mark.parametrize("text", ["HAV", "postkaz", "post barr", "havelte"])
def test_sites_are_found_by_code_name_or_location(cast: Cast, site: Site, text: str) -> None:
    make_site("ELDERS", holder=cast.army)
    assert codes(cast, text=text) == ["HAV-1"]


@pytest.mark.parametrize(
    ("unit", "found"),
    [
        ("ARMY", ["EIGEN", "HAV-1"]),
        ("COMPANY", ["HAV-1"]),
        ("SQUADRON", ["HAV-1"]),
        ("BATTALION", ["EIGEN", "HAV-1"]),
    ],
)
def test_sites_of_a_unit_are_held_or_worked_at_by_it_or_below(
    cast: Cast, site: Site, unit: str, found: list[str]
) -> None:
    make_site("EIGEN", holder=cast.battalion)
    make_site("ELDERS", holder=cast.ministry)
    assert codes(cast, unit=tree().by_code[unit]) == found


@pytest.mark.parametrize("cursor", ["x", "c1", "%%", "dTAwMDE", "Y8Opw6k"])
def test_sites_with_a_cursor_of_another_list_are_refused(cast: Cast, cursor: str) -> None:
    with pytest.raises(BadCursor):
        sites_page(cast.soldier.actor, cursor=cursor)


def test_sites_are_for_whoever_has_a_post(cast: Cast) -> None:
    with pytest.raises(AccessDenied):
        sites_page(cast.former_holder.actor)


def test_place_of_a_label_is_named_for_colleagues_only(cast: Cast, site: Site) -> None:
    with translation.override("nl"):
        assert place_named(cast.soldier.actor, "hav-1") == "Johannes Postkazerne (HAV-1)"
    assert place_named(cast.soldier.actor, "LADR-1") == "LADR-1"
    assert place_named(NOBODY, "HAV-1") == "HAV-1"


# ---- pages ----


def test_site_page_tells_time_work_lodgers_and_equipment_in_reach(
    cast: Cast, site: Site, client_of: Clients
) -> None:
    mine = make_equipment(unit=cast.company, site=site, name="Onze ladder")
    make_equipment(unit=cast.squadron, site=site, name="Hun ladder")
    make_equipment(unit=cast.company, name="Elders")

    context = client_of("commander").get("/locaties/HAV-1").context

    facts = dict(context["facts"])
    assert facts["Time there now"] == "10 March 05:00 (America/Curacao)"
    assert facts["Holder"] == ("Eenheid ARMY", "/eenheden/ARMY")
    assert [row["headcount"] for row in context["work"]] == [9, None]
    assert [unit.code for unit in context["lodgers"]] == ["SQUADRON"]
    assert [row["name"] for row in context["rows"]] == [mine.name]


def test_site_page_of_a_reader_without_the_permit_shows_no_equipment(
    cast: Cast, site: Site, client_of: Clients
) -> None:
    make_equipment(unit=cast.company, site=site, name="Onze ladder")
    answer = client_of("soldier").get("/locaties/hav-1")
    assert (answer.context["sees_equipment"], answer.context["rows"]) == (False, [])
    assert "Onze ladder" not in answer.content.decode()


@pytest.mark.parametrize("code", ["NERGENS", "%00", "A'--", "x" * 60])
@pytest.mark.parametrize("page", ["", "/etiket"])
def test_site_that_is_not_there_is_not_found(client_of: Clients, code: str, page: str) -> None:
    assert client_of("soldier").get(f"/locaties/{code}{page}").status_code == 404


@pytest.mark.parametrize(("who", "status"), [("nobody", 302), ("former_holder", 403)])
@pytest.mark.parametrize("address", ["/locaties", "/locaties/HAV-1", "/locaties/HAV-1/etiket"])
def test_sites_pages_are_for_whoever_has_a_post(
    site: Site, client_of: Clients, address: str, who: str, status: int
) -> None:
    assert client_of(who).get(address).status_code == status


def test_site_list_filters_as_the_address_says(cast: Cast, site: Site, client_of: Clients) -> None:
    make_site("ELDERS", holder=cast.ministry)
    client = client_of("soldier")

    def shown(query: str) -> list[str]:
        return [row["url"] for row in client.get(f"/locaties{query}").context["rows"]]

    assert shown("") == ["/locaties/ELDERS", "/locaties/HAV-1"]
    assert shown("?unit=company&q=post") == ["/locaties/HAV-1"]
    assert shown("?unit=MARS") == ["/locaties/ELDERS", "/locaties/HAV-1"]


def test_site_list_with_a_strange_cursor_starts_anew(client_of: Clients) -> None:
    answer = client_of("soldier").get("/locaties?cursor=x")
    assert (answer.status_code, answer["Location"]) == (302, "/locaties")


def test_site_list_leads_on_with_the_same_filters(cast: Cast, client_of: Clients) -> None:
    for number in range(51):
        make_site(f"AA-{number:02}", holder=cast.army)
    client = client_of("soldier")
    following = client.get("/locaties?q=AA").context["pages"]["next_url"]
    answer = client.get(f"/locaties{following}")
    assert [row["url"] for row in answer.context["rows"]] == ["/locaties/AA-50"]
    assert answer.context["pages"]["previous_url"] == "?q=AA"


def test_site_label_holds_a_square_code_and_name(site: Site, client_of: Clients) -> None:
    text = client_of("soldier").get("/locaties/HAV-1/etiket").content.decode()
    assert text.count('class="org-label"') == 1
    for said in ("HAV-1", "Johannes Post barracks", "<svg", "label_a6.css"):
        assert said in text
    assert "style=" not in text.split("<svg", 1)[1].split("</svg>")[0]


def test_unit_page_shows_its_sites_councils_and_their_members(
    cast: Cast, site: Site, client_of: Clients
) -> None:
    Council.objects.create(code="MC-1", name_nl="MC Bataljon", unit=cast.battalion, kind="MC")
    Council.objects.create(code="CMC", name_nl="CMC", unit=cast.ministry, kind="CMC")
    appoint(cast.soldier.person, "council_member", cast.battalion)

    context = client_of("commander").get("/eenheden/BATTALION").context

    assert [one["code"] for one in context["sites"]] == ["HAV-1"]
    assert [(one["name"], one["members"]) for one in context["councils"]] == [
        ("MC Bataljon", ["Speler soldier"])
    ]
    assert context["persons_url"] == "/eenheden/BATTALION/personen"
    assert context["equipment_url"] == "/materieel?unit=BATTALION"


def test_unit_page_out_of_reach_shows_no_way_to_persons_and_equipment(
    client_of: Clients,
) -> None:
    context = client_of("outsider").get("/eenheden/BATTALION").context
    assert (context["persons_url"], context["equipment_url"]) == ("", "")


def test_unit_page_with_many_sites_leads_to_all_of_them(cast: Cast, client_of: Clients) -> None:
    for number in range(13):
        make_site(f"AA-{number:02}", holder=cast.army)
    context = client_of("soldier").get("/eenheden/ARMY").context
    assert len(context["sites"]) == 12
    assert context["more_sites_url"] == "/locaties?unit=ARMY"


def test_unit_page_takes_no_more_queries_for_more_sites(cast: Cast, client_of: Clients) -> None:
    client = client_of("commander")

    def asked() -> int:
        with CaptureQueriesContext(connection) as seen:
            client.get("/eenheden/BATTALION")
        return len(seen)

    make_site("AA", holder=cast.battalion)
    asked()
    few = asked()
    for code in ("BB", "CC"):
        make_site(code, holder=cast.battalion)
    asked()  # the tree is read anew, once
    assert asked() == few <= 20


# ---- over HTTP ----


@pytest.fixture
def soldier(cast: Cast) -> Caller:
    return caller(cast, "soldier")


def test_api_sites_page_and_filter(cast: Cast, site: Site, soldier: Caller) -> None:
    make_site("ELDERS", holder=cast.ministry)
    first = soldier.get("/sites", limit=1).json()
    rest = soldier.get("/sites", limit=1, cursor=first["next"]).json()
    assert [one["code"] for one in (*first["items"], *rest["items"])] == ["ELDERS", "HAV-1"]
    assert rest["next"] is None
    filtered = soldier.get("/sites", unit="COMPANY", q="post").json()["items"]
    assert [one["code"] for one in filtered] == ["HAV-1"]


def test_api_site_tells_who_works_and_lodges_there(site: Site, soldier: Caller) -> None:
    shown = soldier.get("/sites/hav-1").json()
    assert (shown["holder"], shown["time_zone"]) == ("ARMY", "America/Curacao")
    assert shown["workplaces"] == [
        {"unit": "COMPANY", "type": "garage", "headcount": 9, "function_groups": ["monteur"]},
        {"unit": "SQUADRON", "type": "office", "headcount": None, "function_groups": []},
    ]
    assert shown["lodgers"] == ["SQUADRON"]


@pytest.mark.parametrize(
    ("query", "status"), [({"unit": "MARS"}, 400), ({"cursor": "x"}, 400), ({"color": "red"}, 400)]
)
def test_api_sites_asked_wrongly_says_what_is_wrong(
    soldier: Caller, query: dict[str, str], status: int
) -> None:
    answer = soldier.get("/sites", **query)
    assert answer.status_code == status


def test_api_site_that_is_not_there_is_not_found(soldier: Caller) -> None:
    assert soldier.get("/sites/NERGENS").status_code == 404


def test_site_of_a_second_unit_shows_in_the_tree_of_that_unit_only(cast: Cast) -> None:
    other = make_unit("DOCK", parent=cast.squadron, level=2)
    make_site("KADE", holder=other)
    assert codes(cast, unit=tree().by_code["SQUADRON"]) == ["KADE"]
    assert codes(cast, unit=tree().by_code["BATTALION"]) == []
