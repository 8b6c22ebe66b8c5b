"""The clock: every term acts once, what stalls goes a level up, and the reporter can see it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier
from typing import Any

import pytest
from django.db import (
    DataError,
    IntegrityError,
    InterfaceError,
    OperationalError,
    connection,
)
from django.test import Client
from django.utils import translation
from django.utils.formats import date_format

from baken.conftest import Cast, Member
from baken.core.access import system_actor
from baken.core.api.tests.calling import Caller, caller
from baken.core.questions import InboxAsk
from baken.core.trail.verify import breaks
from baken.core.workflow.errors import FieldsRefused
from baken.rooms.notices.models import Notice
from baken.rooms.reports.actions import act_on_terms as clock_acts
from baken.rooms.reports.actions.act_on_terms import act_on_terms
from baken.rooms.reports.answers import inbox_cards
from baken.rooms.reports.models import Occurrence, Report
from baken.rooms.reports.queries.journey import journey_of
from baken.rooms.reports.tests.acts import (
    answered,
    fresh,
    holder_of,
    occurrence_of,
    send,
    send_anonymous,
    step,
    steps_of,
    triage,
)

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def above(cast: Cast) -> Member:
    """The safety adviser of the organisation part, above the battalion's."""
    return cast.add("above", ("safety_adviser", "ARMY", None))


@pytest.fixture
def report(cast: Cast, above: Member) -> Report:
    return send(cast.soldier, at=cast.at).report


def tick(at: datetime) -> int:
    """The clock acts until nothing is left to do."""
    done = 0
    while acted := act_on_terms(actor=system_actor("clock"), at=at):
        done += acted
    return done


def codes(record: Any) -> list[str]:
    return [one.code.rsplit(".", 1)[1] for one in steps_of(record)]


def card_of(who: Member, record: Any) -> str:
    """Why a record is in somebody's inbox; nothing when it is not."""
    found = [
        card.reason for card in inbox_cards(InboxAsk(who.actor, who.at)) if card.ref == record.ref
    ]
    return found[0] if found else ""


def test_report_that_is_not_triaged_in_time_goes_a_level_up_once(
    cast: Cast, above: Member, report: Report
) -> None:
    assert tick(cast.at + DAY - HOUR) == 0

    assert tick(cast.at + DAY) == 1
    assert tick(cast.at + DAY) == 0

    after = fresh(report)
    assert (after.raised_to.code, after.state) == ("ARMY", "received")
    assert codes(report) == ["received", "raised"]
    assert steps_of(report)[-1].facts == {"to": "ARMY", "why": "stalled", "phase": "report"}
    assert after.touched_at == report.touched_at  # being raised is no progress
    told = "It was brought to your level on 11 March 2026: it was not taken up in time."
    assert card_of(above, report) == told
    assert card_of(cast.safety_adviser, report) == "You triage reports of this unit."
    assert list(breaks()) == []


def test_report_goes_up_level_by_level_to_the_highest_adviser_and_rests_there(
    cast: Cast, above: Member, report: Report
) -> None:
    top = cast.add("top", ("safety_adviser", "MINISTRY", None))

    levels = []
    for days in (1, 2, 3, 4):
        tick(cast.at + days * DAY)
        levels.append(fresh(report).raised_to.code)

    assert levels == ["ARMY", "MINISTRY", "MINISTRY", "MINISTRY"]
    assert codes(report) == ["received", "raised", "raised"]
    assert fresh(report).stalls_at is None
    step(top, report, "triage", at=cast.at + 5 * DAY, **_CLASSES)


def test_nothing_is_brought_to_the_central_office_which_reads_only_summaries(
    cast: Cast, above: Member, report: Report
) -> None:
    cast.add("office", ("vms_office", "MINISTRY", None))

    for days in (1, 2, 3):
        tick(cast.at + days * DAY)

    assert (fresh(report).raised_to.code, fresh(report).stalls_at) == ("ARMY", None)
    assert codes(report) == ["received", "raised"]


def test_report_without_a_level_above_rests(cast: Cast) -> None:
    report = send(cast.soldier, at=cast.at).report

    assert tick(cast.at + DAY) == 1

    assert (fresh(report).raised_to, fresh(report).stalls_at) == (None, None)
    assert codes(report) == ["received"]


def test_reporter_and_level_are_told_and_the_reporter_sees_why(
    cast: Cast, above: Member, report: Report, deliver: Callable[[], int]
) -> None:
    tick(cast.at + DAY)
    deliver()

    told = set(Notice.objects.filter(record=report.pk).values_list("to_key", "code"))
    assert (above.actor.own_key, "reports.report.brought") in told
    assert (cast.soldier.actor.own_key, "reports.reporter.raise") in told
    assert journey_of(fresh(report), cast.at + DAY).levels == (
        "On 11 March 2026 it was brought to the safety adviser of Eenheid ARMY:"
        " it was not taken up in time.",
    )


