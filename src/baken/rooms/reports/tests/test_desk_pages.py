"""Pages to enter for somebody else: on the telephone and from paper, with roles and bad input."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from baken.conftest import Cast
from baken.core.files.store import files_of
from baken.core.page import pdf
from baken.rooms.org.tests.factories import make_person
from baken.rooms.reports.models import Identity, PaperForm, Report
from baken.rooms.reports.queries.receipts import report_of_code

Clients = Callable[[str], Client]
SAID = {"story": "Olie op de trap.", "still_dangerous": "no", "identity": "named"}


def reports() -> list[Report]:
    return list(Report.objects.for_system(reason="trail"))


def png() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (4, 4), "red").save(out, "PNG")
    return out.getvalue()


def test_desk_finds_the_caller_by_number(cast: Cast, client_of: Clients) -> None:
    number = cast.soldier.person.ref
    answer = client_of("safety_adviser").post("/balie", {**SAID, "caller": number.lower()})
    text = answer.content.decode()
    assert "finds it under" in text
    assert "baken-receipt__code" not in text
    assert reports()[0].reporter_key == cast.soldier.actor.own_key
    own = client_of("soldier").get("/mijn-meldingen").content.decode()
    assert reports()[0].ref in own


def test_desk_with_several_of_one_name_asks_which(cast: Cast, client_of: Clients) -> None:
    first = make_person("Jansen", unit=cast.company)
    make_person("Jansen", unit=cast.battalion)
    client = client_of("safety_adviser")
    answer = client.post("/balie", {**SAID, "caller": "jansen"})
    assert answer.status_code == 400
    assert "Several persons fit" in answer.content.decode()
    assert len(answer.context["form"].fields["person"].choices) == 2
    client.post("/balie", {**SAID, "caller": "jansen", "person": first.ref})
    assert Identity.objects.of(reports()[0]).get().person == first.id


@pytest.mark.parametrize("caller", ["Niemand", "x", "\x00", "%"])
def test_desk_with_a_caller_nobody_knows_keeps_what_was_typed(
    cast: Cast, client_of: Clients, caller: str
) -> None:
    answer = client_of("safety_adviser").post("/balie", {**SAID, "caller": caller})
    assert answer.status_code == 400
    assert SAID["story"] in answer.content.decode()
    assert reports() == []


def test_desk_finds_nobody_beyond_its_reach(cast: Cast, client_of: Clients) -> None:
    client = client_of("safety_adviser")
    ref = cast.outsider.person.ref
    assert client.post("/balie", {**SAID, "caller": ref}).status_code == 400
    assert client.post("/balie", {**SAID, "person": ref}).status_code == 400
    assert client.get(f"/api/v1/callers?q={ref}").json()["items"] == []
    assert reports() == []


def test_desk_reads_the_code_out_for_somebody_unknown(cast: Cast, client_of: Clients) -> None:
    answer = client_of("safety_adviser").post("/balie", {**SAID, "contact": "Jan, 06-12345678"})
    receipt = answer.context["receipt"]
    assert report_of_code(receipt) is not None
    spelled = [sign for sign, _word in answer.context["spelled"]]
    assert "".join(spelled) == receipt.replace("-", "")
    assert receipt not in answer.request["PATH_INFO"] + answer.request["QUERY_STRING"]


def test_desk_anonymous_forgets_what_was_typed_of_the_caller(
    cast: Cast, client_of: Clients
) -> None:
    said = {**SAID, "identity": "anonymous", "caller": "Jansen", "contact": "06-1"}
    answer = client_of("safety_adviser").post("/balie", said)
    assert answer.status_code == 200
    assert Identity.objects.of(reports()[0]).count() == 0


def test_desk_says_on_the_report_who_entered_it(cast: Cast, client_of: Clients) -> None:
    client = client_of("safety_adviser")
    client.post("/balie", {**SAID, "contact": "Jan", "unit": "COMPANY"})
    text = client.get(f"/meldingen/{reports()[0].ref}").content.decode()
    assert "Entered by" in text
    assert cast.safety_adviser.person.name in text


@pytest.mark.parametrize("path", ["/balie", "/papier", "/papier/afdrukken"])
def test_desk_is_for_who_enters_for_others(cast: Cast, client_of: Clients, path: str) -> None:
    assert client_of("soldier").get(path).status_code == 403
    assert "/inloggen" in client_of("nobody").get(path)["Location"]
    for who in ("safety_adviser", "team_leader", "commander"):
        assert client_of(who).get(path).status_code == 200


def test_desk_through_the_api(cast: Cast, client_of: Clients) -> None:
    client = client_of("safety_adviser")
    body: dict[str, Any] = {"story": "Olie.", "caller": cast.soldier.person.ref}
    made = client.post("/api/v1/entered-reports", body, content_type="application/json")
    assert (made.status_code, made.json()["receipt_code"], made.json()["spelled"]) == (
        201,
        None,
        [],
    )
    told = client.get(f"/api/v1/reports/{made.json()['ref']}/arrival").json()
    assert (told["channel"], told["entered_by"]) == ("desk", cast.safety_adviser.person.name)
    unknown = {"story": "Olie.", "contact": "Jan"}
    made = client.post("/api/v1/entered-reports", unknown, content_type="application/json")
    assert len(made.json()["spelled"]) == 16
    nobody = {"story": "Olie.", "caller": "P999999"}
    refused = client.post("/api/v1/entered-reports", nobody, content_type="application/json")
    assert refused.json()["errors"][0]["field"] == "caller"
    who = client.get("/api/v1/callers?q=Speler sol").json()["items"]
    assert [one["ref"] for one in who] == [cast.soldier.person.ref]
    denied = client_of("soldier").post(
        "/api/v1/entered-reports", body, content_type="application/json"
    )
    assert denied.status_code == 403


# ---- paper ----


@pytest.fixture
def blank(cast: Cast, client_of: Clients) -> PaperForm:
    given = {"unit": "COMPANY", "count": 1, "language": "nl", "key": "k"}
    assert client_of("safety_adviser").post("/papier/afdrukken", given).status_code == 200
    return PaperForm.objects.get()


def test_paper_prints_number_square_and_strip(cast: Cast, client_of: Clients) -> None:
    given = {"unit": "COMPANY", "count": 3, "language": "en", "key": "k"}
    answer = client_of("safety_adviser").post("/papier/afdrukken", given)
    text = answer.content.decode()
    assert text.count('class="paper-form"') == 3
    assert text.count("<svg viewBox") >= 3
    codes = [one["receipt"] for one in answer.context["blanks"]]
    assert all(text.count(code) == 1 for code in codes)
    assert all(code not in one["address"] for one in answer.context["blanks"] for code in codes)


def test_paper_pdf_is_the_same_pile(cast: Cast, client_of: Clients) -> None:
    given = {"unit": "COMPANY", "count": 2, "language": "nl", "key": "k"}
    client = client_of("safety_adviser")
    client.post("/papier/afdrukken", given)
    answer = client.post("/papier/afdrukken", {**given, "as": "pdf"})
    assert answer["Content-Type"] == "application/pdf"
    assert PaperForm.objects.count() == 2


def test_paper_pdf_without_the_package_shows_the_print_page(
    cast: Cast, client_of: Clients, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing() -> None:
        raise pdf.NoPdf("no PDF here")

    monkeypatch.setattr(pdf, "_maker", missing)
    given = {"unit": "COMPANY", "count": 1, "language": "nl", "key": "k", "as": "pdf"}
    text = client_of("safety_adviser").post("/papier/afdrukken", given).content.decode()
    assert "no PDF here" in text
    assert 'class="paper-form"' in text


@pytest.mark.parametrize(
    "given", [{"unit": "NONE"}, {"count": 0}, {"count": 101}, {"language": "de"}, {"count": "x"}]
)
def test_paper_bad_wish_is_told(cast: Cast, client_of: Clients, given: dict[str, Any]) -> None:
    whole = {"unit": "COMPANY", "count": 1, "language": "nl", "key": "k", **given}
    assert client_of("safety_adviser").post("/papier/afdrukken", whole).status_code == 400
    assert PaperForm.objects.count() == 0


def test_paper_number_leads_to_its_form(cast: Cast, client_of: Clients, blank: PaperForm) -> None:
    client = client_of("safety_adviser")
    answer = client.post("/papier", {"number": blank.number.lower()})
    assert answer["Location"] == f"/papier/{blank.number}"
    assert client.get(answer["Location"]).context["form"]["unit"].value() == "COMPANY"
    assert client.post("/papier", {"number": "ZZZZ9999"}).status_code == 400
    assert client.get("/papier/ZZZZ9999")["Location"] == "/papier"


def test_paper_is_entered_with_a_scan_and_once(
    cast: Cast, client_of: Clients, blank: PaperForm
) -> None:
    client, path = client_of("safety_adviser"), f"/papier/{blank.number}"
    scan = SimpleUploadedFile("scan.png", png(), "image/png")
    answer = client.post(path, {**SAID, "contact": "Jan", "files": scan, "key": "a"})
    assert "code on the strip" in answer.content.decode()
    (report,) = reports()
    assert (report.channel, files_of(report).count()) == ("paper", 1)
    again = client.post(path, {**SAID, "contact": "Piet", "key": "b"})
    assert again.status_code == 400
    assert "entered already" in again.content.decode()
    assert client.get(path).status_code == 409
    assert len(reports()) == 1


def test_paper_anonymous_takes_no_document(
    cast: Cast, client_of: Clients, blank: PaperForm
) -> None:
    scan = SimpleUploadedFile("scan.pdf", b"%PDF-1.4\n%%EOF", "application/pdf")
    said = {**SAID, "identity": "anonymous", "files": scan}
    answer = client_of("safety_adviser").post(f"/papier/{blank.number}", said)
    assert answer.status_code == 400
    assert "pictures only" in answer.content.decode()


def test_paper_without_a_number_gives_a_code(cast: Cast, client_of: Clients) -> None:
    client = client_of("safety_adviser")
    assert client.get("/papier?loose=1").status_code == 200
    answer = client.post("/papier?loose=1", {**SAID, "contact": "Jan"})
    assert report_of_code(answer.context["receipt"]) is not None
    assert reports()[0].channel == "paper"


@pytest.mark.parametrize("who", ["nobody", "soldier"])
def test_paper_found_by_others_says_what_to_do(
    cast: Cast, client_of: Clients, blank: PaperForm, who: str
) -> None:
    for answer in (
        client_of(who).get(f"/papier/{blank.number}"),
        client_of(who).post(f"/papier/{blank.number}", SAID),
    ):
        assert answer.status_code == 200
        assert "Hand it to one of them" in answer.content.decode()
    assert reports() == []
