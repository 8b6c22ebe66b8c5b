"""Posters and kiosks over HTTP: the same rights and refusals as on the pages."""

from __future__ import annotations

from typing import Any

import pytest

from baken.conftest import Cast
from baken.core.api.tests.calling import Caller, caller
from baken.rooms.org.models import Kiosk, PlaceCode, Site
from baken.rooms.org.queries.places import place_behind
from baken.rooms.org.tests.factories import (
    make_equipment,
    make_kiosk,
    make_site,
    many_kiosks,
    place_of_site,
)


@pytest.fixture
def site(cast: Cast, settings: Any) -> Site:
    settings.PUBLIC_URL = "https://baken.voorbeeld.example"
    made = make_site("HAV-1", holder=cast.battalion, name_nl="Kazerne", buildings=["Gebouw B12"])
    make_equipment(unit=cast.company, ref="LADR-1", name="Ladder", site=made)
    return made


@pytest.fixture
def adviser(cast: Cast) -> Caller:
    return caller(cast, "safety_adviser")


def problem(answer: Any) -> list[str]:
    return sorted(one["field"] for one in answer.json()["errors"])


def test_places_are_listed_and_get_their_codes(site: Site, adviser: Caller) -> None:
    before = adviser.get("/places", site="HAV-1").json()["items"]
    assert [(one["kind"], one["code"], one["address"]) for one in before] == [
        (kind, "", "") for kind in ("site", "building", "equipment")
    ]
    given = adviser.post("/places/codes", {"site": "HAV-1", "places": [before[1]["place"]]})
    assert given.status_code == 200, given.content
    [one] = given.json()["items"]
    assert PlaceCode.objects.get().code == one["code"]
    assert one["address"] == f"https://baken.voorbeeld.example/m/{one['code']}"
    everything = adviser.post("/places/codes", {"site": "HAV-1"}).json()["items"]
    assert (everything[1]["code"], len({item["code"] for item in everything})) == (one["code"], 3)


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({}, "site"),
        ({"site": "HAV-1", "unit": "COMPANY"}, "site"),
        ({"site": "NONE"}, "site"),
        ({"unit": "NONE"}, "unit"),
        ({"equipment": "NONE"}, "equipment"),
    ],
)
def test_places_of_what_is_not_there_or_not_one_thing_are_refused(
    site: Site, adviser: Caller, asked: dict[str, str], field: str
) -> None:
    for answer in (adviser.get("/places", **asked), adviser.post("/places/codes", asked)):
        assert (answer.status_code, problem(answer)) == (400, [field])


@pytest.mark.parametrize("asked", [{"unit": "COMPANY"}, {"equipment": "LADR-1"}])
def test_places_of_a_unit_and_of_equipment(
    site: Site, adviser: Caller, asked: dict[str, str]
) -> None:
    found = adviser.get("/places", **asked).json()["items"]
    assert [one["name"] for one in found] == ["Ladder (LADR-1)"]


@pytest.fixture
def airfield(cast: Cast) -> Site:
    """A site of another holder, where the outsider makes posters and manages kiosks."""
    return make_site("VLB-1", holder=cast.squadron, buildings=["Hangar 1"])


def test_code_of_a_building_of_another_holder_is_refused_and_nothing_is_written(
    cast: Cast, site: Site, airfield: Site, adviser: Caller
) -> None:
    word = f"building:{airfield.pk}:Hangar 1"
    for asked in ({"site": "HAV-1"}, {"site": "VLB-1"}, {"unit": "SQUADRON"}):
        answer = adviser.post("/places/codes", {**asked, "places": [f"site:{site.pk}:", word]})
        assert (answer.status_code, problem(answer)) == (400, ["places"])
    assert PlaceCode.objects.count() == 0
    given = caller(cast, "outsider").post("/places/codes", {"site": "VLB-1", "places": [word]})
    assert [one["place"] for one in given.json()["items"]] == [word]


def test_code_of_an_own_place_elsewhere_than_was_asked_is_refused(
    cast: Cast, site: Site, adviser: Caller
) -> None:
    other = make_site("HAV-2", holder=cast.battalion)
    ladder = make_equipment(unit=cast.battalion, ref="LADR-2", site=other)
    for asked, words in (
        ({"site": "HAV-1"}, [f"site:{other.pk}:", f"equipment:{ladder.pk}:"]),
        ({"unit": "COMPANY"}, [f"site:{site.pk}:", f"equipment:{ladder.pk}:"]),
        ({"equipment": "LADR-1"}, [f"site:{site.pk}:", f"equipment:{ladder.pk}:"]),
    ):
        for word in words:
            answer = adviser.post("/places/codes", {**asked, "places": [word]})
            assert (answer.status_code, problem(answer)) == (400, ["places"])
    assert PlaceCode.objects.count() == 0


