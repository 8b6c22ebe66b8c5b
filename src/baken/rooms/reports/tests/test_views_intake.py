"""The report form: for everybody, keeps what was typed, one report however often it is sent."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from baken.conftest import Cast
from baken.core.files.store import files_of
from baken.rooms.org.tests.factories import make_site
from baken.rooms.reports.models import Identity, Report
from baken.rooms.reports.tests.pictures import png

Clients = Callable[[str], Client]


def reports() -> list[Report]:
    return list(Report.objects.for_system(reason="advance").order_by("number"))


def post(client: Client, **fields: Any) -> Any:
    usual = {"story": "Kabel los.", "identity": "named", "still_dangerous": "no"}
    return client.post("/melden", {**usual, **fields})


def test_form_is_open_to_the_public(cast: Cast, client_of: Clients) -> None:
    shown = client_of("nobody").get("/melden")
    assert shown.status_code == 200
    assert [value for value, _ in shown.context["form"].fields["identity"].choices] == [
        "confidential",
        "anonymous",
    ]
    assert "contact" in shown.context["form"].fields
    assert shown.context["form"]["identity"].value() == "anonymous"


def test_form_with_account_starts_named_and_asks_no_contact(cast: Cast, client_of: Clients) -> None:
    form = client_of("soldier").get("/melden").context["form"]
    assert form["identity"].value() == "named"
    assert "contact" not in form.fields


def test_form_offers_the_units_around_ones_own(cast: Cast, client_of: Clients) -> None:
    near = client_of("commander").get("/melden").context["near"]
    assert [unit.code for unit in near] == ["BATTALION", "ARMY", "MINISTRY", "COMPANY"]


def test_form_from_a_label_has_the_place_filled_in(cast: Cast, client_of: Clients) -> None:
    make_site("HAV-1", holder=cast.army, name_nl="Kazerne")

    def place(who: str, address: str) -> str:
        return client_of(who).get(address, follow=True).context["form"]["place"].value()

    assert place("soldier", "/m/HAV-1") == "Kazerne (HAV-1)"
    assert place("nobody", "/m/HAV-1") == "HAV-1"
    assert place("soldier", "/m/LADR-1") == "LADR-1"


@pytest.mark.parametrize("place", ["%00", "x" * 900, "%27%22%3Cscript%3E", "%FF"])
def test_form_with_nonsense_for_a_place_is_still_the_form(client_of: Clients, place: str) -> None:
    for address in (f"/melden?place={place}", f"/m/{place}"):
        answer = client_of("soldier").get(address, follow=True)
        assert answer.status_code in (200, 404)
        assert "<script>" not in answer.content.decode()


def test_form_of_the_public_keeps_no_draft_on_the_server(cast: Cast, client_of: Clients) -> None:
    text = client_of("nobody").get("/melden").content.decode()
    assert 'data-draft="" data-draft-key="report-public"' in text


def test_send_named_leads_to_the_report(cast: Cast, client_of: Clients) -> None:
    answer = post(
        client_of("soldier"), place="Garage", immediate_action="Uitgezet.", unit="company"
    )
    (report,) = reports()
    assert (answer.status_code, answer["Location"]) == (302, f"/meldingen/{report.ref}")
    assert (report.place, report.unit_id, report.happened_at) == (
        "Garage",
        cast.company.id,
        cast.at,
    )


@pytest.mark.parametrize("identity", ["confidential", "anonymous"])
def test_send_without_account_shows_the_code_once(
    cast: Cast, client_of: Clients, identity: str
) -> None:
    answer = post(client_of("nobody"), identity=identity, contact="bel 1234")
    text = answer.content.decode()
    (report,) = reports()
    assert (answer.status_code, report.ref in text) == (200, True)
    assert all(f"<span>{group}</span>" in text for group in answer.context["receipt"].split("-"))
    assert Identity.objects.for_system(reason="advance").count() == (identity == "confidential")


def test_send_unit_by_name_is_understood(cast: Cast, client_of: Clients) -> None:
    post(client_of("soldier"), unit="eenheid squadron")
    assert reports()[0].unit_id == cast.squadron.id


def test_send_photo_is_kept_with_the_report(cast: Cast, client_of: Clients) -> None:
    photos = [SimpleUploadedFile(f"foto {n}.png", png(c)) for n, c in enumerate(["red", "blue"])]
    post(client_of("soldier"), files=photos)
    assert sorted(file.name for file in files_of(reports()[0])) == ["foto 0.png", "foto 1.png"]


def test_send_same_key_twice_is_one_report(cast: Cast, client_of: Clients) -> None:
    client = client_of("soldier")
    first, again = post(client, key="k1"), post(client, key="k1")
    assert (len(reports()), first["Location"]) == (1, again["Location"])


def test_send_same_key_without_account_gives_the_same_code(cast: Cast, client_of: Clients) -> None:
    client = client_of("nobody")
    codes = [post(client, key="k1", identity="anonymous").context["receipt"] for _ in range(2)]
    assert codes[0] == codes[1]
    assert len(reports()) == 1


def test_send_same_key_other_text_is_refused_and_kept(cast: Cast, client_of: Clients) -> None:
    client = client_of("soldier")
    post(client, key="k1")
    answer = post(client, key="k1", story="Heel iets anders.")
    assert answer.status_code == 400
    assert "already sent" in answer.content.decode()
    assert answer.context["form"]["story"].value() == "Heel iets anders."
    assert len(reports()) == 1


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"story": ""}, "story"),
        ({"story": "x" * 50_001}, "story"),
        ({"story": "nul\x00"}, "story"),
        ({"place": "p" * 201}, "place"),
        ({"unit": "Atlantis"}, "unit"),
        ({"identity": ""}, "identity"),
        ({"identity": "whoever"}, "identity"),
        ({"happened_at": "2026-03-11T10:00"}, "happened_at"),
        ({"happened_at": "gisteren"}, "happened_at"),
        ({"happened_at": "0001-01-01T00:00"}, "happened_at"),
        ({"still_dangerous": "maybe"}, "still_dangerous"),
        ({"files": SimpleUploadedFile("x.exe", b"MZ\x90\x00")}, "files"),
        ({"files": SimpleUploadedFile("x.png", b"\x89PNG\r\n\x1a\n")}, "files"),
    ],
)
def test_send_with_a_mistake_keeps_what_was_typed(
    cast: Cast, client_of: Clients, fields: dict[str, Any], field: str
) -> None:
    answer = post(client_of("soldier"), immediate_action="Uitgezet & gemeld", **fields)

    form = answer.context["form"]
    assert (answer.status_code, list(form.errors)) == (400, [field])
    assert form["immediate_action"].value() == "Uitgezet & gemeld"
    assert "Uitgezet &amp; gemeld" in answer.content.decode()
    assert reports() == []


def test_send_too_many_photos_is_refused(cast: Cast, client_of: Clients) -> None:
    photos = [SimpleUploadedFile(f"{n}.png", png()) for n in range(7)]
    answer = post(client_of("soldier"), files=photos)
    assert list(answer.context["form"].errors) == ["files"]


def test_send_asks_whether_it_is_dangerous_and_assumes_nothing(
    cast: Cast, client_of: Clients
) -> None:
    client = client_of("soldier")
    assert client.get("/melden").context["form"]["still_dangerous"].value() is None
    answer = post(client, still_dangerous="")
    assert answer.status_code == 400
    assert answer.context["form"].errors == {
        "still_dangerous": ["Say whether it is still dangerous now."]
    }
    assert reports() == []


def test_send_error_message_leads_to_its_field(cast: Cast, client_of: Clients) -> None:
    text = post(client_of("soldier"), story="").content.decode()
    assert 'href="#id_story"' in text
    assert 'aria-invalid="true"' in text
    assert "Nothing you typed is lost" in text


@pytest.mark.parametrize("identity", ["named", "confidential"])
def test_send_under_ones_name_without_the_right_says_what_to_do(
    cast: Cast, client_of: Clients, identity: str
) -> None:
    answer = post(client_of("functional_admin"), identity=identity)
    assert answer.status_code == 400
    assert "Choose anonymous" in answer.content.decode()
    assert reports() == []


def test_send_without_the_csrf_token_is_refused_plainly(cast: Cast) -> None:
    strict = Client(enforce_csrf_checks=True, headers={"accept-language": "en"})
    answer = strict.post("/melden", {"story": "Kabel", "identity": "anonymous"})
    assert answer.status_code == 403
    assert "Log in again and open the same page" in answer.content.decode()
    assert "Traceback" not in answer.content.decode()
    assert reports() == []


@pytest.mark.parametrize(
    ("who", "danger"), [("soldier", "no"), ("nobody", "no"), ("soldier", "yes")]
)
def test_send_takes_few_queries(cast: Cast, client_of: Clients, who: str, danger: str) -> None:
    client = client_of(who)
    identity = "anonymous" if who == "nobody" else "named"
    post(client, identity=identity)
    with CaptureQueriesContext(connection) as seen:
        post(client, identity=identity, still_dangerous=danger)
    assert len(reports()) == 2
    work = [q["sql"] for q in seen if "SAVEPOINT" not in q["sql"]]
    alarm = 3 if danger == "yes" else 0
    assert len(work) <= 12 + alarm, "\n".join(work)


def test_form_is_shown_with_few_queries(cast: Cast, client_of: Clients) -> None:
    client = client_of("soldier")
    client.get("/melden")  # reads the tree
    with CaptureQueriesContext(connection) as seen:
        client.get("/melden")
    assert len(seen) <= 6, [query["sql"] for query in seen]
