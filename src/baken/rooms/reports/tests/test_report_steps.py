"""What each step of a report does: hand over, answer, close, solved or not, elsewhere, integrity."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import translation

from baken.conftest import Cast
from baken.core.access import AccessDenied
from baken.core.trail.verify import breaks
from baken.core.workflow.available import available_steps
from baken.core.workflow.errors import FieldsRefused, StepRefused
from baken.rooms.notices.models import Notice
from baken.rooms.org.tests.factories import appoint
from baken.rooms.reports.models import Occurrence, Report
from baken.rooms.reports.queries.journey import journey_of
from baken.rooms.reports.schemas.report import report_out
from baken.rooms.reports.tests.acts import (
    ANSWER,
    answered,
    fresh,
    holder_of,
    occurrence_of,
    said_in,
    send,
    send_anonymous,
    step,
    steps_of,
    triage,
)
from baken.rooms.reports.tests.factories import CLASSIFICATION, make_occurrence, make_report
from baken.rooms.reports.views.record import EMBARGO_STEPS, record_page_parts, step_choices

READ = "reports.report.read"


@pytest.fixture
def report(cast: Cast) -> Report:
    """A report that the soldier just sent, about the company."""
    return send(cast.soldier, at=cast.at).report


def can_read(cast: Cast, name: str, report: Report) -> bool:
    actor = cast.members[name].actor
    return Report.objects.visible_to(actor, READ).filter(pk=report.pk).exists()


def close_occurrence(cast: Cast, occurrence: Occurrence) -> None:
    step(cast.safety_adviser, occurrence, "start_handling", at=cast.at)
    step(cast.safety_adviser, occurrence, "make_ready", at=cast.at, result="Vastgezet.")
    step(cast.safety_adviser, occurrence, "close", at=cast.at)


# ---- receipt ----


def test_acknowledge_notes_when(cast: Cast, report: Report) -> None:
    later = cast.at + timedelta(hours=2)
    done = step(cast.safety_adviser, report, "acknowledge", at=later)
    assert (done.state, done.acknowledged_at, done.touched_at) == ("acknowledged", later, later)


def test_step_note_stands_in_the_trail_with_who_took_it(cast: Cast, report: Report) -> None:
    step(cast.safety_adviser, report, "acknowledge", at=cast.at, note="  Gebeld met wacht. ")
    last = steps_of(report)[-1]
    assert last.words["note"] == "Gebeld met wacht."
    assert last.words["post"] == "Veiligheidsadviseur BATTALION"
    assert last.actor == cast.safety_adviser.person.id


# ---- hand over ----


def test_hand_over_gives_the_other_unit_the_right_to_read(cast: Cast, report: Report) -> None:
    assert not can_read(cast, "outsider", report)

    done = step(cast.safety_adviser, report, "hand_over", at=cast.at, owner_unit="squadron")

    assert (done.owner_unit_id, done.unit_id) == (cast.squadron.id, cast.company.id)
    assert done.state == "received"
    assert can_read(cast, "outsider", report)
    assert can_read(cast, "safety_adviser", report)


def test_hand_over_lets_the_other_unit_triage(cast: Cast, report: Report) -> None:
    step(cast.safety_adviser, report, "hand_over", at=cast.at, owner_unit="SQUADRON")
    done = step(cast.outsider, report, "triage", at=cast.at, **CLASSIFICATION)
    assert done.state == "in_handling"
    assert done.occurrence.owner_unit_id == cast.squadron.id


def test_hand_over_back_takes_the_right_away_again(cast: Cast, report: Report) -> None:
    step(cast.safety_adviser, report, "hand_over", at=cast.at, owner_unit="SQUADRON")

    done = step(cast.outsider, report, "hand_over", at=cast.at, owner_unit="COMPANY")

    assert done.owner_unit_id is None
    assert not can_read(cast, "outsider", report)


def test_hand_over_to_no_unit_is_refused(cast: Cast, report: Report) -> None:
    with pytest.raises(FieldsRefused) as refused:
        step(cast.safety_adviser, report, "hand_over", at=cast.at, owner_unit="ATLANTIS")
    assert list(refused.value.errors) == ["owner_unit"]


# ---- answer ----


def test_answer_stands_in_the_conversation(cast: Cast, report: Report) -> None:
    done = answered(cast, report)

    assert said_in(report) == [("handler", "answer", ANSWER)]
    assert (done.state, done.answered_at) == ("answered", cast.at)
    assert done.due_at == cast.at + timedelta(days=30)


def test_answer_before_triage_is_refused(cast: Cast, report: Report) -> None:
    with pytest.raises(StepRefused):
        step(cast.safety_adviser, report, "answer", at=cast.at, answer=ANSWER)


def test_close_before_an_answer_is_refused(cast: Cast, report: Report) -> None:
    with pytest.raises(StepRefused):
        step(cast.safety_adviser, triage(cast, report), "close", at=cast.at)
    assert fresh(report).state == "in_handling"


def test_close_answered_without_an_answer_is_refused(cast: Cast) -> None:
    """An imported report may stand in a state that its facts do not bear out."""
    odd = make_report(unit=cast.company, state="answered", at=cast.at, answered_at=None)
    with pytest.raises(StepRefused) as refused:
        step(cast.safety_adviser, odd, "close", at=cast.at)
    assert [one.code for one in refused.value.refusals] == ["no_answer"]


def test_close_after_an_answer_owes_nothing_more(cast: Cast, report: Report) -> None:
    answered(cast, report)
    done = step(cast.safety_adviser, report, "close", at=cast.at)
    assert (done.state, done.closed_at, done.due_at) == ("closed", cast.at, None)


# ---- solved ----


@pytest.mark.parametrize("mark", [None, 1, 5])
def test_confirm_solved_closes_with_a_mark(cast: Cast, report: Report, mark: int | None) -> None:
    answered(cast, report)
    done = step(cast.soldier, report, "confirm_solved", at=cast.at, satisfaction=mark)
    assert (done.state, done.satisfaction, done.closed_at) == ("closed", mark, cast.at)


@pytest.mark.parametrize("mark", [0, 6, -1, "veel"])
def test_confirm_solved_impossible_mark_is_refused(
    cast: Cast, report: Report, mark: int | str
) -> None:
    answered(cast, report)
    with pytest.raises(FieldsRefused) as refused:
        step(cast.soldier, report, "confirm_solved", at=cast.at, satisfaction=mark)
    assert list(refused.value.errors) == ["satisfaction"]
    assert fresh(report).state == "answered"


def test_confirm_solved_of_a_closed_report_keeps_when_it_closed(cast: Cast, report: Report) -> None:
    answered(cast, report)
    step(cast.safety_adviser, report, "close", at=cast.at)
    later = cast.at + timedelta(days=2)
    done = step(cast.soldier, report, "confirm_solved", at=later, satisfaction=4)
    assert (done.closed_at, done.satisfaction) == (cast.at, 4)


def test_confirm_solved_by_the_handler_is_denied(cast: Cast, report: Report) -> None:
    answered(cast, report)
    with pytest.raises(AccessDenied):
        step(cast.safety_adviser, report, "confirm_solved", at=cast.at)


def test_confirm_solved_by_a_colleague_is_denied(cast: Cast, report: Report) -> None:
    answered(cast, report)
    with pytest.raises(AccessDenied):
        step(cast.team_leader, report, "confirm_solved", at=cast.at)


# ---- not solved ----


@pytest.mark.parametrize("closed", [False, True])
def test_not_solved_opens_the_report_again(cast: Cast, report: Report, closed: bool) -> None:
    answered(cast, report)
    if closed:
        step(cast.safety_adviser, report, "close", at=cast.at)
    later = cast.at + timedelta(days=3)

    done = step(cast.soldier, report, "not_solved", at=later, reason="Hangt weer los.")

    assert (done.state, done.closed_at) == ("in_handling", None)
    assert done.due_at == later + timedelta(days=14)
    assert said_in(report)[-1] == ("reporter", "reopen", "Hangt weer los.")


@pytest.mark.parametrize("closed", [False, True])
def test_not_solved_after_thirty_days_is_still_taken(
    cast: Cast, report: Report, closed: bool
) -> None:
    answered(cast, report)
    if closed:
        step(cast.safety_adviser, report, "close", at=cast.at)
    last = cast.at + timedelta(days=30, hours=23)
    assert step(cast.soldier, report, "not_solved", at=last, reason="Los.").state == "in_handling"


def test_not_solved_after_thirty_one_days_is_refused(cast: Cast, report: Report) -> None:
    answered(cast, report)
    late = cast.at + timedelta(days=31)
    with pytest.raises(StepRefused) as refused:
        step(cast.soldier, report, "not_solved", at=late, reason="Los.")
    assert [one.code for one in refused.value.refusals] == ["too_late"]
    assert fresh(report).state == "answered"


def test_not_solved_without_a_reason_is_refused(cast: Cast, report: Report) -> None:
    answered(cast, report)
    with pytest.raises(FieldsRefused) as refused:
        step(cast.soldier, report, "not_solved", at=cast.at)
    assert list(refused.value.errors) == ["reason"]


def test_not_solved_reopens_the_closed_occurrence(cast: Cast, report: Report) -> None:
    answered(cast, report)
    occurrence = occurrence_of(report)
    close_occurrence(cast, occurrence)

    step(cast.soldier, report, "not_solved", at=cast.at, reason="Hangt weer los.")

    again = fresh(occurrence)
    assert (again.state, again.closed_at) == ("reopened", None)
    assert steps_of(occurrence)[-1].words["reason"] == report.ref


def test_not_solved_reopens_the_occurrence_that_was_ready(cast: Cast, report: Report) -> None:
    answered(cast, report)
    occurrence = occurrence_of(report)
    step(cast.safety_adviser, occurrence, "start_handling", at=cast.at)
    step(cast.safety_adviser, occurrence, "make_ready", at=cast.at, result="Vastgezet.")
    step(cast.soldier, report, "not_solved", at=cast.at, reason="Hangt weer los.")
    assert fresh(occurrence).state == "reopened"


def test_not_solved_leaves_a_running_occurrence_alone(cast: Cast, report: Report) -> None:
    answered(cast, report)
    step(cast.soldier, report, "not_solved", at=cast.at, reason="Los.")
    assert occurrence_of(report).state == "triaged"


def test_not_solved_without_occurrence_opens_the_report_alone(cast: Cast) -> None:
    key = cast.soldier.actor.own_key
    old = make_report(unit=cast.company, state="closed", at=cast.at, reporter_key=key)
    done = step(cast.soldier, old, "not_solved", at=cast.at, reason="Los.")
    assert (done.state, done.occurrence_id) == ("in_handling", None)


def test_not_solved_by_code_opens_the_anonymous_report(cast: Cast) -> None:
    sent = send_anonymous(cast)
    answered(cast, sent.report)
    step(holder_of(sent.receipt), sent.report, "not_solved", at=cast.at, reason="Nog los.")
    assert fresh(sent.report).state == "in_handling"
    assert said_in(sent.report) == [
        ("reporter", "reopen", "Nog los."),
        ("handler", "answer", ANSWER),
    ], "of an anonymous reporter the place within the day is not kept"


def test_reopened_report_can_be_answered_and_closed_again(cast: Cast, report: Report) -> None:
    answered(cast, report)
    step(cast.soldier, report, "not_solved", at=cast.at, reason="Los.")
    step(cast.safety_adviser, report, "answer", at=cast.at, answer="Nu met een klem.")
    assert step(cast.commander, report, "close", at=cast.at).state == "closed"


# ---- elsewhere ----


def test_out_of_scope_answers_and_closes(cast: Cast, report: Report) -> None:
    done = step(cast.safety_adviser, report, "out_of_scope", at=cast.at, answer="Bel de kantine.")
    assert (done.state, done.closed_at, done.answered_at, done.due_at) == (
        "out_of_scope",
        cast.at,
        cast.at,
        None,
    )
    assert said_in(report) == [("handler", "answer", "Bel de kantine.")]
    assert done.occurrence_id is None


def test_redirect_integrity_without_consent_is_refused(cast: Cast, report: Report) -> None:
    for consent in (False, None, ""):
        with pytest.raises(FieldsRefused) as refused:
            step(cast.safety_adviser, report, "redirect_integrity", at=cast.at, consent=consent)
        assert list(refused.value.errors) == ["consent"]
    assert fresh(report).state == "received"


def test_redirect_integrity_with_consent_copies_nothing(cast: Cast, report: Report) -> None:
    done = step(cast.safety_adviser, report, "redirect_integrity", at=cast.at, consent=True)

    last = steps_of(report)[-1]
    assert (done.state, done.closed_at, done.due_at) == ("redirected_integrity", cast.at, None)
    assert (done.occurrence_id, said_in(report), last.facts) == (None, [], {"consent": True})
    assert report.story not in str(last.words)


def test_redirect_integrity_gives_the_integrity_adviser_no_sight(
    cast: Cast, report: Report
) -> None:
    step(cast.safety_adviser, report, "redirect_integrity", at=cast.at, consent=True)
    assert not can_read(cast, "integrity_adviser", report)


# ---- four eyes ----


@pytest.mark.parametrize(
    ("state", "name", "fields"),
    [
        ("received", "triage", CLASSIFICATION),
        ("received", "hand_over", {"owner_unit": "SQUADRON"}),
        ("in_handling", "answer", {"answer": ANSWER}),
        ("answered", "close", {}),
        ("received", "out_of_scope", {"answer": ANSWER}),
        ("received", "redirect_integrity", {"consent": True}),
    ],
)
def test_own_report_is_not_handled_by_oneself(
    cast: Cast, state: str, name: str, fields: dict[str, object]
) -> None:
    key = cast.safety_adviser.actor.own_key
    own = make_report(unit=cast.company, state=state, at=cast.at, reporter_key=key)
    with pytest.raises(StepRefused) as refused:
        step(cast.safety_adviser, own, name, at=cast.at, **fields)
    assert [one.code for one in refused.value.refusals] == ["own_report"]
    assert fresh(own).state == state


def test_own_report_steps_are_greyed_with_the_reason(cast: Cast) -> None:
    key = cast.safety_adviser.actor.own_key
    own = make_report(unit=cast.company, state="received", at=cast.at, reporter_key=key)
    choices = available_steps(record=own, actor=cast.safety_adviser.actor, at=cast.at)
    why = {one.name: [refusal.code for refusal in one.refusals] for one in choices}
    assert why == {
        "say_about": ["not_yours"],
        "acknowledge": [],
        "triage": ["own_report"],
        "danger_over": ["own_report", "no_danger"],
        "note_immediate": [],
        "hand_over": ["own_report"],
        "raise": ["own_report"],
        "out_of_scope": ["own_report"],
        "redirect_integrity": ["own_report"],
        **{name: ["not_yours"] for name in EMBARGO_STEPS},
    }


# ---- two people at once, and the proof afterwards ----


def test_second_person_with_a_stale_page_is_refused_and_nothing_is_lost(
    cast: Cast, report: Report
) -> None:
    other = cast.add("second_adviser", ("safety_adviser", "COMPANY", None))
    stale = fresh(report)
    triage(cast, report)

    with pytest.raises(StepRefused):
        step(other, stale, "triage", at=cast.at, **CLASSIFICATION)

    assert Occurrence.objects.for_system(reason="advance").count() == 1
    assert [one.code for one in steps_of(report)] == [
        "reports.report.received",
        "reports.report.triaged",
    ]


def test_whole_way_of_a_report_is_proved_by_the_trail(cast: Cast, report: Report) -> None:
    answered(cast, report)
    step(cast.soldier, report, "not_solved", at=cast.at, reason="Los.")
    step(cast.safety_adviser, report, "answer", at=cast.at, answer="Klem.")
    step(cast.soldier, report, "confirm_solved", at=cast.at, satisfaction=5)
    assert list(breaks()) == []


def test_right_that_ended_gives_no_step(cast: Cast, report: Report) -> None:
    with pytest.raises(AccessDenied):
        step(cast.former_holder, report, "acknowledge", at=cast.at)


def test_right_that_starts_tomorrow_gives_no_step_today(cast: Cast, report: Report) -> None:
    coming = cast.add("coming", home="COMPANY")
    tomorrow = cast.at.date() + timedelta(days=1)
    appoint(coming.person, "safety_adviser", cast.battalion, from_on=tomorrow)
    with pytest.raises(AccessDenied):
        step(coming, report, "acknowledge", at=cast.at)
    assert Notice.objects.filter(to_key=coming.actor.own_key).count() == 0


# ---- solved is said once ----


def test_confirm_after_the_reporter_closed_it_is_refused_and_left_out(
    cast: Cast, report: Report
) -> None:
    done = step(cast.soldier, answered(cast, report), "confirm_solved", at=cast.at)
    with pytest.raises(StepRefused) as refused:
        step(cast.soldier, done, "confirm_solved", at=cast.at)
    assert [one.code for one in refused.value.refusals] == ["confirmed"]
    shown = step_choices(cast.soldier.actor, fresh(done), cast.at, "reports:report-step")
    assert [one["name"] for one in shown if one["allowed"]] == ["not_solved"]


def test_confirm_after_somebody_else_closed_it_is_possible_once(cast: Cast, report: Report) -> None:
    closed = step(cast.safety_adviser, answered(cast, report), "close", at=cast.at)
    step(cast.soldier, closed, "confirm_solved", at=cast.at, satisfaction=4)
    assert fresh(report).satisfaction == 4


def test_confirm_is_possible_again_after_a_second_answer(cast: Cast, report: Report) -> None:
    done = step(cast.soldier, answered(cast, report), "confirm_solved", at=cast.at)
    again = step(cast.soldier, done, "not_solved", at=cast.at, reason="Weer los.")
    again = step(cast.safety_adviser, again, "answer", at=cast.at, answer=ANSWER)
    assert step(cast.soldier, again, "confirm_solved", at=cast.at).state == "closed"


def test_phase_of_a_closed_report_is_that_of_its_occurrence_and_says_so(
    cast: Cast, report: Report
) -> None:
    done = fresh(step(cast.soldier, answered(cast, report), "confirm_solved", at=cast.at))
    with translation.override("en"):
        journey = journey_of(done, cast.at)
        shown = record_page_parts(cast.soldier.actor, done, cast.at, "reports:report-step")
    assert journey.phase == shown["phase"] == report_out(done, cast.at).phase == "weigh"
    assert journey.beyond == ("Your report is closed. What it belongs to goes on, and is: triaged.")


def test_phase_of_a_merged_occurrence_follows_its_target_everywhere(
    cast: Cast, report: Report
) -> None:
    merged = occurrence_of(triage(cast, report))
    target = make_occurrence(unit=cast.company, state="handling", at=cast.at)
    step(cast.safety_adviser, merged, "merge", at=cast.at, occurrence=target.ref)
    now = fresh(report)
    shown = record_page_parts(cast.soldier.actor, now, cast.at, "reports:report-step")
    assert journey_of(now, cast.at).phase == shown["phase"] == "tackle"
    assert report_out(now, cast.at).phase == "tackle"
