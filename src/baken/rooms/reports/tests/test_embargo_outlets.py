"""With an embargo on, nothing that leaves the page of those who handle it tells names or unit."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from baken.conftest import Cast, Member
from baken.core.access import Confidentiality
from baken.core.export.kinds import Ask
from baken.core.questions import search_hits, thread_nodes, unit_figures
from baken.rooms.notices.models import Notice
from baken.rooms.notices.queries import text_of
from baken.rooms.org.queries import tree
from baken.rooms.reports.exports import OCCURRENCES, REPORTS, SUMMARIES
from baken.rooms.reports.models import Occurrence
from baken.rooms.reports.models.embargo import WHY
from baken.rooms.reports.queries.counts import count_table
from baken.rooms.reports.queries.months import months_asked
from baken.rooms.reports.tests.acts import fresh, keep_counts, occurrence_of, send, step, triage

Clients = Callable[[str], Client]
STORY = "Soldaat Pietersen viel van het voertuig bij de tweede compagnie."
TITLE = "Pietersen gewond bij 2e compagnie"
SUMMARY = "Bij de tweede compagnie viel Pietersen van een voertuig."
NAMES = ("Pietersen", "compagnie", "COMPANY", "Garage")
HIGHEST = int(Confidentiality.RESTRICTED)


@pytest.fixture
def officer(cast: Cast) -> Member:
    return cast.add("officer", ("duty_officer", "ARMY", None))


@pytest.fixture
def office(cast: Cast) -> Member:
    """Reads summaries of the whole organisation, and takes them away."""
    return cast.add("office", ("vms_office", "MINISTRY", None))


@pytest.fixture
def occurrence(cast: Cast, officer: Member) -> Occurrence:
    sent = send(cast.soldier, at=cast.at, story=STORY, place="Garage 3", unit_code="COMPANY")
    report = triage(cast, sent.report, title=TITLE, summary=SUMMARY, category="3")
    found = occurrence_of(report)
    return step(officer, found, "set_embargo", at=cast.at, reason="Naasten.")  # type: ignore[no-any-return]


def named(text: str) -> list[str]:
    return [name for name in NAMES if name in text]


def rows(kind: Any, member: Member) -> str:
    source = kind.source_of(member.actor)
    assert source is not None
    found = source.records(Ask(), HIGHEST)
    return str([[column.value(one) for column in source.columns] for one in found])


def test_with_an_embargo_on_names_and_unit_are_absent_from_notices_exports_search_results_and_push_texts(
    cast: Cast, occurrence: Occurrence, office: Member, officer: Member, deliver: Any
) -> None:
    """Domain reference, reporting, section 18, test 5; what is pushed or mailed is the notice's text."""
    deliver()
    notices = list(Notice.objects.all())
    assert occurrence.ref in {one.ref for one in notices}
    assert named(" ".join(map(text_of, notices))) == []

    for kind in (REPORTS, OCCURRENCES, SUMMARIES):
        assert named(rows(kind, cast.commander)) == []
    assert named(rows(SUMMARIES, office)) == []

    for who in (office, cast.team_leader, cast.outsider):
        for text in ("Pietersen", "compagnie", occurrence.ref):
            hits = search_hits.ask(who.actor, text, 25)
            assert named(str([(hit.title, hit.text) for hit in hits])) == []


@pytest.mark.parametrize(
    ("who", "found"),
    [
        ("commander", f"Information embargo: {TITLE}"),
        ("team_leader", "Information embargo"),
        ("office", "Information embargo"),
        ("soldier", None),
        ("outsider", None),
    ],
)
def test_search_for_the_reference_tells_as_much_as_one_may_know(
    cast: Cast, occurrence: Occurrence, office: Member, who: str, found: str | None
) -> None:
    with translation.override("en"):
        hits = search_hits.ask(cast.members[who].actor, occurrence.ref, 25)
    assert [hit.title for hit in hits] == ([found] if found else [])


def test_lists_leave_it_out_and_say_so_to_those_who_handle_it(
    cast: Cast, occurrence: Occurrence, office: Member, client_of: Clients
) -> None:
    for who in ("office", "team_leader", "soldier"):
        page = client_of(who).get("/voorvallen").content.decode()
        assert (occurrence.ref in page, named_in_main(page)) == (False, [])
    assert (
        f"Information embargo: {TITLE}"
        in client_of("commander").get("/voorvallen").content.decode()
    )


def named_in_main(page: str) -> list[str]:
    main = page[page.index("<main") :]
    return [name for name in ("Pietersen", "compagnie") if name in main]


@pytest.mark.parametrize("address", ["", "/steps", "/thread", "/files", "/messages", "/similar"])
def test_api_refuses_everything_of_it_to_who_does_not_handle_it(
    cast: Cast, occurrence: Occurrence, client_of: Clients, address: str
) -> None:
    path = f"/api/v1/occurrences/{occurrence.ref}{address}"
    refused = client_of("team_leader").get(path)
    assert (refused.status_code, named(refused.content.decode())) == (403, [])
    assert client_of("soldier").get(path).status_code in (403, 404)
    assert client_of("commander").get(path).status_code == 200


