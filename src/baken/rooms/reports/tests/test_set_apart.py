"""What somebody said is something else is not suggested again; who triages says so and takes it back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from baken.conftest import Cast
from baken.core.access import AccessDenied
from baken.core.api.tests.calling import caller
from baken.core.trail.verify import breaks
from baken.core.workflow.errors import FieldsRefused
from baken.rooms.reports.actions.set_apart import put_back, set_apart
from baken.rooms.reports.models import OccurrenceCode, Report, ReportStep, SetApart
from baken.rooms.reports.queries.set_apart import set_apart_from
from baken.rooms.reports.queries.similar import NO_CODES, similar_records
from baken.rooms.reports.rules import Coded
from baken.rooms.reports.tests.factories import make_occurrence, make_report

Clients = Callable[[str], Client]
STORY = "De vergrendeling van de torenluik schiet los tijdens het rijden over hobbels."
NO_LINES = {
    f"{rows}-{which}_FORMS": 0 for rows in ("injuries", "damages") for which in ("TOTAL", "INITIAL")
}


@pytest.fixture
def report(cast: Cast) -> Report:
    return make_report(unit=cast.company, at=cast.at, story=STORY)


@pytest.fixture
def other(cast: Cast) -> Report:
    """A report that tells the same."""
    return make_report(unit=cast.company, at=cast.at, story=STORY)


def like(cast: Cast, record: Any, codes: Coded = NO_CODES) -> list[Any]:
    actor = cast.safety_adviser.actor
    found = similar_records(actor=actor, record=record, at=cast.at, codes=codes)
    return [one.record for one in found]


def apart(cast: Cast, record: Any, other: Any, who: str = "safety_adviser") -> Any:
    actor = getattr(cast, who).actor
    return set_apart(actor=actor, record=record, other=other.ref, at=cast.at)


def codes_of(report: Report) -> list[str]:
    steps = ReportStep.objects.of(report).order_by("serial")
    return [step.code.removeprefix("reports.report.") for step in steps]


def test_set_apart_is_not_suggested_in_either_direction(
    cast: Cast, report: Report, other: Report
) -> None:
    assert like(cast, report) == [other]
    assert apart(cast, report, other) == other
    assert (like(cast, report), like(cast, other)) == ([], [])
    assert set_apart_from(cast.safety_adviser.actor, report) == [other]
    assert set_apart_from(cast.safety_adviser.actor, other) == [report]


def test_set_apart_twice_is_once_and_can_be_taken_back(
    cast: Cast, report: Report, other: Report
) -> None:
    apart(cast, report, other)
    apart(cast, report, other)
    assert SetApart.objects.count() == 1
    actor = cast.safety_adviser.actor
    for _ in range(2):
        put_back(actor=actor, record=report, other=other.ref.lower(), at=cast.at)
    assert like(cast, report) == [other]
    assert codes_of(report) == ["received", "set_apart", "put_back"]
    step = ReportStep.objects.of(report).get(code="reports.report.set_apart")
    assert (step.facts, step.actor) == ({"other": other.ref}, cast.safety_adviser.person.id)
    assert list(breaks()) == []


def test_set_apart_of_a_report_holds_for_its_occurrence(cast: Cast, report: Report) -> None:
    occurrence = make_occurrence(unit=cast.company, at=cast.at)
    OccurrenceCode.objects.of(occurrence).update(code="laser")
    told = make_report(
        unit=cast.company, at=cast.at, story=STORY, state="in_handling", occurrence=occurrence
    )
    codes = Coded(("laser",))
    assert like(cast, report, codes) == [told]
    apart(cast, report, told)
    assert like(cast, report, codes) == []
    assert set_apart_from(cast.safety_adviser.actor, report) == [told, occurrence]


def test_set_apart_from_an_occurrence_stands_in_its_history(cast: Cast, report: Report) -> None:
    occurrence = make_occurrence(unit=cast.company, at=cast.at, title=STORY)
    apart(cast, occurrence, report)
    assert like(cast, occurrence) == []
    found = occurrence.steps.for_system(reason="trail").order_by("-serial").first()
    assert found.code == "reports.occurrence.set_apart"
    assert str(SetApart.objects.get()) == (
        f"reports.occurrence {occurrence.pk}, reports.report {report.pk}"
    )


@pytest.mark.parametrize("who", ["soldier", "commander", "outsider"])
def test_set_apart_is_for_who_triages(cast: Cast, report: Report, other: Report, who: str) -> None:
    with pytest.raises((AccessDenied, FieldsRefused)):
        apart(cast, report, other, who)
    assert SetApart.objects.count() == 0


def test_set_apart_from_itself_or_from_what_one_does_not_read_is_refused(
    cast: Cast, report: Report
) -> None:
    away = make_report(unit=cast.squadron, at=cast.at, story=STORY)
    for wrong in (report, away):
        with pytest.raises(FieldsRefused) as refused:
            apart(cast, report, wrong)
        assert list(refused.value.errors) == ["other"]
    with pytest.raises(FieldsRefused):
        put_back(actor=cast.safety_adviser.actor, record=report, other="x", at=cast.at)


def test_set_apart_shows_only_what_the_reader_reads(
    cast: Cast, report: Report, other: Report
) -> None:
    apart(cast, report, other)
    Report.objects.for_system(reason="trail").filter(pk=other.pk).update(unit=cast.squadron)
    assert set_apart_from(cast.safety_adviser.actor, report) == []


# ---- the page ----


def test_page_lists_with_reasons_sets_apart_and_puts_back(
    client_of: Clients, report: Report, other: Report
) -> None:
    adviser, address = client_of("safety_adviser"), f"/meldingen/{report.ref}/lijkt-op"
    shown = adviser.get(address).content.decode()
    assert "Same words: " in shown
    assert f'name="apart" value="{other.ref}"' in shown

    gone = adviser.post(address, {"apart": other.ref}, follow=True).content.decode()
    assert f"{other.ref} is not suggested here again." in gone
    assert f'name="back" value="{other.ref}"' in gone
    assert f'name="apart" value="{other.ref}"' not in gone

    back = adviser.post(address, {"back": other.ref}, follow=True).content.decode()
    assert f"{other.ref} can be suggested here again." in back
    assert f'name="apart" value="{other.ref}"' in back


def test_page_says_what_cannot_be(client_of: Clients, report: Report) -> None:
    adviser, address = client_of("safety_adviser"), f"/meldingen/{report.ref}/lijkt-op"
    answer = adviser.post(address, {"apart": "M-1-1"}, follow=True)
    assert "There is no such report or occurrence in your reach." in answer.content.decode()


def test_page_gives_no_button_to_who_may_not_triage(
    client_of: Clients, report: Report, other: Report
) -> None:
    commander, address = client_of("commander"), f"/meldingen/{report.ref}/lijkt-op"
    shown = commander.get(address).content.decode()
    assert other.ref in shown
    assert 'name="apart"' not in shown
    assert commander.post(address, {"apart": other.ref}).status_code == 403


def test_page_of_an_occurrence_compares_by_its_own_codes(cast: Cast, client_of: Clients) -> None:
    one, two = (make_occurrence(unit=cast.company, at=cast.at) for _ in range(2))
    shown = client_of("safety_adviser").get(f"/voorvallen/{one.ref}/lijkt-op").content.decode()
    assert two.ref in shown
    assert "Same subject: Machines and tools" in shown


def test_page_of_a_triaged_report_compares_by_the_codes_of_its_occurrence(
    cast: Cast, client_of: Clients
) -> None:
    one, two = (make_occurrence(unit=cast.company, at=cast.at) for _ in range(2))
    told = make_report(
        unit=cast.company, at=cast.at, story="Soep.", state="in_handling", occurrence=one
    )
    shown = client_of("safety_adviser").get(f"/meldingen/{told.ref}/lijkt-op").content.decode()
    assert two.ref in shown


def test_triage_screen_sets_apart_and_keeps_what_was_typed(
    client_of: Clients, report: Report, other: Report
) -> None:
    adviser, address = client_of("safety_adviser"), f"/meldingen/{report.ref}/stap/triage"
    assert (
        f'form="step-form" name="apart" value="{other.ref}"'
        in adviser.get(address).content.decode()
    )
    sent = {**NO_LINES, "title": "Half", "apart": other.ref}

    answer = adviser.post(address, sent)

    assert answer.status_code == 200
    assert answer.context["form"]["title"].value() == "Half"
    assert answer.context["similar"] == []
    assert report.state == "received"
    assert SetApart.objects.count() == 1


def test_triage_screen_has_its_own_button_before_those_of_what_is_alike(
    client_of: Clients, report: Report, other: Report
) -> None:
    """The Enter key presses the first button of a form that stands on the page."""
    text = client_of("safety_adviser").get(f"/meldingen/{report.ref}/stap/triage").content.decode()
    own = text.index('type="submit" form="step-form" tabindex="-1"')
    assert own < text.index('name="apart"')


# ---- the API ----


def test_api_sets_apart_lists_and_puts_back(cast: Cast, report: Report, other: Report) -> None:
    program = caller(cast, "safety_adviser")
    place = f"/reports/{report.ref}/set-apart"
    assert program.post(place, {"other": other.ref}).json() == {
        "other": other.ref,
        "set_apart": True,
    }
    assert program.get(place).json() == {"items": [other.ref], "next": None}
    assert program.get(f"/reports/{report.ref}/similar").json()["items"] == []
    back = program.post(f"{place}/end", {"other": str(other.id)}).json()
    assert back == {"other": other.ref, "set_apart": False}
    assert program.get(place).json()["items"] == []


def test_api_refuses_who_may_not_and_what_is_not_there(
    cast: Cast, report: Report, other: Report
) -> None:
    place = f"/reports/{report.ref}/set-apart"
    assert caller(cast, "commander").post(place, {"other": other.ref}).status_code == 403
    assert caller(cast, "outsider").post(place, {"other": other.ref}).status_code == 404
    wrong = caller(cast, "safety_adviser").post(place, {"other": "M-1-1"})
    assert (wrong.status_code, "other" in wrong.content.decode()) == (400, True)


def test_reports_with_the_integrity_organisation_are_never_suggested(
    cast: Cast, report: Report
) -> None:
    make_report(unit=cast.company, at=cast.at, story=STORY, state="redirected_integrity")
    assert like(cast, report) == []


def test_reports_of_the_same_occurrence_are_not_suggested(cast: Cast) -> None:
    occurrence = make_occurrence(unit=cast.company, at=cast.at)
    told = [
        make_report(unit=cast.company, at=cast.at, story=STORY, state="in_handling", occurrence=one)
        for one in (occurrence, occurrence, None)
    ]
    assert like(cast, told[0]) == [told[2]]


def test_anonymous_reports_give_no_days_as_a_reason(cast: Cast, report: Report) -> None:
    make_report(unit=cast.company, at=cast.at, story=STORY, identity="anonymous")
    (found,) = similar_records(actor=cast.safety_adviser.actor, record=report, at=cast.at)
    assert "days" not in [reason.code for reason in found.reasons]
