"""The pages of one report and one occurrence: who sees what, who is told 404, what one may do."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from baken.conftest import Cast
from baken.core.access import Confidentiality
from baken.core.files.store import files_of
from baken.rooms.reports.actions.say import send_message
from baken.rooms.reports.models import Damage, IdentityRead, Injury, Occurrence, Report
from baken.rooms.reports.tests.acts import (
    answered,
    fresh,
    occurrence_of,
    said_in,
    send,
    send_anonymous,
    step,
    triage,
)
from baken.rooms.reports.tests.factories import make_occurrence, make_report
from baken.rooms.reports.tests.pictures import png

Clients = Callable[[str], Client]
HANDLERS = ("safety_adviser", "commander", "team_leader")
STRANGERS = ("outsider", "former_holder", "functional_admin", "integrity_adviser")


@pytest.fixture
def report(cast: Cast) -> Report:
    """The soldier's named report about the company."""
    return send(cast.soldier, at=cast.at, place="Garage 3").report


def page(record: Any) -> str:
    return f"/{'meldingen' if isinstance(record, Report) else 'voorvallen'}/{record.ref}"


def text_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def said_to(answer: Any) -> list[str]:
    return [str(one) for one in answer.context["messages"]]


# ---- a report ----


@pytest.mark.parametrize("who", HANDLERS)
def test_report_page_shows_handlers_story_facts_and_thread(
    client_of: Clients, report: Report, who: str
) -> None:
    text = text_of(client_of(who), page(report))
    assert report.story in text
    assert "Garage 3" in text
    assert "Report received" in text
    assert "Speler soldier" not in text


@pytest.mark.parametrize("who", STRANGERS)
@pytest.mark.parametrize("tail", ["", "/stap/triage", "/stap/close"])
def test_report_page_of_another_branch_is_not_found(
    client_of: Clients, report: Report, who: str, tail: str
) -> None:
    assert client_of(who).get(page(report) + tail).status_code == 404


@pytest.mark.parametrize("who", STRANGERS)
@pytest.mark.parametrize("tail", ["/bericht", "/bestand", "/melder", "/stap/triage"])
def test_report_deed_of_another_branch_is_not_found(
    client_of: Clients, report: Report, who: str, tail: str
) -> None:
    answer = client_of(who).post(page(report) + tail, {"text": "x", "ground": "x"})
    assert answer.status_code == 404
    assert said_in(report) == []


def test_report_page_of_an_unknown_reference_is_not_found(client_of: Clients) -> None:
    for ref in ("M-2026-999999", "x", "00000000-0000-4000-8000-000000000000"):
        assert client_of("safety_adviser").get(f"/meldingen/{ref}").status_code == 404


def test_report_page_by_uuid_is_the_same(client_of: Clients, report: Report) -> None:
    assert report.story in text_of(client_of("commander"), f"/meldingen/{report.id}")


def test_report_page_without_log_in_asks_to_log_in(client_of: Clients, report: Report) -> None:
    answer = client_of("nobody").get(page(report))
    assert (answer.status_code, answer["Location"]) == (302, f"/inloggen?next={page(report)}")


def test_report_page_shows_its_reporter_the_way_it_goes(
    cast: Cast, client_of: Clients, report: Report
) -> None:
    answer = client_of("soldier").get(page(report))
    assert next(template.name for template in answer.templates) == "reports/my_report.html"
    text = answer.content.decode()
    assert report.story in text
    assert "the safety adviser of Eenheid BATTALION" in text
    assert "facts" not in answer.context


def test_report_page_offers_its_reporter_solved_and_not_solved(
    cast: Cast, client_of: Clients, report: Report
) -> None:
    answered(cast, report)
    steps = client_of("soldier").get(page(report)).context["steps"]
    assert [one["name"] for one in steps] == ["confirm_solved", "not_solved"]


def test_report_page_offers_the_adviser_triage_first(client_of: Clients, report: Report) -> None:
    steps = client_of("safety_adviser").get(page(report)).context["steps"]
    assert (steps[0]["name"], steps[0]["primary"]) == ("triage", True)
    assert {one["name"] for one in steps} == {
        "triage",
        "acknowledge",
        "note_immediate",
        "hand_over",
        "raise",
        "out_of_scope",
        "redirect_integrity",
    }


