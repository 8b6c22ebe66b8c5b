"""Questions that follow: asked after the report, answered by either side, added and never changed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from baken.conftest import Cast
from baken.core.access import AccessDenied
from baken.core.trail.verify import breaks
from baken.core.workflow.errors import FieldsRefused
from baken.rooms.library.schemas.follow_up import question_sets
from baken.rooms.notices.models import Notice
from baken.rooms.reports.actions.answer_questions import answer_questions
from baken.rooms.reports.models import FollowUpAnswer, Report
from baken.rooms.reports.queries.follow_up import (
    answers_by_report,
    answers_of,
    by_subject,
    said_of,
    subjects_asked,
)
from baken.rooms.reports.tests.acts import (
    fresh,
    holder_of,
    send,
    send_anonymous,
    steps_of,
    triage,
)

Clients = Callable[[str], Client]
HEIGHT = "fall_from_height"
TOLD = {"from_what": "ladder", "ladder_secured": "no", "height_m": "2,5", "protection": ["none"]}


@pytest.fixture
def report(cast: Cast) -> Report:
    return send(cast.soldier, at=cast.at).report


def tell(who: Any, report: Report, cast: Cast, **answers: Any) -> list[FollowUpAnswer]:
    actor = getattr(who, "actor", who)
    given = {"subject": HEIGHT, "answers": answers}
    return answer_questions(actor=actor, report=report, at=cast.at, **given)


def values_of(report: Report) -> dict[str, Any]:
    return {one.question: one.value for one in answers_of(report)}


def test_reporter_answers_and_no_name_is_kept(cast: Cast, report: Report) -> None:
    tell(cast.soldier, report, cast, **TOLD)
    assert values_of(report) == {
        "from_what": "ladder",
        "ladder_secured": "no",
        "height_m": 2.5,
        "protection": ["none"],
    }
    rows = FollowUpAnswer.objects.of(report)
    assert {(row.side, row.author) for row in rows} == {("reporter", None)}
    last = steps_of(report)[-1]
    assert (last.code, last.actor) == ("reports.report.follow_up_by_reporter", None)
    assert list(breaks()) == []


def test_handlers_hear_of_what_the_reporter_answered(
    cast: Cast, report: Report, deliver: Any
) -> None:
    tell(cast.soldier, report, cast, fell="yes")
    deliver()
    told = Notice.objects.filter(code="reports.handlers.follow_up")
    assert told.count() == 1


def test_adviser_answers_by_name(cast: Cast, report: Report) -> None:
    tell(cast.safety_adviser, report, cast, fell="no")
    row = FollowUpAnswer.objects.of(report).get()
    assert (row.side, row.author) == ("handler", cast.safety_adviser.person.id)
    assert answers_of(report)[0].by == cast.safety_adviser.person.name


def test_later_answer_stands_beside_the_earlier(cast: Cast, report: Report) -> None:
    tell(cast.soldier, report, cast, fell="no")
    tell(cast.safety_adviser, report, cast, fell="yes")
    with translation.override("en"):
        (one,) = answers_of(report)
        assert (one.said, one.earlier, one.side) == ("Yes", ("No",), "handler")
        assert by_subject([one]) == [
            ("Fall from height", [("Did somebody fall?", "Yes (earlier: No)")])
        ]
    assert FollowUpAnswer.objects.of(report).count() == 2
    assert list(breaks()) == []


def test_same_answer_again_adds_nothing(cast: Cast, report: Report) -> None:
    tell(cast.soldier, report, cast, fell="no")
    steps = len(steps_of(report))
    assert tell(cast.soldier, report, cast, fell="no") == []
    assert len(steps_of(report)) == steps


def test_anonymous_reporter_answers_by_code_and_leaves_the_day(cast: Cast) -> None:
    sent = send_anonymous(cast)
    tell(holder_of(sent.receipt), sent.report, cast, fell="yes")
    row = FollowUpAnswer.objects.of(sent.report).get()
    assert (row.at == cast.at, row.author) == (False, None)
    assert answers_of(sent.report)[0].whole_day is True
    assert fresh(sent.report).touched_at == row.at


@pytest.mark.parametrize(
    ("subject", "answers", "name"),
    [
        ("dragons", {"fell": "yes"}, "subject"),
        ("slip_trip", {"fell": "yes"}, "subject"),
        (HEIGHT, {}, "answers"),
        (HEIGHT, {"fell": ""}, "answers"),
        (HEIGHT, {"fell": "maybe"}, "fell"),
        (HEIGHT, {"height_m": "-1"}, "height_m"),
        (HEIGHT, {"colour": "red"}, "colour"),
    ],
)
def test_answers_that_do_not_fit_are_refused(
    cast: Cast, report: Report, subject: str, answers: dict[str, Any], name: str
) -> None:
    with pytest.raises(FieldsRefused) as refused:
        answer_questions(
            actor=cast.soldier.actor, report=report, subject=subject, answers=answers, at=cast.at
        )
    assert list(refused.value.errors) == [name]
    assert FollowUpAnswer.objects.of(report).count() == 0


def test_answers_by_somebody_else_are_refused(cast: Cast, report: Report) -> None:
    with pytest.raises(AccessDenied):
        tell(cast.outsider, report, cast, fell="yes")


def test_subjects_are_all_before_triage_and_those_found_after(cast: Cast, report: Report) -> None:
    assert subjects_asked(report) == list(question_sets())
    triage(cast, report, subjects=["noise", "slip_trip", HEIGHT])
    assert subjects_asked(fresh(report)) == ["noise", HEIGHT]


def test_answer_changed_behind_the_trail_is_found(cast: Cast, report: Report) -> None:
    tell(cast.soldier, report, cast, fell="no")
    FollowUpAnswer.objects.of(report).update(value="yes")
    assert [one.where for one in breaks()] == [report.ref]


def test_said_of_every_kind_in_words() -> None:
    sets = question_sets()
    with translation.override("en"):
        assert said_of(sets[HEIGHT].find("height_m"), 2.5) == "2.5 m"
        assert said_of(sets[HEIGHT].find("protection"), ["rail", "net"]) == "Rail, Net"
        assert said_of(sets["electricity"].find("inspected_on"), "2026-03-01") == "1 March 2026"
        assert said_of(sets["noise"].find("rounds"), 3) == "3"
    assert said_of(None, ["a", "b"]) == "a, b"
    assert said_of(None, 3) == "3"


def test_answers_by_report_asks_once_for_all(
    cast: Cast, django_assert_max_num_queries: Any
) -> None:
    made = [send(cast.soldier, at=cast.at, key=str(n)).report for n in range(3)]
    for one in made:
        tell(cast.soldier, one, cast, fell="yes")
    with django_assert_max_num_queries(2):
        found = answers_by_report(made)
    assert [len(found[one.pk]) for one in made] == [1, 1, 1]


def test_answer_to_a_question_that_is_no_more_is_still_shown(cast: Cast, report: Report) -> None:
    tell(cast.soldier, report, cast, fell="yes")
    FollowUpAnswer.objects.of(report).update(question="gone")
    assert [(one.asked, one.said) for one in answers_of(report)] == [("gone", "yes")]
    FollowUpAnswer.objects.of(report).update(subject="slip_trip")
    assert answers_of(report)[0].subject == "slip_trip"


# ---- pages ----


def test_page_for_the_reporter_asks_subject_and_takes_answers(
    cast: Cast, report: Report, client_of: Clients
) -> None:
    client, path = client_of("soldier"), f"/meldingen/{report.ref}/vragen"
    assert path in client.get(f"/meldingen/{report.ref}").content.decode()
    assert "Fall from height" in client.get(path).content.decode()
    asked = client.get(f"{path}?subject={HEIGHT}").content.decode()
    assert "Only when: What could somebody fall from? Ladder or steps" in asked
    said = {"subject": HEIGHT, "answers": "1", "q-from_what": "ladder", "q-height_m": "2,5"}
    answer = client.post(path, said, follow=True)
    assert "2 answers were added" in answer.content.decode()
    assert "2.5 m" in answer.content.decode()


def test_page_with_a_mistake_keeps_what_was_typed(
    cast: Cast, report: Report, client_of: Clients
) -> None:
    said = {"subject": HEIGHT, "answers": "1", "q-height_m": "hoog"}
    answer = client_of("soldier").post(f"/meldingen/{report.ref}/vragen", said)
    assert answer.status_code == 400
    assert answer.context["form"]["height_m"].value() == "hoog"


@pytest.mark.parametrize("subject", ["", "dragons", "\x00", "x" * 300])
def test_page_with_another_subject_asks_which(
    cast: Cast, report: Report, client_of: Clients, subject: str
) -> None:
    answer = client_of("soldier").get(f"/meldingen/{report.ref}/vragen", {"subject": subject})
    assert answer.status_code == 200
    assert answer.context["form"] is None


def test_page_of_a_reader_who_may_not_answer_says_so(
    cast: Cast, report: Report, client_of: Clients
) -> None:
    cast.add("kijker", ("operations_safety", "BATTALION", None))
    said = {"subject": HEIGHT, "answers": "1", "q-fell": "yes"}
    answer = client_of("kijker").post(f"/meldingen/{report.ref}/vragen", said)
    assert answer.status_code == 400
    assert client_of("outsider").get(f"/meldingen/{report.ref}/vragen").status_code == 404


def test_pages_behind_a_code(cast: Cast, client_of: Clients) -> None:
    sent, client = send_anonymous(cast), client_of("nobody")
    code = {"code": sent.receipt}
    assert "Help us further" in client.post("/code", code).content.decode()
    assert "Noise" in client.post("/code/vragen", code).content.decode()
    asked = client.post("/code/vragen", {**code, "subject": HEIGHT}).content.decode()
    assert "Did somebody fall?" in asked
    said = {**code, "subject": HEIGHT, "answers": "1", "q-fell": "yes"}
    answer = client.post("/code/vragen", said)
    assert "one answer was added" in answer.content.decode()
    assert "Did somebody fall?" in client.post("/code", code).content.decode()
    assert client.get("/code/vragen")["Location"] == "/code"
    assert client.post("/code/vragen", {"code": "AAAA-AAAA-AAAA-AAAA"}).status_code == 404
    wrong = client.post("/code/vragen", {**said, "q-fell": "maybe"})
    assert wrong.status_code == 400


# ---- API and export ----


def test_api_lists_questions_in_the_language_that_is_asked(client_of: Any, db: None) -> None:
    client = client_of("nobody")
    sets = client.get("/api/v1/follow-up-questions").json()["items"]
    assert [one["subject"] for one in sets] == list(question_sets())
    height = next(one for one in sets if one["subject"] == HEIGHT)
    assert (height["label"], height["questions"][0]["label"]) == (
        "Fall from height",
        "Did somebody fall?",
    )


def test_api_takes_and_gives_answers(cast: Cast, report: Report, client_of: Clients) -> None:
    path = f"/api/v1/reports/{report.ref}/answers"
    body = {"subject": HEIGHT, "answers": {"height_m": 2.5, "fell": True, "protection": ["net"]}}
    made = client_of("soldier").post(path, body, content_type="application/json")
    assert made.status_code == 201
    given = client_of("safety_adviser").get(path).json()["items"]
    assert [(one["question"], one["value"]) for one in given] == [
        ("fell", "yes"),
        ("height_m", 2.5),
        ("protection", ["net"]),
    ]
    assert {one["by"] for one in given} == {""}
    assert client_of("outsider").get(path).status_code == 404
    bad = {"subject": HEIGHT, "answers": {"fell": "maybe"}}
    refused = client_of("soldier").post(path, bad, content_type="application/json")
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (400, "fell")


def test_api_takes_answers_by_code(cast: Cast, client_of: Clients) -> None:
    sent = send_anonymous(cast)
    body = {"code": sent.receipt, "subject": HEIGHT, "answers": {"fell": "no"}}
    made = client_of("nobody").post("/api/v1/intake/answers", body, content_type="application/json")
    assert (made.status_code, made.json()["items"][0]["whole_day"]) == (201, True)


def test_export_holds_the_answers(cast: Cast, report: Report, client_of: Clients) -> None:
    tell(cast.soldier, report, cast, **TOLD)
    asked = {"format": "csv", "purpose": "analyse"}
    answer = client_of("safety_adviser").post("/meldingen/exporteren", asked)
    text = (
        b"".join(answer.streaming_content).decode() if answer.streaming else answer.content.decode()
    )
    assert "fall_from_height.height_m: 2.5" in text
