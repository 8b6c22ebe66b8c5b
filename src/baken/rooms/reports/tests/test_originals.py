"""The original stands beside what was made of it, with what was added and how it was worded before."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import translation

from baken.conftest import Cast
from baken.core.access import Confidentiality
from baken.core.api.tests.calling import caller
from baken.rooms.reports.actions.say import send_message
from baken.rooms.reports.models import LegacyRow
from baken.rooms.reports.queries.originals import originals_of, wordings_of
from baken.rooms.reports.tests.acts import step, triage
from baken.rooms.reports.tests.factories import make_occurrence, make_report


@pytest.fixture(autouse=True)
def _english() -> Any:
    with translation.override("en"):
        yield


def test_original_stories_stand_on_the_page_in_the_order_they_were_told(
    cast: Cast, client_of: Any
) -> None:
    occurrence = make_occurrence(unit=cast.company, at=cast.at)
    for story in ("Eerst verteld.", "Daarna verteld."):
        make_report(
            unit=cast.company, at=cast.at, state="in_handling", occurrence=occurrence, story=story
        )
    told = originals_of(cast.safety_adviser.actor, occurrence)
    assert [one.report.story for one in told] == ["Eerst verteld.", "Daarna verteld."]
    page = client_of("safety_adviser").get(f"/voorvallen/{occurrence.ref}").content.decode()
    assert page.index("Eerst verteld.") < page.index("Daarna verteld.")
    assert occurrence.title in page


def test_original_that_one_may_not_read_is_not_shown(cast: Cast, client_of: Any) -> None:
    occurrence = make_occurrence(unit=cast.company, at=cast.at)
    make_report(
        unit=cast.company,
        at=cast.at,
        state="in_handling",
        occurrence=occurrence,
        story="Geheim verhaal.",
        confidentiality=Confidentiality.RESTRICTED,
    )
    page = client_of("team_leader").get(f"/voorvallen/{occurrence.ref}").content.decode()
    assert "Geheim verhaal." not in page
    assert "No report of it stands within your reach." in page


def test_merged_occurrence_says_that_its_reports_went_along(cast: Cast, client_of: Any) -> None:
    target = make_occurrence(unit=cast.company, at=cast.at)
    merged = make_occurrence(unit=cast.company, at=cast.at, state="merged", merged_into=target)
    page = client_of("safety_adviser").get(f"/voorvallen/{merged.ref}").content.decode()
    assert "Its reports went along to the other occurrence." in page
    assert "No report of it stands within your reach." not in page


def test_original_of_a_source_stands_with_its_later_versions(cast: Cast, client_of: Any) -> None:
    occurrence = make_occurrence(unit=cast.company, at=cast.at)
    report = make_report(
        unit=cast.company,
        at=cast.at,
        state="in_handling",
        occurrence=occurrence,
        source="oud",
        source_ref="7",
        channel="import",
    )
    for revision, story in ((1, ""), (2, "Later anders verteld.")):
        LegacyRow.objects.create(
            record=report, revision=revision, digest=str(revision), story=story, raw={}, at=cast.at
        )
    [one] = originals_of(cast.safety_adviser.actor, occurrence)
    assert [(v.revision, v.story) for v in one.versions] == [(2, "Later anders verteld.")]
    page = client_of("safety_adviser").get(f"/voorvallen/{occurrence.ref}").content.decode()
    assert "Later anders verteld." in page


def test_wordings_are_every_title_and_summary_the_newest_first(cast: Cast, client_of: Any) -> None:
    occurrence = triage(cast, make_report(unit=cast.company, at=cast.at)).occurrence
    for title in ("Tweede titel", "Tweede titel", "Derde titel"):
        step(cast.safety_adviser, occurrence, "classify", at=cast.at, title=title)
    assert [one.title for one in wordings_of(occurrence)] == [
        "Derde titel",
        "Tweede titel",
        "Kabel los onder de stoel",
    ]
    page = client_of("safety_adviser").get(f"/voorvallen/{occurrence.ref}").content.decode()
    assert page.index("Tweede titel") > page.index("Thread")


def test_originals_over_the_api(cast: Cast) -> None:
    occurrence = triage(cast, make_report(unit=cast.company, at=cast.at)).occurrence
    report = occurrence_reports(occurrence)[0]
    adviser = cast.safety_adviser.actor
    text = "De kabel was van de lift."
    send_message(actor=adviser, report=report, text=text, at=cast.at, kind="correction")
    shown = caller(cast, "safety_adviser").get(f"/occurrences/{occurrence.ref}/originals").json()
    assert [one["story"] for one in shown["items"]] == [report.story]
    [added] = shown["items"][0]["additions"]
    assert (added["side"], added["text"], added["by"]) == (
        "handler",
        text,
        "Speler safety_adviser",
    )
    assert [one["title"] for one in shown["wordings"]] == ["Kabel los onder de stoel"]


def test_originals_over_the_api_stay_with_those_who_read_in_full(cast: Cast) -> None:
    occurrence = make_occurrence(unit=cast.company, at=cast.at)
    answer = caller(cast, "soldier").get(f"/occurrences/{occurrence.ref}/originals")
    assert answer.status_code == 403


def occurrence_reports(occurrence: Any) -> list[Any]:
    from baken.rooms.reports.models import Report

    return list(Report.objects.for_system(reason="advance").filter(occurrence=occurrence))