def test_report_page_says_who_can_what_one_cannot(client_of: Clients, report: Report) -> None:
    context = client_of("commander").get(page(report)).context
    assert [step["name"] for step in context["steps"]] == ["note_immediate", "hand_over"]
    assert context["closed_steps"][0]["who"] == ["Safety adviser BATTALION"]
    assert context["closed_steps"][0]["reasons"] != []


def test_report_page_danger_is_marked(cast: Cast, client_of: Clients) -> None:
    report = send(cast.soldier, at=cast.at, still_dangerous=True).report
    assert "Danger now" in text_of(client_of("commander"), page(report))


def test_report_page_escapes_what_was_told(cast: Cast, client_of: Clients) -> None:
    report = send(cast.soldier, at=cast.at, story="<script>alert(1)</script>").report
    for who in ("soldier", "commander"):
        text = text_of(client_of(who), page(report))
        assert "<script>alert" not in text
        assert "&lt;script&gt;alert(1)" in text


def test_report_page_closely_held_is_for_its_reporter_and_nobody_else(
    cast: Cast, client_of: Clients
) -> None:
    key = cast.soldier.actor.own_key
    level = int(Confidentiality.RESTRICTED)
    held = make_report(unit=cast.company, at=cast.at, confidentiality=level, reporter_key=key)
    found = {who: client_of(who).get(page(held)).status_code for who in ("soldier", *HANDLERS)}
    assert found == {
        "soldier": 200,
        "safety_adviser": 404,
        "commander": 404,
        "team_leader": 404,
    }


def test_report_page_of_anonymous_shows_the_day_and_no_moment(
    cast: Cast, client_of: Clients
) -> None:
    report = send_anonymous(cast).report
    answer = client_of("commander").get(page(report))
    facts = dict(answer.context["facts"])
    assert facts["Received"].isoformat() == "2026-03-10"
    assert not answer.context["may_see_identity"]


def test_report_page_with_more_to_tell_shows_it(cast: Cast, client_of: Clients) -> None:
    report = make_report(
        unit=cast.company,
        at=cast.at,
        owner_unit=cast.battalion,
        source="treinen",
        source_ref="7",
        satisfaction=4,
        state="closed",
    )
    facts = dict(client_of("commander").get(page(report)).context["facts"])
    assert facts["Unit that acts"] == "Eenheid BATTALION"
    assert "treinen 7" in facts.values()
    assert facts["The reporter's mark (1-5)"] == 4


# ---- message, file, reporter ----


@pytest.mark.parametrize(("who", "side"), [("soldier", "reporter"), ("commander", "handler")])
def test_message_is_sent(client_of: Clients, report: Report, who: str, side: str) -> None:
    answer = client_of(who).post(f"{page(report)}/bericht", {"text": "Bij de deur."}, follow=True)
    assert said_to(answer) == ["Your message has been sent."]
    assert said_in(report) == [(side, "message", "Bij de deur.")]


def test_message_that_is_empty_says_so(client_of: Clients, report: Report) -> None:
    answer = client_of("commander").post(f"{page(report)}/bericht", {"text": " "}, follow=True)
    assert "Write a message" in said_to(answer)[0]
    assert said_in(report) == []


def test_message_of_somebody_who_only_reads_is_forbidden(
    client_of: Clients, report: Report
) -> None:
    answer = client_of("team_leader").post(f"{page(report)}/bericht", {"text": "Hallo"})
    assert answer.status_code == 403
    assert said_in(report) == []


def test_file_is_added(client_of: Clients, report: Report) -> None:
    upload = SimpleUploadedFile("../../foto.png", png())
    answer = client_of("soldier").post(f"{page(report)}/bestand", {"file": upload}, follow=True)
    assert said_to(answer) == ["The file has been added."]
    assert [file.name for file in files_of(report)] == ["foto.png"]


@pytest.mark.parametrize(
    "upload", [None, SimpleUploadedFile("x.sh", b"#!/bin/sh"), SimpleUploadedFile("x.png", b"")]
)
def test_file_that_is_none_says_so(client_of: Clients, report: Report, upload: Any) -> None:
    data = {"file": upload} if upload else {}
    answer = client_of("soldier").post(f"{page(report)}/bestand", data, follow=True)
    assert len(said_to(answer)) == 1
    assert files_of(report).count() == 0