def test_api_tells_those_who_handle_it_since_when(
    cast: Cast, occurrence: Occurrence, client_of: Clients
) -> None:
    shown = client_of("commander").get(f"/api/v1/occurrences/{occurrence.ref}").json()
    assert shown["embargo_at"] == cast.at.isoformat().replace("+00:00", "Z")


def test_counts_leave_it_out_for_everybody(
    cast: Cast, occurrence: Occurrence, office: Member
) -> None:
    """Also of the one unit it is in, kept or counted anew: the difference would tell."""
    unit = tree().by_id[cast.company.pk]

    def counted() -> list[Any]:
        table = count_table(actor=office.actor, unit=unit, year=2026)
        months = months_asked(actor=cast.commander.actor, code="COMPANY", year=2026, until=202603)
        assert months is not None
        return [table.total[-1].value, sum(months.totals)]

    before = counted()
    keep_counts()
    assert before == counted() == [0, 0]


def test_figures_of_the_unit_count_it_for_those_who_handle_it_alone(
    cast: Cast, occurrence: Occurrence
) -> None:
    unit = tree().by_id[cast.company.pk]

    def open_now(who: Member) -> int | None:
        with translation.override("en"):
            found = unit_figures.ask(who.actor, unit, cast.at)
        return next(one.value for one in found if one.label == "Open occurrences")

    assert (open_now(cast.commander), open_now(cast.team_leader)) == (1, 0)


def test_thread_of_ones_own_report_does_not_lead_to_it(cast: Cast, occurrence: Occurrence) -> None:
    from baken.rooms.reports.models import Report

    report = Report.objects.for_system(reason="trail").get()
    nodes = thread_nodes.ask(cast.soldier.actor, report)
    assert occurrence.ref not in {one.ref for one in nodes}


def test_reporter_reads_their_own_report_and_is_asked_to_keep_it_to_themselves(
    cast: Cast, occurrence: Occurrence, client_of: Clients
) -> None:
    from baken.rooms.reports.models import Report

    report = Report.objects.for_system(reason="trail").get()
    page = client_of("soldier").get(f"/meldingen/{report.ref}").content.decode()
    assert "Tell nobody names, unit or place, and send nobody pictures." in page


def test_pages_show_the_banner_to_those_who_handle_it_and_why_to_full_readers(
    cast: Cast, occurrence: Occurrence, officer: Member, client_of: Clients
) -> None:
    for who in ("commander", "safety_adviser", "officer"):
        page = client_of(who).get(f"/voorvallen/{occurrence.ref}").content.decode()
        assert "Only those who handle this read it." in page
    refused = client_of("team_leader").get(f"/voorvallen/{occurrence.ref}")
    assert (refused.status_code, str(WHY)[:30] in refused.content.decode()) == (403, True)


def test_who_sees_it_names_from_the_next_day_on_those_who_handle_it_alone(
    cast: Cast, occurrence: Occurrence, officer: Member, client_of: Clients
) -> None:
    address = f"/voorvallen/{occurrence.ref}/inzage"
    leader = "Speler team_leader"
    today = client_of("commander").get(address, {"on": "2026-03-10"}).content.decode()
    tomorrow = client_of("commander").get(address, {"on": "2026-03-11"}).content.decode()
    assert (leader in today, leader in tomorrow) == (True, False)
    assert "Speler commander" in tomorrow


def test_who_sees_it_names_whoever_leads_it(
    cast: Cast, occurrence: Occurrence, client_of: Clients
) -> None:
    record = fresh(occurrence)
    record.lead = cast.team_leader.person.id
    record.save(update_fields=["lead"])
    address = f"/voorvallen/{occurrence.ref}/inzage"
    tomorrow = client_of("commander").get(address, {"on": "2026-03-11"}).content.decode()
    assert "Speler team_leader" in tomorrow


@pytest.mark.parametrize(("who", "told"), [("commander", 1), ("office", 0)])
def test_file_tells_how_many_stay_out_to_those_who_handle_them_alone(
    cast: Cast, occurrence: Occurrence, office: Member, client_of: Clients, who: str, told: int
) -> None:
    answer = client_of(who).post(
        "/api/v1/exports/occurrences", {"format": "jsonl"}, content_type="application/json"
    )
    meta = json.loads(b"".join(answer.streaming_content).splitlines()[0])["meta"]
    assert meta["withheld"] == told


def test_lifting_gives_everybody_back_what_they_read(
    cast: Cast, occurrence: Occurrence, officer: Member, office: Member
) -> None:
    step(officer, occurrence, "withdraw_embargo", at=cast.at, reason="Niemand gewond.")
    assert occurrence.ref in rows(SUMMARIES, office)
    assert SUMMARY in rows(OCCURRENCES, cast.commander)
