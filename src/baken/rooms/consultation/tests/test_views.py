"""The pages of consultations: what each reader sees, and that nothing typed is lost."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from baken.conftest import Cast
from baken.rooms.consultation.models import Consultation
from baken.rooms.consultation.tests.bodies import (
    REPLY,
    answered,
    asked,
    councillor,
    drafted,
    take,
)
from baken.rooms.consultation.tests.factories import make_council
from baken.rooms.register.tests.factories import make_risk_in
from baken.rooms.reports.tests.factories import make_occurrence

pytestmark = pytest.mark.django_db
Clients = Callable[[str], Client]
LIST = "/raadplegingen"
TYPED = {
    "title": "Sluiting van de keten",
    "question": "Wat vinden jullie daarvan?",
    "kind": "consent",
    "council": "MC-BATTALION",
    "body_unit": "",
    "due_on": "2026-04-20",
    "unit": "BATTALION",
    "subject_kind": "risk",
}


def picture() -> bytes:
    """A real picture, of one dot."""
    held = BytesIO()
    Image.new("RGB", (1, 1)).save(held, "PNG")
    return held.getvalue()


def text_of(client: Client, address: str) -> str:
    """What a page says."""
    answer = client.get(address)
    assert answer.status_code == 200, answer.status_code
    return str(answer.content.decode())


def only() -> Consultation:
    """The one consultation there is."""
    return Consultation.objects.for_system(reason="trail").get()


def test_list_shows_what_was_asked_of_whom_by_filter(cast: Cast, client_of: Clients) -> None:
    record = asked(cast, title="Sluiting van de keten")
    client = client_of("commander")
    whole = text_of(client, LIST)
    assert "Sluiting van de keten" in whole
    assert "Council BATTALION" in whole
    for query in (
        "state=open",
        "state=asked&kind=advice",
        "unit=BATTALION",
        "q=keten",
        "subject_kind=risk",
    ):
        assert record.ref in text_of(client, f"{LIST}?{query}"), query
    for query in ("state=late", "kind=consent", "unit=SQUADRON", "outcome=negative", "q=zaag"):
        assert record.ref not in text_of(client, f"{LIST}?{query}"), query
    assert "There is no unit with this code." in text_of(client, f"{LIST}?unit=NERGENS")
    assert record.ref not in text_of(client_of("outsider"), LIST)
    assert client.get(f"{LIST}?cursor=x").status_code == 302


def test_list_says_that_a_term_has_passed(cast: Cast, client_of: Clients) -> None:
    asked(cast)
    Consultation.objects.for_system(reason="trail").update(due_at=cast.at)
    assert "term passed" in text_of(client_of("commander"), LIST)


def test_council_reads_the_list_and_asks_nothing(cast: Cast, client_of: Clients) -> None:
    record = asked(cast)
    client = client_of("councillor")
    shown = text_of(client, LIST)
    assert record.ref in shown
    assert "Ask a council or a part" not in shown
    assert client.get(f"{LIST}/nieuw").status_code == 403


def test_page_of_a_risk_leads_to_a_draft_about_it(cast: Cast, client_of: Clients) -> None:
    councillor(cast)
    make_council(cast.battalion)
    risk = make_risk_in(unit=cast.battalion, at=cast.at)
    client = client_of("commander")
    place = f"{LIST}/nieuw?kind=risk&amp;ref={risk.ref}"
    assert place in text_of(client, f"/risicos/{risk.ref}")
    form = text_of(client, f"{LIST}/nieuw?kind=risk&ref={risk.ref}")
    assert risk.title in form
    assert 'value="BATTALION"' in form

    answer = client.post(f"{LIST}/nieuw", TYPED | {"subject": risk.ref})
    record = only()
    assert answer.headers["Location"] == f"{LIST}/{record.ref}"
    assert (record.title, record.kind, record.state) == (TYPED["title"], "consent", "draft")
    assert record.ref in text_of(client, f"/risicos/{risk.ref}")


def test_what_is_typed_about_a_record_is_kept_for_that_record_alone(
    cast: Cast, client_of: Clients
) -> None:
    make_council(cast.battalion)
    client, risk = client_of("commander"), make_risk_in(unit=cast.battalion, at=cast.at)
    place, key = f"{LIST}/nieuw?kind=risk&ref={risk.ref}", f"consultation-{risk.ref}"
    assert f'data-draft-key="{key}"' in text_of(client, place)
    assert 'data-draft-key="consultation-new"' in text_of(client, f"{LIST}/nieuw")
    shown = client.post(place, TYPED | {"subject": risk.ref}, follow=True).content.decode()
    assert f'data-draft-clear="{key}"' in shown


def test_page_of_an_occurrence_leads_to_a_draft_and_not_under_an_embargo(
    cast: Cast, client_of: Clients
) -> None:
    client, one = client_of("commander"), make_occurrence(unit=cast.battalion, at=cast.at)
    councillor(cast)
    make_council(cast.battalion)
    place = f"{LIST}/nieuw?kind=occurrence&amp;ref={one.ref}"
    assert place in text_of(client, f"/voorvallen/{one.ref}")
    sent = TYPED | {"subject": one.ref, "subject_kind": "occurrence"}
    assert client.post(f"{LIST}/nieuw", sent).status_code == 302
    assert only().ref in text_of(client, f"/voorvallen/{one.ref}")

    type(one).objects.for_system(reason="trail").update(embargo_at=cast.at)
    assert place not in text_of(client, f"/voorvallen/{one.ref}")
    assert client.post(f"{LIST}/nieuw", sent).status_code == 400


def test_page_of_a_risk_offers_nothing_to_who_asks_for_nobody(
    cast: Cast, client_of: Clients
) -> None:
    risk = make_risk_in(unit=cast.battalion, at=cast.at)
    cast.add("leader", ("supervisor", "BATTALION", None))
    assert "raadplegingen/nieuw" not in text_of(client_of("leader"), f"/risicos/{risk.ref}")


def test_draft_that_is_refused_keeps_what_was_typed(cast: Cast, client_of: Clients) -> None:
    make_council(cast.battalion)
    client = client_of("commander")
    risk = make_risk_in(unit=cast.battalion, at=cast.at)
    for wrong, said in (
        ({"subject": "R-2026-999999"}, "There is no record of this kind"),
        ({"subject": risk.ref, "council": ""}, "Choose a council, or name a unit."),
        ({"subject": risk.ref, "unit": "NERGENS"}, "There is no unit with this code."),
        ({"subject": risk.ref, "unit": "SQUADRON"}, "but not for this record"),
    ):
        answer = client.post(f"{LIST}/nieuw", TYPED | wrong)
        assert answer.status_code == 400
        assert said in answer.content.decode()
        assert TYPED["question"] in answer.content.decode()


def test_draft_sent_twice_with_other_words_is_refused(cast: Cast, client_of: Clients) -> None:
    make_council(cast.battalion)
    client = client_of("commander")
    sent = TYPED | {"subject": make_risk_in(unit=cast.battalion, at=cast.at).ref, "key": "a" * 32}
    assert client.post(f"{LIST}/nieuw", sent).status_code == 302
    assert client.post(f"{LIST}/nieuw", sent).status_code == 302
    answer = client.post(f"{LIST}/nieuw", sent | {"title": "Iets anders"})
    assert "sent before with other words" in answer.content.decode()
    assert only().title == TYPED["title"]


def test_form_without_a_record_asks_which(cast: Cast, client_of: Clients) -> None:
    assert "Which record" in text_of(client_of("commander"), f"{LIST}/nieuw")
    assert "Which record" in text_of(client_of("commander"), f"{LIST}/nieuw?kind=risk&ref=x")


def test_page_shows_question_answer_conditions_and_reply(cast: Cast, client_of: Clients) -> None:
    record = answered(cast, outcome="positive_with_conditions", kind="consent")
    record = take(record, "reply", cast.commander.actor, cast.at, **REPLY)
    said = {"condition": 1, "standing": "not_met", "how": "Geen mensen."}
    take(record, "note_condition", cast.commander.actor, cast.at, **said)

    shown = text_of(client_of("commander"), f"{LIST}/{record.ref}")

    for words in (
        "Consent: given, with conditions",
        "positive, with conditions",
        "Een week inwerktijd",
        "not met",
        "Geen mensen.",
        "adopted in part",
        "De helft kan meteen.",
        "Speler commander",
        "?condition=2",
    ):
        assert words in shown, words
    assert "?condition=1" not in shown


def test_page_hides_the_title_of_the_subject_from_who_does_not_read_it(
    cast: Cast, client_of: Clients
) -> None:
    risk = make_risk_in(unit=cast.battalion, at=cast.at, title="Beknelling bij de koepel")
    record = asked(cast, risk=risk)
    assert risk.title in text_of(client_of("commander"), f"{LIST}/{record.ref}")
    for page in (LIST, f"{LIST}/{record.ref}"):
        shown = text_of(client_of("councillor"), page)
        assert risk.title not in shown
        assert risk.ref not in shown


def test_consent_that_is_refused_stands_on_the_page(cast: Cast, client_of: Clients) -> None:
    record = answered(cast, outcome="negative", kind="consent")
    assert "Consent: not given" in text_of(client_of("commander"), f"{LIST}/{record.ref}")


def test_step_page_of_each_side_takes_the_step(cast: Cast, client_of: Clients) -> None:
    record = drafted(cast)
    page = f"{LIST}/{record.ref}/stap"
    asker, council = client_of("commander"), client_of("councillor")
    assert "MC-BATTALION" in text_of(asker, f"{page}/revise")
    assert asker.post(f"{page}/revise", TYPED | {"body_unit": ""}).status_code == 302
    assert asker.post(f"{page}/ask", {}).status_code == 302
    assert record.question not in text_of(council, f"{page}/answer")
    refused = council.post(f"{page}/answer", {"outcome": "positive_with_conditions", "answer": "x"})
    assert refused.status_code == 400
    assert "Write down the conditions" in refused.content.decode()
    said = {"outcome": "positive_with_conditions", "answer": "Mits.", "conditions": "Rust"}
    assert council.post(f"{page}/answer", said).status_code == 302
    for number, first in (("1", 'value="1"'), ("x", 'value="1"')):
        assert first in text_of(asker, f"{page}/note_condition?condition={number}")
    noted = {"condition": "1", "standing": "met", "how": "Zo."}
    assert asker.post(f"{page}/note_condition", noted).status_code == 302
    assert 'name="condition" value' not in text_of(asker, f"{page}/note_condition")
    assert only().state == "answered"


@pytest.mark.parametrize(
    ("step", "who", "status"),
    [
        ("answer", "commander", 200),
        ("answer", "safety_adviser", 403),
        ("reply", "councillor", 403),
        ("pass_term", "commander", 404),
        ("fly", "commander", 404),
        ("withdraw", "outsider", 404),
        ("withdraw", "soldier", 404),
        ("withdraw", "councillor", 403),
    ],
)
def test_step_page_of_who_has_no_right_is_closed(
    cast: Cast, client_of: Clients, step: str, who: str, status: int
) -> None:
    record = asked(cast)
    assert client_of(who).get(f"{LIST}/{record.ref}/stap/{step}").status_code == status


def test_draft_to_a_unit_is_revised_from_what_stands(cast: Cast, client_of: Clients) -> None:
    record = drafted(cast, council="", body_unit="ARMY")
    assert 'value="ARMY"' in text_of(client_of("commander"), f"{LIST}/{record.ref}/stap/revise")


def test_document_is_added_on_the_page(cast: Cast, client_of: Clients) -> None:
    record = asked(cast)
    client, place = client_of("councillor"), f"{LIST}/{record.ref}/bestand"
    client.post(place)
    assert "Choose a file first." in text_of(client, f"{LIST}/{record.ref}")
    client.post(place, {"file": SimpleUploadedFile("foto.png", picture(), "image/png")})
    assert "foto.png" in text_of(client, f"{LIST}/{record.ref}")
    cast.add("prevention", ("prevention_officer", "BATTALION", None))
    upload: dict[str, Any] = {"file": SimpleUploadedFile("foto.png", picture(), "image/png")}
    assert client_of("prevention").post(place, upload).status_code == 403


def test_consultations_are_taken_away_as_a_file(cast: Cast, client_of: Clients) -> None:
    record = answered(cast)
    client = client_of("councillor")
    assert f"{LIST}/exporteren?" in text_of(client, LIST)
    form = text_of(client, f"{LIST}/exporteren?state=open")
    assert "Still open" in form
    answer = client.post(f"{LIST}/exporteren", {"format": "csv", "purpose": "Overleg"})
    content = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    assert record.ref in content
    assert client.post(f"{LIST}/exporteren", {"format": "mood"}).status_code == 400
    assert client_of("soldier").get(f"{LIST}/exporteren").status_code == 403
