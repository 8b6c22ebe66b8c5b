"""Whoever names a person is asked what it is about: nothing is stopped, and nothing is lost."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation

from baken.conftest import Cast
from baken.core.api.tests.calling import caller
from baken.core.files.store import files_of
from baken.core.trail.verify import breaks
from baken.core.workflow.errors import FieldsRefused, StepRefused
from baken.rooms.reports.forms import kept_files
from baken.rooms.reports.models import Report
from baken.rooms.reports.queries.naming import persons_in
from baken.rooms.reports.rules import Intake, intake_problems
from baken.rooms.reports.tests.acts import fresh, holder_of, send, send_anonymous, step, steps_of
from baken.rooms.reports.tests.pictures import png
from baken.rooms.reports.tests.traces import whole_database

STORY = "Sergeant Havermans liet de deur open en de kar rolde weg."
NOBODY_NAMED = "De deur stond open en de kar rolde weg."


@pytest.fixture(autouse=True)
def _english() -> Any:
    with translation.override("en"):
        yield


def stored() -> list[Report]:
    return list(Report.objects.for_system(reason="advance"))


def typed(**more: Any) -> dict[str, Any]:
    fields = {"story": STORY, "place": "Garage", "still_dangerous": "no", "identity": "named"}
    return {**fields, "unit": "COMPANY", "key": "sleutel", **more}


def hidden(page: str) -> dict[str, list[str]]:
    """The hidden fields of a page, as a browser would send them."""
    found: dict[str, list[str]] = {}
    for name, value in re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page):
        found.setdefault(name, []).append(value)
    found.pop("csrfmiddlewaretoken", None)
    return found


@pytest.mark.parametrize("who", ["soldier", "nobody"])
@pytest.mark.parametrize("naming", ["situation", "behaviour", ""])
def test_form_asks_once_and_sends_what_was_typed(
    cast: Cast, client_of: Any, who: str, naming: str
) -> None:
    client = client_of(who)
    identity = "named" if who == "soldier" else "anonymous"
    page = client.post("/melden", typed(identity=identity))
    text = page.content.decode()
    assert (page.status_code, stored()) == (200, [])
    assert "Sergeant Havermans" in text
    assert "Is this about a situation, or about how somebody behaves?" in text

    again = {**hidden(text), **({"naming": naming} if naming else {})}
    client.post("/melden", again)

    [report] = stored()
    assert (report.story, report.place, report.identity) == (STORY, "Garage", identity)
    assert report.names_person == (naming or "unanswered")


def test_form_that_names_nobody_asks_nothing(cast: Cast, client_of: Any) -> None:
    client_of("soldier").post("/melden", typed(story=NOBODY_NAMED))
    [report] = stored()
    assert report.names_person == ""


def test_form_can_change_the_text_and_loses_nothing(cast: Cast, client_of: Any) -> None:
    client = client_of("soldier")
    photo = SimpleUploadedFile("foto.png", png(), content_type="image/png")
    asked = client.post("/melden", typed(files=photo, immediate_action="Deur dicht."))
    back = client.post("/melden", {**hidden(asked.content.decode()), "change": "1"})
    text = back.content.decode()
    assert (back.status_code, stored()) == (200, [])
    for part in (STORY, "Garage", "Deur dicht.", "These come along", "foto.png"):
        assert part in text, part

    kept = hidden(text)["kept"]
    client.post("/melden", typed(story=NOBODY_NAMED, kept=kept))
    [report] = stored()
    assert (report.story, report.names_person) == (NOBODY_NAMED, "")
    assert [one.name for one in files_of(report)] == ["foto.png"]


def test_form_keeps_the_photos_through_the_question(cast: Cast, client_of: Any) -> None:
    client = client_of("nobody")
    photo = SimpleUploadedFile("foto.png", png(), content_type="image/png")
    asked = client.post("/melden", typed(identity="anonymous", files=photo))
    client.post("/melden", {**hidden(asked.content.decode()), "naming": "situation"})
    [report] = stored()
    assert files_of(report).count() == 1


def test_form_with_photos_too_large_to_keep_is_sent_and_asks_afterwards(
    cast: Cast, client_of: Any, monkeypatch: Any
) -> None:
    monkeypatch.setattr(kept_files, "MOST_KEPT_BYTES", 10)
    photo = SimpleUploadedFile("foto.png", png(), content_type="image/png")
    client = client_of("soldier")
    client.post("/melden", typed(files=photo))
    [report] = stored()
    assert (report.names_person, files_of(report).count()) == ("unanswered", 1)
    assert "Say what it is about" in client.get(f"/meldingen/{report.ref}").content.decode()


def test_kept_file_that_was_not_signed_here_is_left_out(cast: Cast, client_of: Any) -> None:
    client_of("soldier").post("/melden", typed(story=NOBODY_NAMED, kept=["image/png|AAAA|x:y"]))
    [report] = stored()
    assert files_of(report).count() == 0


@pytest.mark.parametrize("url", ["", "https://integriteit.voorbeeld.invalid"])
def test_form_names_the_other_way(cast: Cast, client_of: Any, settings: Any, url: str) -> None:
    settings.INTEGRITY_URL = url
    text = client_of("soldier").post("/melden", typed()).content.decode()
    assert "confidential counsellor" in text
    assert ("opens in a new tab" in text) == bool(url)


def test_name_is_kept_nowhere_but_in_the_story(cast: Cast, client_of: Any) -> None:
    client = client_of("nobody")
    asked = client.post("/melden", typed(identity="anonymous"))
    client.post("/melden", {**hidden(asked.content.decode()), "naming": "situation"})
    places = [
        (table, column)
        for table, rows in whole_database().items()
        for row in rows.values()
        for column, value in row.items()
        if "Havermans" in str(value)
    ]
    assert places
    assert set(places) <= {("reports_report", "story"), ("reports_report_words", "story")}, places


def test_public_learns_nothing_of_who_works_here(cast: Cast) -> None:
    from baken.core.access import NOBODY

    text = ["Speler outsider liet de deur open."]
    assert persons_in(cast.soldier.actor, text) == []
    assert persons_in(NOBODY, ["Speler soldier liet de deur open."]) == []
    assert persons_in(cast.soldier.actor, ["Speler soldier liet het."]) == ["Speler soldier"]


# ---- API ----


@pytest.mark.parametrize("who", ["soldier", "nobody"])
def test_api_warns_and_receives_all_the_same(cast: Cast, who: str) -> None:
    device = caller(cast, who)
    where = "/reports" if who == "soldier" else "/intake"
    headers = {"Idempotency-Key": "k1"}
    made = device.post(where, {"story": STORY}, **headers)
    assert (made.status_code, made.json()["names_person"]) == (201, "unanswered")
    assert [one["code"] for one in made.json()["warnings"]] == ["names_person"]
    assert device.post(where, {"story": STORY}, **headers).json() == made.json()
    plain = device.post(where, {"story": NOBODY_NAMED}).json()
    assert (plain["names_person"], plain["warnings"]) == ("", [])
    told = device.post(where, {"story": STORY, "naming": "behaviour"}).json()
    assert (told["names_person"], told["warnings"]) == ("behaviour", [])
    assert device.post(where, {"story": STORY, "naming": "x"}).status_code == 400


def test_api_answer_stays_the_same_after_it_was_said(cast: Cast) -> None:
    device = caller(cast, "soldier")
    made = device.post("/reports", {"story": STORY}, **{"Idempotency-Key": "k1"}).json()
    body = {"step": "say_about", "fields": {"naming": "situation"}}
    assert device.post(f"/reports/{made['ref']}/steps", body).json()["names_person"] == "situation"
    again = device.post("/reports", {"story": STORY}, **{"Idempotency-Key": "k1"}).json()
    assert again == made


def test_api_by_code_says_what_it_is_about(cast: Cast) -> None:
    sent = send_anonymous(cast, story=STORY)
    public = caller(cast, "nobody")
    status = public.post("/intake/status", {"code": sent.receipt}).json()
    assert "say_about" in [one["name"] for one in status["steps"]]
    body = {"code": sent.receipt, "step": "say_about", "fields": {"naming": "situation"}}
    assert public.post("/intake/steps", body).status_code == 200
    assert fresh(sent.report).names_person == "situation"


# ---- afterwards, and at triage ----


def test_reporter_says_it_once(cast: Cast) -> None:
    report = send(cast.soldier, at=cast.at, story=STORY).report
    step(cast.soldier, report, "say_about", at=cast.at, naming="situation")
    assert fresh(report).names_person == "situation"
    row = steps_of(report)[-1]
    assert (row.code, row.facts, row.actor) == (
        "reports.report.naming_said",
        {"naming": "situation"},
        None,
    )
    with pytest.raises(StepRefused) as refused:
        step(cast.soldier, report, "say_about", at=cast.at, naming="behaviour")
    assert [one.code for one in refused.value.refusals] == ["names_nobody"]
    assert list(breaks()) == []


def test_reporter_says_it_by_code_on_the_page(cast: Cast, client_of: Any) -> None:
    sent = send_anonymous(cast, story=STORY)
    client = client_of("nobody")
    assert "You name a person" in client.post("/code", {"code": sent.receipt}).content.decode()
    said = {"code": sent.receipt, "step": "say_about", "naming": "behaviour"}
    client.post("/code", said)
    assert fresh(sent.report).names_person == "behaviour"
    assert holder_of(sent.receipt) is not None


@pytest.mark.parametrize(
    ("naming", "told"),
    [
        ("", "the reporter did not say what it is about"),
        ("situation", "it is about a situation"),
        ("behaviour", "with their consent it can go to the integrity organisation"),
    ],
)
def test_triage_shows_what_the_reporter_said(
    cast: Cast, client_of: Any, naming: str, told: str
) -> None:
    report = send(cast.soldier, at=cast.at, unit_code="COMPANY", story=STORY, naming=naming).report
    client = client_of("safety_adviser")
    assert told in client.get(f"/meldingen/{report.ref}/stap/triage").content.decode()
    assert "Names a person" in client.get(f"/meldingen/{report.ref}").content.decode()


def test_answer_that_does_not_exist_is_refused(cast: Cast) -> None:
    problems = intake_problems(Intake(story="x", naming="vague"), now=cast.at, longest=10)
    assert problems == {"naming": "unknown"}
    with pytest.raises(FieldsRefused):
        send(cast.soldier, at=cast.at, naming="vague")
