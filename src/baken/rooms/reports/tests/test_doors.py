"""Every door makes the same report: only the channel, and what the door itself adds, differs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from baken.conftest import Cast
from baken.core.trail.verify import breaks
from baken.rooms.org.actions.place_codes import withdraw_place_code
from baken.rooms.org.queries.places import Place
from baken.rooms.org.tests.factories import (
    make_equipment,
    make_kiosk,
    make_place_code,
    make_site,
    place_of_equipment,
    place_of_site,
)
from baken.rooms.reports.models import Arrival, Identity, PaperForm, Report
from baken.rooms.reports.tests.acts import steps_of

STORY = "De trap naar de kelder is glad van de olie."
WHERE = "Gebouw B12, Kazerne (HAV-1)"
# Fields that tell when or as what it was stored, and what the door alone decides.
OF_EACH = ("number", "id", "ref", "receipt_digest", "channel")

Clients = Callable[[str], Client]


@pytest.fixture
def place(cast: Cast) -> Place:
    site = make_site("HAV-1", holder=cast.company, name_nl="Kazerne", buildings=["Gebouw B12"])
    return make_place_code(place_of_site(site, "Gebouw B12"))


def by_web(clients: Clients, place: Place) -> None:
    """The ordinary form, with the place and the unit typed."""
    said = {"story": STORY, "still_dangerous": "no", "identity": "anonymous"}
    clients("nobody").post("/melden", {**said, "place": WHERE, "unit": "COMPANY"})


def by_poster(clients: Clients, place: Place) -> None:
    """The square on a poster, then the form."""
    client = clients("nobody")
    form = client.get(f"/m/{place.code}", follow=True).context["form"]
    said = {"story": STORY, "still_dangerous": "no", "identity": "anonymous"}
    client.post("/melden", {**said, "place_code": form["place_code"].value()})


def by_kiosk(clients: Clients, place: Place) -> None:
    made, client = make_kiosk(place), clients("nobody")
    client.post(f"/kiosk/{made.kiosk.code}", {"setup_code": made.setup_code})
    client.get(f"/kiosk/{made.kiosk.code}")
    form = client.get(f"/kiosk/{made.kiosk.code}/melden?language=nl").context["form"]
    said = {"story": STORY, "still_dangerous": "no", "identity": "anonymous", "language": "nl"}
    hidden = {name: form[name].value() for name in ("key", "visit")}
    client.post(f"/kiosk/{made.kiosk.code}/melden", said | hidden)


def by_desk(clients: Clients, place: Place) -> None:
    said = {"story": STORY, "still_dangerous": "no", "identity": "anonymous"}
    clients("safety_adviser").post("/balie", {**said, "place_code": place.code})


def by_paper(clients: Clients, place: Place) -> None:
    client = clients("safety_adviser")
    client.post("/papier/afdrukken", {"unit": "COMPANY", "count": 1, "language": "nl", "key": "k"})
    number = PaperForm.objects.get().number
    unit = client.get(f"/papier/{number}").context["form"]["unit"].value()
    said = {"story": STORY, "still_dangerous": "no", "identity": "anonymous"}
    client.post(f"/papier/{number}", {**said, "place": WHERE, "unit": unit})


def by_api(clients: Clients, place: Place) -> None:
    body = {"story": STORY, "place_code": place.code}
    clients("nobody").post("/api/v1/intake", body, content_type="application/json")


DOORS: dict[str, tuple[str, Any]] = {
    "web": ("web", by_web),
    "poster": ("web", by_poster),
    "kiosk": ("kiosk", by_kiosk),
    "desk": ("desk", by_desk),
    "paper": ("paper", by_paper),
    "api": ("api", by_api),
}


def the_report() -> Report:
    (report,) = Report.objects.for_system(reason="trail")
    return report


def stored(report: Report) -> dict[str, Any]:
    """Everything that is stored of a report but what differs from one to the next."""
    kept = {field.attname: getattr(report, field.attname) for field in report._meta.fields}
    return {name: value for name, value in kept.items() if name not in OF_EACH}


@pytest.mark.parametrize("door", DOORS)
def test_report_by_any_door_is_the_same_report(
    cast: Cast, place: Place, client_of: Clients, door: str
) -> None:
    channel, send = DOORS[door]
    send(lambda who: _in_dutch(client_of(who)), place)
    report = the_report()
    values = stored(report)
    assert report.channel == channel
    assert report.receipt_digest
    assert {name: values[name] for name in ("story", "place", "identity", "state")} == {
        "story": STORY,
        "place": WHERE,
        "identity": "anonymous",
        "state": "received",
    }
    assert values["unit_id"] == cast.company.pk
    assert values["site_id"] == (place.site.id if place.site else None)
    assert values["reporter_key"] is None
    assert (values["still_dangerous"], values["immediate_action"]) == (False, "")
    assert report.received_at == report.touched_at == cast.soldier.actor.moment(report.received_at)
    assert [(one.code, one.to_state) for one in steps_of(report)] == [
        ("reports.report.received", "received")
    ]
    assert Identity.objects.of(report).count() == 0
    assert list(breaks()) == []


def _in_dutch(client: Client) -> Client:
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "nl"
    return client


def test_reports_by_all_doors_differ_in_nothing_else(
    cast: Cast, place: Place, client_of: Clients
) -> None:
    found = {}
    for door, (_channel, send) in DOORS.items():
        before = set(Report.objects.for_system(reason="trail").values_list("pk", flat=True))
        send(lambda who: _in_dutch(client_of(who)), place)
        (report,) = Report.objects.for_system(reason="trail").exclude(pk__in=before)
        found[door] = stored(report) | {"happened_at": report.happened_at or report.received_at}
    assert all(values == found["web"] for values in found.values())


@pytest.mark.parametrize(
    ("door", "added"),
    [
        ("web", None),
        ("poster", {"place_code": True}),
        ("kiosk", {"place_code": True, "kiosk": True}),
        ("desk", {"place_code": True, "entered_by": True}),
        ("paper", {"form": True, "entered_by": True}),
        ("api", {"place_code": True}),
    ],
)
def test_door_adds_what_it_knows_and_no_more(
    cast: Cast, place: Place, client_of: Clients, door: str, added: dict[str, bool] | None
) -> None:
    DOORS[door][1](lambda who: _in_dutch(client_of(who)), place)
    row = Arrival.objects.of(the_report()).first()
    names = ("place_code", "kiosk", "form", "entered_by")
    told = {name: True for name in names if getattr(row, name, None)} if row else None
    assert told == added


def test_poster_of_equipment_names_it(cast: Cast, client_of: Clients) -> None:
    ladder = make_equipment(unit=cast.company, ref="LADR-1", name="Ladder")
    code = make_place_code(place_of_equipment(ladder)).code
    said = {"story": STORY, "still_dangerous": "no", "identity": "anonymous"}
    client_of("nobody").post("/melden", {**said, "place_code": code, "place": "bovenste sport"})
    report = the_report()
    assert report.place == "bovenste sport, Ladder (LADR-1)"
    assert Arrival.objects.of(report).get().equipment_id == ladder.pk
    text = client_of("safety_adviser").get(f"/meldingen/{report.ref}").content.decode()
    assert "LADR-1" in text


def test_poster_says_in_words_what_it_is_of_and_who_gets_it(
    cast: Cast, place: Place, client_of: Clients
) -> None:
    text = client_of("nobody").get(f"/m/{place.code}", follow=True).content.decode()
    assert WHERE in text
    assert "It goes to Eenheid COMPANY." in text


@pytest.mark.parametrize("who", ["nobody", "soldier"])
def test_poster_with_an_unknown_code_is_the_ordinary_form(
    cast: Cast, client_of: Clients, who: str
) -> None:
    answer = client_of(who).get("/m/ZZZZ9999", follow=True)
    assert answer.status_code == 200
    assert "This code is not known" in answer.content.decode()
    assert answer.context["form"]["place"].value() in (None, "")


def test_poster_withdrawn_while_somebody_types_still_names_the_place(
    cast: Cast, place: Place, client_of: Clients
) -> None:
    client = client_of("nobody")
    client.get(f"/m/{place.code}", follow=True)
    withdraw_place_code(actor=cast.safety_adviser.actor, place=place, reason="x", at=cast.at)
    said = {"story": STORY, "still_dangerous": "no", "identity": "anonymous"}
    client.post("/melden", {**said, "place_code": place.code})
    assert the_report().place == WHERE
    assert "not known" in client.get(f"/m/{place.code}", follow=True).content.decode()


def test_poster_form_with_a_mistake_keeps_the_place(
    cast: Cast, place: Place, client_of: Clients
) -> None:
    answer = client_of("nobody").post("/melden", {"story": "", "place_code": place.code})
    assert answer.status_code == 400
    assert WHERE in answer.content.decode()


def test_api_with_an_unknown_place_code_is_refused(cast: Cast, client_of: Clients) -> None:
    body = {"story": STORY, "place_code": "ZZZZ9999"}
    for who, path in (("nobody", "/api/v1/intake"), ("soldier", "/api/v1/reports")):
        answer = client_of(who).post(path, body, content_type="application/json")
        assert answer.status_code == 400
        assert answer.json()["errors"][0]["field"] == "place_code"
    assert Report.objects.for_system(reason="trail").count() == 0


def test_api_named_report_with_a_place_code_has_it_all(
    cast: Cast, place: Place, client_of: Clients
) -> None:
    body = {"story": STORY, "place_code": place.code}
    answer = client_of("soldier").post("/api/v1/reports", body, content_type="application/json")
    assert (answer.json()["place"], answer.json()["site"]) == (WHERE, "HAV-1")
    ref = answer.json()["ref"]
    told = client_of("safety_adviser").get(f"/api/v1/reports/{ref}/arrival").json()
    assert (told["place_code"], told["place"], told["entered_by"]) == (place.code, WHERE, "")
