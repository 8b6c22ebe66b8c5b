"""The pages of duties to notify: list, one duty, its steps and proof, opening one, the accident list."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from baken.conftest import Cast
from baken.rooms.reports.models import ExternalNotification, Injury, OccurrenceCode
from baken.rooms.reports.tests.acts import fresh, occurrence_of, send, triage
from baken.rooms.reports.tests.duties import CALL, make_notification
from baken.rooms.reports.tests.factories import PNG, make_occurrence, make_report
from baken.rooms.reports.tests.pictures import png
from baken.rooms.reports.workflow import NOTIFICATION

Clients = Callable[[str], Client]
ADMITTED = {"outcome": "lost_time", "hospital_admission": True}


def page(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, answer
    return answer.content.decode()


@pytest.fixture
def accident(cast: Cast) -> Any:
    report = send(cast.soldier, at=cast.at, place="Trap 4").report
    return occurrence_of(triage(cast, report, domains=["work"], injuries=[ADMITTED]))


def only(occurrence: Any) -> ExternalNotification:
    return ExternalNotification.objects.for_system(reason="advance").get(occurrence=occurrence)


def test_occurrence_shows_its_duties_with_countdown_in_word_and_shape(
    client_of: Clients, accident: Any
) -> None:
    shown = page(client_of("safety_adviser"), f"/voorvallen/{accident.ref}")
    assert "Duties to notify" in shown
    assert f'href="/meldplichten/{only(accident).ref}"' in shown
    assert "At once" in shown
    assert "baken-level--extreme" in shown
    assert f'href="/voorvallen/{accident.ref}/meldplicht"' in shown


def test_occurrence_without_duties_says_so_to_who_could_open_one(
    cast: Cast, client_of: Clients
) -> None:
    one = make_occurrence(unit=cast.company)
    assert "bring no duty" in page(client_of("commander"), f"/voorvallen/{one.ref}")
    assert "Duties to notify</h2>" not in page(client_of("team_leader"), f"/voorvallen/{one.ref}")


def test_duty_page_shows_script_number_and_what_may_be_given(
    client_of: Clients, accident: Any
) -> None:
    shown = page(client_of("safety_adviser"), f"/meldplichten/{only(accident).ref}")
    for text in (
        "Notify the Labour Authority of an accident",
        "Say who you are",
        "telephone number not filled in here",
        "Trap 4",
        "admission to hospital",
        "Send no personal data by e-mail",
        "I have notified",
        "Add as proof",
    ):
        assert text in shown, text


def test_duty_page_shows_the_number_of_the_installation(
    client_of: Clients, accident: Any, settings: Any, tmp_path: Any
) -> None:
    file = tmp_path / "eigen.yaml"
    file.write_text('phones: {nla: "0800-1234"}', encoding="utf-8")
    settings.DUTIES_FILE = str(file)
    shown = page(client_of("safety_adviser"), f"/meldplichten/{only(accident).ref}")
    assert "Netherlands Labour Authority: 0800-1234" in shown


def test_council_sees_the_duty_without_names_injuries_and_place(
    cast: Cast, client_of: Clients, accident: Any
) -> None:
    cast.add("raad", ("council_member", "BATTALION", None))
    one = only(accident)
    ExternalNotification.objects.for_system(reason="advance").update(
        caller="Kapitein Jansen", spoken_to="Mevrouw De Vries"
    )
    shown = page(client_of("raad"), f"/meldplichten/{one.ref}")
    for hidden in ("Jansen", "De Vries", "Trap 4", "admission to hospital", "Add as proof"):
        assert hidden not in shown, hidden
    assert "you may not see this" in shown
    assert one.ref in page(client_of("raad"), "/meldplichten")


def test_late_duty_says_since_when_it_was_known(
    cast: Cast, client_of: Clients, accident: Any
) -> None:
    late = make_notification(unit=cast.company, is_late=True, known_at=cast.at)
    assert "Late because known on 10 March 2026 10:00." in page(
        client_of("safety_adviser"), f"/meldplichten/{late.ref}"
    )


def test_duty_that_lapsed_says_so(cast: Cast, client_of: Clients) -> None:
    one = make_notification(unit=cast.company, lapsed_at=cast.at)
    shown = page(client_of("safety_adviser"), f"/meldplichten/{one.ref}")
    assert "the facts no longer ask for this" in shown


def test_duty_that_the_installation_no_longer_has_is_still_shown(
    cast: Cast, client_of: Clients
) -> None:
    one = make_notification(unit=cast.company, duty="oude_plicht", state="notified")
    shown = page(client_of("safety_adviser"), f"/meldplichten/{one.ref}")
    assert "oude_plicht" in shown
    assert "oude_plicht" in page(client_of("safety_adviser"), "/meldplichten?state=notified")


@pytest.mark.parametrize(
    ("due", "state", "word"),
    [
        (timedelta(hours=-1), "due", "Too late"),
        (timedelta(hours=3), "due", "Soon"),
        (timedelta(days=3), "due", "In time"),
        (None, "confirmed", "confirmed"),
    ],
)
def test_countdown_is_told_in_words(
    cast: Cast, client_of: Clients, due: timedelta | None, state: str, word: str
) -> None:
    due_at = None if due is None else cast.at + due
    one = make_notification(unit=cast.company, duty="avg_breach", state=state, due_at=due_at)
    assert word in page(client_of("safety_adviser"), f"/meldplichten/{one.ref}")


@pytest.mark.parametrize("name", [one.name for one in NOTIFICATION.steps if not one.by_system])
def test_step_page_opens_for_who_may(cast: Cast, client_of: Clients, name: str) -> None:
    state = next(one for one in NOTIFICATION.steps if one.name == name).sources[0]
    one = make_notification(unit=cast.company, state=state)
    shown = page(client_of("safety_adviser"), f"/meldplichten/{one.ref}/stap/{name}")
    assert f"step-{name}-{one.ref}" in shown
    assert client_of("team_leader").get(f"/meldplichten/{one.ref}/stap/{name}").status_code == 404


def test_notify_is_filled_in_and_done(client_of: Clients, accident: Any) -> None:
    client, one = client_of("commander"), only(accident)
    path = f"/meldplichten/{one.ref}/stap/notify"
    assert "Commandant BATTALION" in page(client, path)
    empty = client.post(path, {"called_at": "", "channel": "", "caller": "", "spoken_to": ""})
    assert empty.status_code == 400
    done = client.post(path, {**CALL, "called_at": "2026-03-10T10:00", "reference": "NLA-7"})
    assert done.status_code == 302
    assert (fresh(one).state, fresh(one).reference) == ("notified", "NLA-7")
    shown = page(client, f"/meldplichten/{one.ref}")
    assert "Meldkamer" in shown
    assert "NLA-7" in shown


@pytest.mark.parametrize("name", ["lapse", "no_such_step"])
def test_step_that_nobody_takes_has_no_page(cast: Cast, client_of: Clients, name: str) -> None:
    one = make_notification(unit=cast.company)
    assert (
        client_of("safety_adviser").get(f"/meldplichten/{one.ref}/stap/{name}").status_code == 404
    )


def test_step_of_another_post_is_refused(cast: Cast, client_of: Clients) -> None:
    one = make_notification(unit=cast.company)
    path = f"/meldplichten/{one.ref}/stap/propose_not_required"
    assert client_of("commander").get(path).status_code == 403


def test_second_reader_reads_the_reason_beside_the_step(cast: Cast, client_of: Clients) -> None:
    one = make_notification(unit=cast.company, state="not_required_proposed", reason="Geen val.")
    shown = page(client_of("safety_adviser"), f"/meldplichten/{one.ref}/stap/agree_not_required")
    assert "Geen val." in shown


def test_proof_is_added_and_shown(cast: Cast, client_of: Clients, accident: Any) -> None:
    client, one = client_of("commander"), only(accident)
    path = f"/meldplichten/{one.ref}/bewijs"
    assert client.post(path).status_code == 302
    assert "Choose a file first" in page(client, f"/meldplichten/{one.ref}")
    file = SimpleUploadedFile("brief.png", png(), PNG.content_type)
    assert client.post(path, {"file": file}).status_code == 302
    assert "brief.png" in page(client, f"/meldplichten/{one.ref}")


def test_duty_is_opened_by_hand_on_its_page(cast: Cast, client_of: Clients) -> None:
    occurrence = make_occurrence(unit=cast.company)
    client, path = client_of("commander"), f"/voorvallen/{occurrence.ref}/meldplicht"
    assert "Call the Defence Safety Inspectorate" in page(client, path)
    assert client.post(path, {"duty": "ivd_cat4", "reason": ""}).status_code == 400
    done = client.post(path, {"duty": "ivd_cat4", "reason": "In overleg"})
    one = only(occurrence)
    assert done.headers["Location"] == f"/meldplichten/{one.ref}"
    assert "Call the Defence Safety Inspectorate</option>" not in page(client, path)
    assert "opened by hand" in page(client, f"/meldplichten/{one.ref}")
    assert client_of("team_leader").get(path).status_code == 403


def test_list_shows_what_is_open_until_something_else_is_asked(
    cast: Cast, client_of: Clients
) -> None:
    one = make_notification(unit=cast.company)
    done = make_notification(unit=cast.company, state="confirmed", duty="ovv")
    client = client_of("safety_adviser")
    assert one.ref in page(client, "/meldplichten")
    assert done.ref not in page(client, "/meldplichten")
    assert done.ref in page(client, "/meldplichten?state=&duty=ovv")
    assert one.ref in page(client, "/meldplichten?state=overdue&unit=COMPANY")
    assert one.ref not in page(client, "/meldplichten?state=open&unit=SQUADRON")
    assert "There is no unit with this code" in page(client, "/meldplichten?unit=zzz")
    assert client.get("/meldplichten?cursor=zzz").status_code == 302
    assert one.ref not in page(client_of("outsider"), "/meldplichten")


# ---- triage asks what duties depend on ----


def test_triage_asks_the_questions_of_duties_and_opens_them(cast: Cast, client_of: Clients) -> None:
    report = make_report(unit=cast.company)
    client, path = client_of("safety_adviser"), f"/meldingen/{report.ref}/stap/triage"
    shown = page(client, path)
    assert 'data-asked-by="domains" data-asked-with="data_breach"' in shown
    sent = {
        "title": "Map kwijt",
        "summary": "Een map met gegevens is kwijt.",
        "kind": "incident",
        "category": "0",
        "actual_severity": "0",
        "potential_severity": "1",
        "domains": ["data_breach"],
        "fact-breach__risk": "yes",
        "fact-radiation__event": "yes",
        "injuries-TOTAL_FORMS": "0",
        "injuries-INITIAL_FORMS": "0",
        "damages-TOTAL_FORMS": "0",
        "damages-INITIAL_FORMS": "0",
    }
    more = client.post(path, sent | {"more": "lines"}).content.decode()
    assert '<option value="yes" selected>' in more
    assert client.post(path, sent).status_code == 302
    occurrence = occurrence_of(report)
    assert only(occurrence).duty == "avg_breach"
    again = page(client, f"/voorvallen/{occurrence.ref}/stap/classify")
    assert '<option value="yes" selected>' in again


def test_revision_on_the_screen_keeps_since_when_an_injury_is_known(
    cast: Cast, client_of: Clients, accident: Any
) -> None:
    client, path = client_of("safety_adviser"), f"/voorvallen/{accident.ref}/stap/classify"
    shown = page(client, path)
    assert 'value="2026-03-10T10:00"' in shown


# ---- the accident list ----


def absent(occurrence: Any, days: int, kind: str = "employee") -> None:
    Injury.objects.create(
        record=occurrence, person_kind=kind, outcome="lost_time", absence_days=days
    )
    OccurrenceCode.objects.create(record=occurrence, scheme="domain", code="work")


@pytest.fixture
def listed(cast: Cast) -> dict[str, Any]:
    made = {
        name: make_occurrence(unit=cast.company, summary=f"Val {name}", happened_at=cast.at)
        for name in ("vier", "drie", "inhuur", "gemeld", "open")
    }
    absent(made["vier"], 4)
    absent(made["drie"], 3)
    absent(made["inhuur"], 40, "contractor")
    make_notification(unit=cast.company, occurrence=made["gemeld"], state="notified")
    make_notification(unit=cast.company, occurrence=made["open"])
    old = make_occurrence(
        unit=cast.company, summary="Val vorigjaar", happened_at=cast.at - timedelta(days=366)
    )
    absent(old, 9)
    return {**made, "vorigjaar": old}


def test_accident_list_holds_what_was_notified_and_long_absence(
    cast: Cast, client_of: Clients, listed: dict[str, Any]
) -> None:
    cast.add("raad", ("council_member", "BATTALION", None))
    for name in ("safety_adviser", "raad"):
        shown = page(client_of(name), "/ongevallenlijst")
        told = {key for key in listed if f"Val {key}" in shown}
        assert told == {"vier", "gemeld"}
    assert "Val vorigjaar" in page(client_of("commander"), "/ongevallenlijst?year=2025")
    assert "Val vier" not in page(client_of("commander"), "/ongevallenlijst?unit=SQUADRON")
    assert "no unit with this code" in page(client_of("commander"), "/ongevallenlijst?unit=zzz")
    assert client_of("commander").get("/ongevallenlijst?cursor=zzz").status_code == 302
    assert client_of("team_leader").get("/ongevallenlijst").status_code == 403


def test_accident_list_tells_few_diseases_as_few(cast: Cast, client_of: Clients) -> None:
    answers = [{"fact": "disease.diagnosed", "holds": True}]
    assert "notified: 0." in page(client_of("commander"), "/ongevallenlijst")
    report = send(cast.soldier, at=cast.at).report
    triage(cast, report, domains=["work"], duty_facts=answers)
    assert "notified: fewer than 5." in page(client_of("commander"), "/ongevallenlijst")


def test_accident_list_is_taken_away_as_a_file(client_of: Clients, listed: dict[str, Any]) -> None:
    client = client_of("safety_adviser")
    assert "Accident list" in page(client, "/ongevallenlijst/exporteren")
    made = client.post("/ongevallenlijst/exporteren", {"format": "csv", "purpose": "jaarverslag"})
    text = b"".join(made.streaming_content).decode() if made.streaming else made.content.decode()
    assert "Val vier" in text
    assert "Val gemeld" in text
    assert "Val drie" not in text
    assert client_of("outsider").get("/ongevallenlijst/exporteren").status_code == 200


def test_accident_list_over_http(client_of: Clients, listed: dict[str, Any]) -> None:
    told = client_of("safety_adviser").get("/api/v1/accident-list?year=2026").json()
    assert told["year"] == 2026
    lines = {line["summary"]: line for line in told["items"]}
    assert set(lines) == {"Val vier", "Val gemeld"}
    assert lines["Val vier"]["absent_over_3_days"]
    assert lines["Val gemeld"]["notified_at"]
    assert client_of("safety_adviser").get("/api/v1/accident-list?unit=zzz").status_code == 400