def test_file_of_somebody_who_only_reads_is_forbidden(client_of: Clients, report: Report) -> None:
    upload = SimpleUploadedFile("foto.png", png())
    answer = client_of("team_leader").post(f"{page(report)}/bestand", {"file": upload})
    assert answer.status_code == 403
    assert files_of(report).count() == 0


@pytest.mark.parametrize("tail", ["/bericht", "/bestand", "/melder"])
def test_deed_that_is_read_leads_to_its_report(
    client_of: Clients, report: Report, tail: str
) -> None:
    answer = client_of("safety_adviser").get(page(report) + tail, follow=True)
    assert answer.redirect_chain == [(page(report), 302)]
    assert said_to(answer) == ["Nothing was sent yet. Look at what you typed and send it."]


@pytest.mark.parametrize("tail", ["/bericht", "/bestand", "/melder"])
def test_deed_of_another_branch_is_not_found(client_of: Clients, report: Report, tail: str) -> None:
    assert client_of("safety_adviser").get(page(report) + tail).status_code == 302
    assert client_of("outsider").get(page(report) + tail).status_code == 404


def test_deed_takes_no_other_method(client_of: Clients, report: Report) -> None:
    assert client_of("safety_adviser").put(f"{page(report)}/bericht").status_code == 405


def test_reporter_is_shown_after_asking_why(client_of: Clients, report: Report) -> None:
    client = client_of("safety_adviser")
    assert client.get(page(report)).context["may_see_identity"]
    answer = client.post(f"{page(report)}/melder", {"ground": "terugbellen"}, follow=True)
    assert said_to(answer) == ["Reported by: Speler soldier. That you looked is on record."]
    assert IdentityRead.objects.of(report).get().ground == "terugbellen"


def test_reporter_without_a_ground_is_not_shown(client_of: Clients, report: Report) -> None:
    answer = client_of("safety_adviser").post(f"{page(report)}/melder", {}, follow=True)
    assert said_to(answer) == ["Say in one line why you need to know."]
    assert IdentityRead.objects.of(report).count() == 0


def test_reporter_that_is_confidential_is_kept_from_the_commander(
    cast: Cast, client_of: Clients
) -> None:
    report = send(cast.soldier, at=cast.at, identity="confidential").report
    commander = client_of("commander")
    assert "Who reported this?" not in commander.get(page(report)).content.decode()
    answer = commander.post(f"{page(report)}/melder", {"ground": "x"})
    said = answer.content.decode()
    assert (answer.status_code, "Only the safety adviser may know" in said) == (403, True)
    assert "Speler soldier" not in answer.content.decode()


@pytest.mark.parametrize("who", ["team_leader", "soldier"])
def test_reporter_is_forbidden_to_who_may_only_read(
    client_of: Clients, report: Report, who: str
) -> None:
    answer = client_of(who).post(f"{page(report)}/melder", {"ground": "nieuwsgierig"})
    assert answer.status_code == 403


# ---- an occurrence ----


@pytest.fixture
def occurrence(cast: Cast, report: Report) -> Occurrence:
    """The occurrence that triage made of the soldier's report."""
    triage(
        cast,
        report,
        injuries=[{"outcome": "lost_time"}],
        damages=[{"what": "Koplamp", "amount_eur": 90}, {"what": "Lak"}],
        lead="Speler commander",
        domains=["vehicle"],
    )
    return occurrence_of(report)


@pytest.mark.parametrize(("days", "late"), [(1, False), (-1, True)])
def test_page_says_in_a_word_that_a_term_has_passed(
    cast: Cast, client_of: Clients, *, days: int, late: bool
) -> None:
    due = cast.at + timedelta(days=days)
    for record in (
        make_report(unit=cast.company, at=cast.at, due_at=due),
        make_occurrence(unit=cast.company, at=cast.at, due_at=due),
    ):
        shown = dict(client_of("safety_adviser").get(page(record)).context["facts"])
        assert ("overdue" in str(shown["To be done by"])) is late


@pytest.mark.parametrize("who", HANDLERS)
def test_occurrence_page_in_full_shows_title_facts_and_thread(
    client_of: Clients, occurrence: Occurrence, report: Report, who: str
) -> None:
    text = text_of(client_of(who), page(occurrence))
    assert occurrence.title in text
    assert "Koplamp (€ 90); Lak" in text
    assert "Speler commander" in text
    assert report.ref in text