@pytest.mark.parametrize(
    ("still_dangerous", "promise", "late"),
    [
        (True, "One of them looks at it within the hour.", "nobody took it up in time."),
        (False, "at the latest on the next working day.", "You can ask about it with a message."),
    ],
)
def test_reporter_is_promised_no_look_in_time_when_the_time_has_passed(
    cast: Cast, *, still_dangerous: bool, promise: str, late: str
) -> None:
    sent = send(cast.soldier, at=cast.at, still_dangerous=still_dangerous).report
    due = sent.due_at
    assert due is not None
    assert journey_of(sent, due).next.endswith(promise)
    assert journey_of(sent, due + timedelta(minutes=1)).next.endswith(late)
    triaged = triage(cast, sent)
    assert not journey_of(triaged, cast.at + 9 * DAY).next.endswith(late)


def test_anonymous_reporter_sees_it_by_the_code(
    cast: Cast, above: Member, client_of: Callable[[str], Client]
) -> None:
    sent = send_anonymous(cast)

    tick(cast.at + 3 * DAY)

    assert holder_of(sent.receipt).is_nobody
    answer = client_of("nobody").post("/code", {"code": sent.receipt})
    page = client_of("nobody").get("/code") if answer.status_code == 302 else answer
    assert fresh(sent.report).raised_to.code == "ARMY"
    assert page.status_code == 200
    assert journey_of(fresh(sent.report), cast.at).levels != ()


def test_triage_ends_what_was_raised(cast: Cast, above: Member, report: Report) -> None:
    tick(cast.at + DAY)

    step(above, report, "triage", at=cast.at + DAY, **_CLASSES)

    after = fresh(report)
    assert (after.raised_to, after.raised_at) == (None, None)
    assert after.stalls_at == after.due_at


_CLASSES = {
    "title": "Kabel",
    "summary": "Een kabel hing los.",
    "kind": "near_miss",
    "category": "0",
    "actual_severity": "0",
    "potential_severity": "4",
}


@pytest.mark.parametrize(
    ("state", "days", "phase", "why"),
    [
        ("triaged", 14, "weigh", "it was not taken into handling in time"),
        ("ready_to_close", 30, "analyse", "it was not closed in time"),
        ("reopened", 14, "tackle", "it was not done in time"),
    ],
)
def test_occurrence_that_stalls_in_a_phase_goes_up(
    cast: Cast, above: Member, report: Report, state: str, days: int, phase: str, why: str
) -> None:
    occurrence = occurrence_of(triage(cast, report))
    if state != "triaged":
        step(cast.commander, occurrence, "start_handling", at=cast.at)
        step(cast.safety_adviser, occurrence, "make_ready", at=cast.at, result="Gedaan.")
    if state == "reopened":
        step(cast.commander, occurrence, "reopen", at=cast.at, reason="Toch niet.")
    report_alone = fresh(report)
    Report.objects.for_system(reason="advance").filter(pk=report_alone.pk).update(stalls_at=None)

    assert tick(cast.at + days * DAY - HOUR) == 0
    assert tick(cast.at + days * DAY) == 1

    assert fresh(occurrence).raised_to.code == "ARMY"
    assert steps_of(occurrence)[-1].facts["phase"] == phase
    day = date_format((cast.at + days * DAY).date(), "j F Y")
    assert card_of(above, occurrence) == f"It was brought to your level on {day}: {why}."
    assert card_of(cast.safety_adviser, occurrence) == ""


def test_occurrence_past_its_due_date_goes_up_and_a_step_gives_some_grace(
    cast: Cast, above: Member, report: Report
) -> None:
    occurrence = occurrence_of(triage(cast, report))
    step(cast.commander, occurrence, "start_handling", at=cast.at)
    due = fresh(occurrence).due_at
    assert due is not None
    late = due + HOUR
    tick(late)
    before = fresh(occurrence)

    step(cast.commander, occurrence, "start_measures", at=late)

    after = fresh(occurrence)
    assert before.raised_to.code == "ARMY"
    assert (after.raised_to, after.asks_since) == (None, None)
    assert after.stalls_at > late + 20 * HOUR
    assert tick(late + HOUR) == 0


def test_answer_without_a_reaction_closes_after_thirty_days(
    cast: Cast, above: Member, report: Report
) -> None:
    done = answered(cast, report)
    Occurrence.objects.for_system(reason="advance").update(stalls_at=None)

    assert tick(cast.at + 30 * DAY - HOUR) == 0
    assert tick(cast.at + 30 * DAY) == 1

    after = fresh(done)
    assert (after.state, after.stalls_at, after.closed_at) == ("closed", None, cast.at + 30 * DAY)
    assert steps_of(done)[-1].words["post"] == "Baken"


def test_answered_report_that_may_not_close_waits_for_a_person(
    cast: Cast, above: Member, report: Report
) -> None:
    done = answered(cast, report)
    Occurrence.objects.for_system(reason="advance").update(stalls_at=None)
    Report.objects.for_system(reason="advance").filter(pk=done.pk).update(still_dangerous=True)

    tick(cast.at + 30 * DAY)

    assert (fresh(done).state, fresh(done).stalls_at) == ("answered", None)


