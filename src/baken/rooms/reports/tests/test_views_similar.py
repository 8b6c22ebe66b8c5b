"""What is alike on the screens of triage and revision, and over the API: by words and by codes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from baken.conftest import Cast
from baken.core.api.tests.calling import Caller, caller
from baken.rooms.reports.models import Occurrence, OccurrenceCode, Report
from baken.rooms.reports.tests.acts import fresh, send
from baken.rooms.reports.tests.factories import CLASSIFICATION, make_occurrence, make_report

Clients = Callable[[str], Client]
NO_LINES = {
    f"{rows}-{which}_FORMS": 0 for rows in ("injuries", "damages") for which in ("TOTAL", "INITIAL")
}


@pytest.fixture
def report(cast: Cast) -> Report:
    """The soldier's report about the company."""
    return send(cast.soldier, at=cast.at, story="De torenluik schiet los.").report


@pytest.fixture
def known(cast: Cast) -> Occurrence:
    """An occurrence of which hardly a word is in the report."""
    made = make_occurrence(unit=cast.company, at=cast.at, title="Kabel los")
    OccurrenceCode.objects.of(made).update(code="fall_from_height")
    return made


@pytest.fixture
def adviser(client_of: Clients) -> Client:
    """The browser of the safety adviser."""
    return client_of("safety_adviser")


@pytest.fixture
def program(cast: Cast) -> Caller:
    """A program of the safety adviser."""
    return caller(cast, "safety_adviser")


def triage_of(report: Report) -> str:
    return f"/meldingen/{report.ref}/stap/triage"


def found(answer: Any) -> list[Any]:
    return [one.record for one in answer.context["similar"]]


def test_triage_screen_looks_again_with_the_chosen_subjects(
    adviser: Client, report: Report, known: Occurrence
) -> None:
    shown = adviser.get(triage_of(report))
    assert found(shown) == []
    assert 'name="more" value="alike"' in shown.content.decode()
    sent = {**NO_LINES, "title": "Half", "subjects": ["fall_from_height"], "more": "alike"}

    again = adviser.post(triage_of(report), sent)

    assert (again.status_code, found(again)) == (200, [known])
    text = again.content.decode()
    assert "Same subject: Fall from height" in text
    assert f'data-value="{known.ref}"' in text
    assert again.context["form"]["title"].value() == "Half"
    assert fresh(report).state == "received"


def test_triage_screen_in_error_uses_the_chosen_subjects(
    adviser: Client, report: Report, known: Occurrence
) -> None:
    sent = {**CLASSIFICATION, **NO_LINES, "title": "", "subjects": ["fall_from_height", "x"]}
    answer = adviser.post(triage_of(report), sent)
    assert (answer.status_code, found(answer)) == (400, [known])


def test_revise_screen_shows_what_is_alike_by_the_codes_that_stand(
    cast: Cast, adviser: Client, known: Occurrence
) -> None:
    other = make_occurrence(unit=cast.company, at=cast.at, title="Ladder", summary="Gleed weg.")
    OccurrenceCode.objects.of(other).update(code="fall_from_height")
    elsewhere = make_occurrence(unit=cast.squadron, at=cast.at)
    OccurrenceCode.objects.of(elsewhere).update(code="fall_from_height")
    address = f"/voorvallen/{known.ref}/stap/classify"

    shown = adviser.get(address)

    assert found(shown) == [other]
    for reason in ("Same subject: Fall from height", "Same kind", "Same context", "Same unit"):
        assert f"<li>{reason}</li>" in shown.content.decode()
    other_subject = {**NO_LINES, "subjects": ["noise"], "more": "alike"}
    assert found(adviser.post(address, other_subject)) == []


def test_api_tells_what_is_like_a_report_by_words_and_given_codes(
    cast: Cast, program: Caller, report: Report, known: Occurrence
) -> None:
    told = make_report(unit=cast.company, at=cast.at, story="Weer schiet de torenluik open.")
    asked = {"subject": ["fall_from_height", "noise"], "kind": known.kind}

    items = program.get(f"/reports/{report.ref}/similar", **asked).json()["items"]

    by_ref = {one["report"] or one["occurrence"]: one for one in items}
    assert set(by_ref) == {told.ref, known.ref}
    assert "torenluik" in by_ref[told.ref]["words"]
    reasons = by_ref[known.ref].pop("reasons")
    assert [(one["code"], one["values"], one["points"]) for one in reasons] == [
        ("words", ["los"], 3.74),
        ("subject", ["fall_from_height"], 1.2),
        ("kind", [known.kind], 0.3),
        ("unit", [], 0.5),
        ("days", ["0"], 1.87),
    ]
    assert by_ref[known.ref] == {
        "report": None,
        "occurrence": known.ref,
        "headline": known.title,
        "unit": "COMPANY",
        "words": ["los"],
        "subjects": ["fall_from_height"],
        "same_kind": True,
        "same_context": False,
    }


def test_api_uses_the_occurrence_s_own_codes_unless_others_are_given(
    cast: Cast, program: Caller, known: Occurrence
) -> None:
    other = make_occurrence(unit=cast.company, at=cast.at)
    OccurrenceCode.objects.of(other).update(code="fall_from_height")

    def refs(**asked: Any) -> list[str]:
        items = program.get(f"/occurrences/{known.ref}/similar", **asked).json()["items"]
        return [one["occurrence"] for one in items]

    assert refs() == [other.ref]
    assert refs(limit=1) == [other.ref]
    assert refs(subject="noise") == []


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"subject": "dragons"}, "subject"),
        ({"kind": "miracle"}, "kind"),
        ({"context": "moon"}, "context"),
        ({"limit": 0}, "limit"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_api_refuses_what_it_does_not_know(
    program: Caller, report: Report, asked: dict[str, Any], field: str
) -> None:
    answer = program.get(f"/reports/{report.ref}/similar", **asked)
    assert answer.status_code == 400
    assert field in answer.content.decode()


def test_api_of_what_one_does_not_read_is_not_there(
    cast: Cast, report: Report, known: Occurrence
) -> None:
    outsider = caller(cast, "outsider")
    for place in (f"/reports/{report.ref}", f"/occurrences/{known.ref}"):
        assert outsider.get(f"{place}/similar").status_code in (403, 404)