def test_withdrawn_code_holds_no_more(site: Site, adviser: Caller) -> None:
    [one] = adviser.post("/places/codes", {"equipment": "LADR-1"}).json()["items"]
    path = f"/places/{one['code']}/withdraw"
    assert adviser.post(path, {"reason": " "}).status_code == 400
    answer = adviser.post(path, {"reason": "Afgevoerd"})
    assert (answer.status_code, answer.json()["code"]) == (200, "")
    assert place_behind(one["code"]) is None
    assert adviser.post(path, {"reason": "Afgevoerd"}).status_code == 404


def test_kiosk_is_set_up_renewed_and_shut(site: Site, adviser: Caller) -> None:
    body = {"site": "HAV-1", "place": f"site:{site.pk}:", "name": "Poort"}
    made = adviser.post("/kiosks", body)
    assert made.status_code == 201, made.content
    code, setup = made.json()["code"], made.json()["setup_code"]
    assert made.json()["address"] == f"https://baken.voorbeeld.example/kiosk/{code}"
    [listed] = adviser.get("/kiosks", site="HAV-1").json()["items"]
    assert (listed["code"], listed["state"], "setup_code" in listed) == (code, "waiting", False)
    again = adviser.post("/kiosks", body)
    assert (again.status_code, problem(again)) == (400, ["name"])
    assert adviser.post(f"/kiosks/{code}/renew").json()["setup_code"] != setup
    assert adviser.post(f"/kiosks/{code}/shut").json()["state"] == "shut"
    assert adviser.post(f"/kiosks/{code}/shut").status_code == 404
    assert [one["state"] for one in adviser.get("/kiosks", site="HAV-1").json()["items"]] == [
        "shut"
    ]
    assert adviser.get("/kiosks").json()["items"] == []


def test_kiosk_somewhere_else_or_without_a_name_is_refused(
    site: Site, airfield: Site, adviser: Caller
) -> None:
    hangar = f"building:{airfield.pk}:Hangar 1"
    for wrong, field in (
        ({"place": hangar}, "place"),
        ({"site": "VLB-1", "place": hangar}, "place"),
        ({"site": "VLB-1"}, "place"),
        ({"place": "site:0:"}, "place"),
        ({"site": "NONE"}, "site"),
        ({"site": ""}, "site"),
        ({"name": " "}, "name"),
    ):
        body = {"site": "HAV-1", "place": f"site:{site.pk}:", "name": "Poort", **wrong}
        answer = adviser.post("/kiosks", body)
        assert (answer.status_code, problem(answer)) == (400, [field])
    assert Kiosk.objects.count() == 0


@pytest.mark.parametrize("who", ["soldier", "team_leader", "outsider"])
def test_others_have_no_posters_and_no_kiosks_here(cast: Cast, site: Site, who: str) -> None:
    kiosk = make_kiosk(place_of_site(site)).kiosk
    other = caller(cast, who)
    expected = 404 if who == "outsider" else 403
    for path, body in (
        (f"/kiosks/{kiosk.code}/shut", None),
        (f"/kiosks/{kiosk.code}/renew", None),
        (f"/places/{kiosk.place.code}/withdraw", {"reason": "x"}),
    ):
        assert other.post(path, body).status_code == expected
    fresh = Kiosk.objects.select_related("place").get()
    assert (fresh.withdrawn_at, fresh.setup_digest) == (None, kiosk.setup_digest)
    assert fresh.place.withdrawn_on is None


def test_outsider_with_both_permits_elsewhere_sees_and_makes_nothing_here(
    cast: Cast, site: Site, airfield: Site
) -> None:
    kiosk = make_kiosk(place_of_site(site, "Gebouw B12")).kiosk
    other, word = caller(cast, "outsider"), f"site:{site.pk}:"
    for path in ("/places", "/kiosks"):
        assert other.get(path, site="HAV-1").json() == {"items": [], "next": None}
    assert other.get("/places", unit="COMPANY").json() == {"items": [], "next": None}
    for path, body, field in (
        ("/kiosks", {"site": "HAV-1", "place": word, "name": "Poort"}, "place"),
        ("/places/codes", {"site": "HAV-1", "places": [word]}, "places"),
        ("/places/codes", {"equipment": "LADR-1"}, "equipment"),
    ):
        answer = other.post(path, body)
        assert (answer.status_code, problem(answer)) == (400, [field])
    assert other.post("/places/codes", {"site": "HAV-1"}).json() == {"items": [], "next": None}
    assert list(Kiosk.objects.all()) == [kiosk]
    assert list(PlaceCode.objects.all()) == [kiosk.place]
    own = other.get("/places", site="VLB-1").json()["items"]
    assert [one["kind"] for one in own] == ["site", "building"]


