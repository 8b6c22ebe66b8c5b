"""The thread: relatives within reach, then every step; never a reporter's name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from baken.conftest import Cast
from baken.core.access import system_actor
from baken.core.questions import ThreadNode
from baken.core.trail.append import Entry, append
from baken.rooms.org.tests.factories import make_person
from baken.rooms.reports.answers import thread_nodes
from baken.rooms.reports.models import Occurrence
from baken.rooms.reports.queries.thread import title_of_code
from baken.rooms.reports.tests.acts import (
    answered,
    occurrence_of,
    send,
    send_anonymous,
    step,
    triage,
)
from baken.rooms.reports.tests.factories import make_occurrence, make_report


def nodes(cast: Cast, who: str, record: object) -> list[ThreadNode]:
    with translation.override("en"):
        return list(thread_nodes(cast.members[who].actor, record))


def test_thread_of_a_report_leads_to_its_occurrence(cast: Cast) -> None:
    report = triage(cast, send(cast.soldier, at=cast.at).report)
    first = nodes(cast, "commander", report)[0]
    occurrence = occurrence_of(report)
    assert (first.kind, first.ref, first.title) == ("occurrence", occurrence.ref, occurrence.title)
    assert first.url == f"/voorvallen/{occurrence.ref}"


def test_thread_of_a_report_shows_its_reporter_the_summary_only(cast: Cast) -> None:
    """An employee reads occurrences of the unit without persons."""
    report = triage(cast, send(cast.soldier, at=cast.at).report)
    first = nodes(cast, "soldier", report)[0]
    occurrence = occurrence_of(report)
    assert (first.ref, first.title) == (occurrence.ref, occurrence.summary)


def test_thread_of_a_report_hides_an_occurrence_out_of_reach(cast: Cast) -> None:
    hidden = make_occurrence(unit=cast.squadron, at=cast.at)
    report = make_report(unit=cast.company, state="in_handling", at=cast.at, occurrence=hidden)
    assert [one.kind for one in nodes(cast, "commander", report)] == ["step"]


def test_thread_of_an_occurrence_leads_to_reports_within_reach(cast: Cast) -> None:
    occurrence = make_occurrence(unit=cast.company, at=cast.at)
    mine = make_report(unit=cast.company, state="in_handling", at=cast.at, occurrence=occurrence)
    make_report(unit=cast.squadron, state="in_handling", at=cast.at, occurrence=occurrence)
    found = [one.ref for one in nodes(cast, "commander", occurrence) if one.kind == "report"]
    assert found == [mine.ref]


def test_thread_steps_are_newest_first_with_who_and_post(cast: Cast) -> None:
    report = answered(cast, send(cast.soldier, at=cast.at).report)
    found = [(one.title, one.by, one.post) for one in nodes(cast, "commander", report)[1:]]
    by = ("Speler safety_adviser", "Safety adviser BATTALION")
    assert found == [
        ("Give an answer", *by),
        ("Triage", *by),
        ("Report received", "", ""),
    ]


def test_thread_shows_notes_and_results(cast: Cast) -> None:
    occurrence = make_occurrence(unit=cast.company, at=cast.at)
    step(cast.commander, occurrence, "start_handling", at=cast.at, note="Komt goed.")
    step(cast.commander, occurrence, "make_ready", at=cast.at, result="Vastgezet.")
    texts = [one.text for one in nodes(cast, "commander", occurrence)]
    assert texts == ["Vastgezet.", "Komt goed.", ""]


def revised(cast: Cast, **fields: str) -> Occurrence:
    """An occurrence whose triage was revised with other words, and then again without."""
    report = triage(cast, send(cast.soldier, at=cast.at).report, title="Oud", summary="Eerst.")
    occurrence = occurrence_of(report)
    for said in (fields, {"category": "2"}):
        step(cast.safety_adviser, occurrence, "classify", at=cast.at, **said)
    return occurrence


def test_thread_shows_what_a_revision_made_of_title_and_summary(cast: Cast) -> None:
    occurrence = revised(cast, title="Nieuw", summary="Daarna.")
    steps = [one for one in nodes(cast, "commander", occurrence) if one.kind == "step"]
    told = "Title from “Oud” to “Nieuw” – Summary from “Eerst.” to “Daarna.”"
    assert [one.text.endswith(told) for one in steps] == [False, True, False]
    assert ["from “" in one.text for one in steps] == [False, True, False]
    assert steps[1].post == "Safety adviser BATTALION"


def test_thread_shows_only_the_words_that_changed(cast: Cast) -> None:
    steps = nodes(cast, "commander", revised(cast, title="Nieuw"))
    assert ["Summary from" in one.text for one in steps] == [False] * len(steps)
    assert sum("Title from “Oud” to “Nieuw”" in one.text for one in steps) == 1


def test_thread_shows_earlier_words_to_full_readers_only(cast: Cast) -> None:
    """An employee reads occurrences of the unit without persons."""
    occurrence = revised(cast, title="Nieuw")
    assert "Oud" not in str(nodes(cast, "soldier", occurrence))


def test_page_of_an_occurrence_shows_its_earlier_title_within_its_budget(
    cast: Cast, client_of: Callable[[str], Client]
) -> None:
    address = f"/voorvallen/{revised(cast, title='Nieuw').ref}"
    client = client_of("commander")
    client.get(address)
    with CaptureQueriesContext(connection) as seen:
        shown = client.get(address).content.decode()
    assert "Title from “Oud” to “Nieuw”" in shown
    assert len(seen) <= 20
    assert "Oud" not in client_of("soldier").get(address).content.decode()


@pytest.mark.parametrize("identity", ["named", "confidential", "anonymous"])
def test_thread_never_names_the_reporter(cast: Cast, identity: str) -> None:
    sent = send(cast.soldier, at=cast.at, identity=identity, unit_code="COMPANY")
    report = answered(cast, sent.report)
    if identity != "anonymous":
        step(cast.soldier, report, "not_solved", at=cast.at, reason="Nee.", note="Van mij.")
    for who in ("safety_adviser", "commander"):
        told = str(nodes(cast, who, report)) + str(nodes(cast, who, occurrence_of(report)))
        assert "soldier" not in told
        assert str(cast.soldier.person.id) not in told


def test_thread_anonymous_reporter_is_shown_by_day(cast: Cast) -> None:
    report = triage(cast, send_anonymous(cast).report)
    received = nodes(cast, "commander", report)[-1]
    related = nodes(cast, "commander", occurrence_of(report))[0]
    assert (received.title, received.whole_day, related.whole_day) == (
        "Report received",
        True,
        True,
    )


def test_thread_merged_occurrences_know_each_other(cast: Cast) -> None:
    source, target = (make_occurrence(unit=cast.company, at=cast.at) for _ in range(2))
    step(cast.safety_adviser, source, "merge", at=cast.at, occurrence=target.ref)
    assert [one.ref for one in nodes(cast, "commander", source) if one.ref] == [target.ref]
    assert [one.ref for one in nodes(cast, "commander", target) if one.ref] == [source.ref]


def test_thread_of_another_kind_of_record_is_not_ours(cast: Cast) -> None:
    person = make_person(unit=cast.company)
    assert nodes(cast, "commander", person) == []


@pytest.mark.parametrize("code", ["reports.report.received", "reports.occurrence.triaged"])
def test_title_of_code_is_in_words(code: str) -> None:
    with translation.override("en"):
        assert title_of_code(code) != code


def test_title_of_code_of_a_later_version_stays_readable(cast: Cast) -> None:
    report = make_report(unit=cast.company, at=cast.at)
    entry = Entry(code="reports.report.teleported", from_state="received", to_state="received")
    append(record=report, actor=system_actor("test"), at=cast.at, entry=entry)
    assert nodes(cast, "commander", report)[0].title == "reports.report.teleported"


def test_thread_queries_do_not_grow_with_reports_and_steps(cast: Cast) -> None:
    occurrence = make_occurrence(unit=cast.company, at=cast.at)

    def asked() -> int:
        actor = cast.commander.actor
        with CaptureQueriesContext(connection) as seen:
            list(thread_nodes(actor, occurrence))
        return len(seen)

    def add() -> None:
        make_report(unit=cast.company, state="answered", at=cast.at, occurrence=occurrence)
        append(
            record=occurrence,
            actor=system_actor("test"),
            at=cast.at,
            entry=Entry(code="x", from_state="triaged", to_state="triaged"),
        )

    add()
    few = asked()
    for _ in range(5):
        add()
    assert asked() == few


def test_thread_says_automatically_for_what_the_product_did(
    cast: Cast, deliver: Callable[[], int]
) -> None:
    report = send(cast.soldier, at=cast.at).report
    deliver()
    receipt = next(
        one for one in nodes(cast, "commander", report) if one.title == "Confirm receipt"
    )
    assert (receipt.by, receipt.post) == ("automatically", "")


def test_thread_shows_a_post_that_is_unknown_as_it_was_signed(cast: Cast) -> None:
    report = make_report(unit=cast.company, at=cast.at)
    signer = replace(cast.safety_adviser.actor, post="Veiligheidsmeester BATTALION")
    entry = Entry(code="reports.report.file_added", to_state="received")
    append(record=report, actor=signer, at=cast.at, entry=entry)
    assert nodes(cast, "commander", report)[0].post == "Veiligheidsmeester BATTALION"