def test_occurrence_page_injuries_need_their_own_permit(
    client_of: Clients, occurrence: Occurrence
) -> None:
    def shown(who: str) -> bool:
        return "Injuries" in dict(client_of(who).get(page(occurrence)).context["facts"])

    assert [shown(who) for who in HANDLERS] == [True, True, False]


def test_occurrence_page_without_persons_shows_the_summary_and_nothing_else(
    cast: Cast, client_of: Clients, occurrence: Occurrence, report: Report
) -> None:
    cast.add("auditor", ("auditor", "ARMY", None))
    for who in ("soldier", "auditor"):
        answer = client_of(who).get(page(occurrence))
        text = answer.content.decode()
        assert [label for label, _ in answer.context["facts"]] == [
            "Summary",
            "Kind",
            "Category",
            "What happened",
            "Worst that could have happened",
            "Month",
            "Unit",
        ]
        assert occurrence.summary in text
        hidden = (occurrence.title, report.story, report.ref, "Koplamp", "Speler commander")
        assert [word for word in hidden if word in text] == []


def test_occurrence_page_without_summary_says_so(cast: Cast, client_of: Clients) -> None:
    bare = make_occurrence(unit=cast.company, at=cast.at, summary="", category=None)
    assert "not yet summarised" in text_of(client_of("commander"), page(bare))
    assert "not yet summarised" in text_of(client_of("soldier"), page(bare))
    assert "not yet assessed" in text_of(client_of("soldier"), page(bare))


@pytest.mark.parametrize("who", STRANGERS)
@pytest.mark.parametrize("tail", ["", "/stap/start_handling"])
def test_occurrence_page_of_another_branch_is_not_found(
    client_of: Clients, occurrence: Occurrence, who: str, tail: str
) -> None:
    assert client_of(who).get(page(occurrence) + tail).status_code == 404


def test_occurrence_page_without_log_in_asks_to_log_in(
    client_of: Clients, occurrence: Occurrence
) -> None:
    assert client_of("nobody").get(page(occurrence)).status_code == 302


def test_occurrence_page_handed_to_another_unit_names_it(cast: Cast, client_of: Clients) -> None:
    given = make_occurrence(unit=cast.company, at=cast.at, owner_unit=cast.squadron)
    facts = dict(client_of("outsider").get(page(given)).context["facts"])
    assert facts["Unit that acts"] == "Eenheid SQUADRON"


# ---- few queries, and no more for more ----


def queries(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as seen:
        assert client.get(address).status_code == 200
    return len(seen)


@pytest.mark.parametrize("who", ["soldier", "safety_adviser", "team_leader"])
def test_report_page_takes_few_queries_however_much_is_said(
    cast: Cast, client_of: Clients, report: Report, who: str
) -> None:
    triage(cast, report)
    client = client_of(who)
    few = queries(client, page(report))
    for number in range(4):
        for member in (cast.soldier, cast.safety_adviser):
            send_message(actor=member.actor, report=report, text=f"{number}", at=cast.at)
    upload = SimpleUploadedFile("foto.png", png())
    client_of("soldier").post(f"{page(report)}/bestand", {"file": upload})
    assert queries(client, page(report)) <= few + 1, "the names of those who spoke, once"
    assert few <= 20


@pytest.mark.parametrize("who", ["soldier", "safety_adviser", "team_leader"])
def test_occurrence_page_takes_few_queries_however_much_hangs_on_it(
    cast: Cast, client_of: Clients, occurrence: Occurrence, who: str
) -> None:
    client = client_of(who)
    few = queries(client, page(occurrence))
    for _ in range(4):
        make_report(unit=cast.company, state="answered", at=cast.at, occurrence=occurrence)
        Damage.objects.create(record=occurrence, what="Nog iets")
        Injury.objects.create(record=occurrence, person_kind="employee", outcome="first_aid")
    assert queries(client, page(occurrence)) == few
    assert few <= 20


def test_occurrence_page_takes_few_queries_however_many_merged_into_it(
    cast: Cast, client_of: Clients, occurrence: Occurrence
) -> None:
    def merge_one() -> None:
        other = make_occurrence(unit=cast.company, at=cast.at)
        step(cast.safety_adviser, other, "merge", at=cast.at, occurrence=occurrence.ref)

    merge_one()
    few = queries(client_of("commander"), page(occurrence))
    for _ in range(3):
        merge_one()
    assert fresh(occurrence).state == "triaged"
    assert queries(client_of("commander"), page(occurrence)) == few