@pytest.mark.parametrize("who", ["soldier", "team_leader"])
def test_lists_and_making_are_for_who_has_the_right_somewhere(
    cast: Cast, site: Site, who: str
) -> None:
    other, word = caller(cast, who), f"site:{site.pk}:"
    assert [other.get(path, site="HAV-1").status_code for path in ("/places", "/kiosks")] == [
        403,
        403,
    ]
    for path, body in (
        ("/kiosks", {"site": "HAV-1", "place": word, "name": "Poort"}),
        ("/places/codes", {"site": "HAV-1"}),
    ):
        assert other.post(path, body).status_code == 403
    assert (Kiosk.objects.count(), PlaceCode.objects.count()) == (0, 0)


@pytest.fixture
def camp(cast: Cast) -> Site:
    """A site with more buildings than stand on one page."""
    return make_site(
        "KAMP-1", holder=cast.battalion, buildings=[f"B{one}" for one in range(1, 111)]
    )


def test_place_that_stands_on_no_first_page_is_named_and_taken(camp: Site, adviser: Caller) -> None:
    word = f"building:{camp.pk}:B105"
    made = adviser.post("/kiosks", {"site": "KAMP-1", "place": word, "name": "Poort"})
    assert made.status_code == 201, made.content
    assert Kiosk.objects.get().place.building == "B105"
    given = adviser.post("/places/codes", {"site": "KAMP-1", "places": [word, word]})
    assert [one["place"] for one in given.json()["items"]] == [word]


def whole(adviser: Caller, path: str, **asked: Any) -> list[dict[str, Any]]:
    """All there is in a list, page by page."""
    found: list[dict[str, Any]] = []
    answer = adviser.get(path, **asked).json()
    while answer["next"]:
        assert len(answer["items"]) == asked.get("limit", 50)
        found += answer["items"]
        answer = adviser.get(path, **asked, cursor=answer["next"]).json()
    return found + answer["items"]


def test_places_are_all_reached_page_by_page(cast: Cast, camp: Site, adviser: Caller) -> None:
    make_equipment(unit=cast.company, ref="LADR-1", name="Ladder", site=camp)
    found = whole(adviser, "/places", site="KAMP-1")
    assert [one["kind"] for one in found] == ["site", *["building"] * 110, "equipment"]
    assert len({one["place"] for one in found}) == 112
    assert whole(adviser, "/places", site="KAMP-1", limit=17) == found
    assert whole(adviser, "/places", site="KAMP-1", limit=28) == found, "the last page is full"


def test_codes_of_all_are_drawn_a_hundred_at_a_time(camp: Site, adviser: Caller) -> None:
    first = adviser.post("/places/codes", {"site": "KAMP-1"}).json()
    again = {"site": "KAMP-1", "cursor": first["next"]}
    last = adviser.post("/places/codes", again).json()
    assert [len(one["items"]) for one in (first, last)] == [100, 11]
    assert adviser.post("/places/codes", {**again, "cursor": "x"}).status_code == 400
    assert (last["next"], PlaceCode.objects.count()) == (None, 111)


def test_kiosks_are_all_reached_page_by_page(cast: Cast, site: Site, adviser: Caller) -> None:
    many_kiosks(place_of_site(site), 52)
    found = [one["code"] for one in whole(adviser, "/kiosks", site="HAV-1")]
    assert found == list(Kiosk.objects.order_by("-id").values_list("code", flat=True))
    adviser.post(f"/kiosks/{found[0]}/shut")
    in_use = whole(adviser, "/kiosks", site="HAV-1", state="open")
    shut = whole(adviser, "/kiosks", site="HAV-1", state="shut")
    assert [one["code"] for one in in_use] == found[1:]
    assert [one["code"] for one in shut] == found[:1]


@pytest.mark.parametrize(
    ("path", "wrong"),
    [
        ("/places", {"cursor": "x"}),
        ("/places", {"limit": 201}),
        ("/kiosks", {"cursor": "x"}),
        ("/kiosks", {"limit": 0}),
        ("/kiosks", {"state": "waiting"}),
    ],
)
def test_lists_asked_for_what_is_no_page_are_refused(
    site: Site, adviser: Caller, path: str, wrong: dict[str, Any]
) -> None:
    assert adviser.get(path, site="HAV-1", **wrong).status_code == 400