def test_adviser_brings_it_up_by_hand_with_a_reason(
    cast: Cast, above: Member, report: Report
) -> None:
    with pytest.raises(FieldsRefused):
        step(cast.safety_adviser, report, "raise", at=cast.at)

    step(cast.safety_adviser, report, "raise", at=cast.at, reason="Dit speelt bij meer eenheden.")

    assert fresh(report).raised_to.code == "ARMY"
    asked = "It was brought to your level on 10 March 2026: it was asked for."
    assert card_of(above, report) == asked
    (told,) = journey_of(fresh(report), cast.at).levels
    assert told.endswith("it was asked for. Why: Dit speelt bij meer eenheden.")


def test_nothing_can_be_brought_above_the_top(cast: Cast) -> None:
    report = send(cast.soldier, at=cast.at).report

    with pytest.raises(FieldsRefused) as refused:
        step(cast.safety_adviser, report, "raise", at=cast.at, reason="Hoger.")

    assert str(refused.value.errors["reason"]).startswith("There is no level above")


@pytest.mark.parametrize(
    "problem", [KeyError("broken"), IntegrityError("a row"), DataError("too long")]
)
def test_a_record_that_cannot_be_acted_on_does_not_hold_up_the_others(
    cast: Cast,
    above: Member,
    report: Report,
    monkeypatch: pytest.MonkeyPatch,
    problem: Exception,
) -> None:
    other = send(cast.team_leader, at=cast.at).report
    real = clock_acts.bring_up

    def fails_once(*, record: Any, at: datetime, why: str) -> bool:
        if record.pk == report.pk:
            raise problem
        return real(record=record, at=at, why=why)

    monkeypatch.setattr(clock_acts, "bring_up", fails_once)

    assert tick(cast.at + DAY) == 1

    assert fresh(other).raised_to.code == "ARMY"
    assert fresh(report).stalls_at == cast.at + DAY + HOUR


@pytest.mark.parametrize("problem", [OperationalError("gone"), InterfaceError("closed")])
def test_a_database_that_is_gone_stops_the_round(
    cast: Cast, report: Report, monkeypatch: pytest.MonkeyPatch, problem: Exception
) -> None:
    def fails(**_given: Any) -> bool:
        raise problem

    monkeypatch.setattr(clock_acts, "bring_up", fails)

    with pytest.raises(type(problem)):
        tick(cast.at + DAY)

    assert fresh(report).stalls_at == cast.at + DAY


def test_what_another_worker_did_in_between_is_not_done_again(
    cast: Cast, above: Member, report: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = send(cast.team_leader, at=cast.at).report
    real, others = clock_acts._act, []

    def after_another(*given: Any) -> int:
        monkeypatch.setattr(clock_acts, "_act", real)
        others.append(tick(cast.at + DAY))  # both had read what is past its term
        return real(*given)

    monkeypatch.setattr(clock_acts, "_act", after_another)

    assert (act_on_terms(actor=system_actor("clock"), at=cast.at + DAY), others) == (0, [2])
    for one in (report, other):
        assert (codes(one), fresh(one).level_steps) == (["received", "raised"], 1)


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(
    connection.vendor == "sqlite", reason="SQLite lets one writer in at a time: there is no race"
)
def test_two_workers_at_once_act_once(cast: Cast, above: Member, report: Report) -> None:
    others = [send(cast.team_leader, at=cast.at).report for _number in range(3)]
    start = Barrier(2)

    def work(_number: int) -> int:
        start.wait(timeout=20)
        try:
            return tick(cast.at + DAY)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(work, range(2)))

    assert sum(done) == 4
    for one in (report, *others):
        assert (codes(one), fresh(one).level_steps) == (["received", "raised"], 1)
    assert list(breaks()) == []


def test_reporter_reads_it_over_the_api_with_and_without_an_account(
    cast: Cast, above: Member, report: Report
) -> None:
    sent = send_anonymous(cast)
    tick(cast.at + 3 * DAY)

    status = Caller().post("/intake/status", {"code": sent.receipt}).json()
    own = caller(cast, "soldier").get(f"/reports/{report.ref}").json()
    other = caller(cast, "safety_adviser").get(f"/reports/{report.ref}").json()

    (first,) = status["levels"]
    assert own["levels"] == [first]
    assert first.startswith("On 13 March 2026 it was brought to the safety adviser of Eenheid ARMY")
    assert (other["levels"], other["raised_to"]) == ([], "ARMY")


def test_lists_show_what_was_raised(
    cast: Cast, above: Member, report: Report, client_of: Callable[[str], Client]
) -> None:
    send(cast.soldier, at=cast.at + HOUR)
    tick(cast.at + DAY)
    client = client_of("safety_adviser")

    listed = client.get("/meldingen?raised=yes").content.decode()
    over_http = client.get("/api/v1/reports?raised=true").json()["items"]

    assert listed.count('class="baken-ref"') <= 1
    assert [(one["ref"], one["raised_to"]) for one in over_http] == [(report.ref, "ARMY")]
    assert len(client.get("/api/v1/reports?raised=false").json()["items"]) == 1
