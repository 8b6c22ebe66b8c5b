"""Duties to notify: they open with the facts, open again, lapse in sight, and are settled by two."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import translation

from baken.conftest import Cast
from baken.core.access import AccessDenied, may
from baken.core.trail.verify import breaks
from baken.core.workflow.errors import FieldsRefused, StepRefused
from baken.rooms.reports.actions.open_duty import open_duty
from baken.rooms.reports.models import (
    DutyAnswer,
    ExternalNotification,
    ExternalNotificationStep,
    Injury,
    Occurrence,
)
from baken.rooms.reports.permits import READ_NOTIFICATION_SUMMARY
from baken.rooms.reports.queries.notifications import notifications_of, notifications_page
from baken.rooms.reports.tests.acts import fresh, occurrence_of, send, step, triage
from baken.rooms.reports.tests.duties import CALL, make_notification
from baken.rooms.reports.tests.factories import make_occurrence, make_report
from baken.rooms.reports.views.duty_rows import late_because

HURT = {"person_kind": "employee", "outcome": "lost_time", "absence_days": 2}
ADMITTED = {**HURT, "hospital_admission": True}
DAYS = timedelta(days=2)


def told(cast: Cast, **fields: Any) -> Occurrence:
    """The occurrence of a report of the moment, triaged at once."""
    report = send(cast.soldier, at=cast.at).report
    return occurrence_of(triage(cast, report, **{"domains": ["work"], **fields}))


def revise(cast: Cast, occurrence: Occurrence, at: datetime, **fields: Any) -> Occurrence:
    step(cast.safety_adviser, occurrence, "classify", at=at, **fields)
    return fresh(occurrence)


def duties(occurrence: Occurrence) -> dict[str, ExternalNotification]:
    rows = ExternalNotification.objects.for_system(reason="advance").filter(occurrence=occurrence)
    return {row.duty: row for row in rows}


def nla(occurrence: Occurrence) -> ExternalNotification:
    return duties(occurrence)["nla_accident"]


def codes_of(one: ExternalNotification) -> list[str]:
    rows = ExternalNotificationStep.objects.of(one).order_by("serial")
    return [
        code.removeprefix("reports.notification.") for code in rows.values_list("code", flat=True)
    ]


def notify(who: Any, one: ExternalNotification, at: datetime, **more: Any) -> Any:
    return step(who, one, "notify", at=at, **{"called_at": at.isoformat(), **CALL, **more})


def intact() -> list[Any]:
    return list(breaks())


# ---- acceptance tests 3 and 4 of the domain reference, reporting, section 18 ----


def test_hospital_admission_entered_two_days_later_opens_the_nla_duty_at_once_and_says_why_it_is_late(
    cast: Cast,
) -> None:
    occurrence = told(cast, injuries=[HURT])
    assert duties(occurrence) == {}
    later = cast.at + DAYS

    revise(cast, occurrence, later, injuries=[ADMITTED])

    one = nla(occurrence)
    assert (one.state, one.owner) == ("due", "duty_officer")
    assert one.known_at == one.due_at == one.term_at == later
    assert one.is_late
    assert "outcome.hospital_admission" in one.because
    with translation.override("en"):
        assert late_because(one) == "Late because known on 12 March 2026 10:00."
    assert intact() == []


def test_not_required_needs_a_reason_and_a_second_reader(cast: Cast) -> None:
    one = nla(told(cast, injuries=[ADMITTED]))
    second = cast.add("tweede", ("safety_adviser", "ARMY", None))
    with pytest.raises(FieldsRefused) as refused:
        step(cast.safety_adviser, one, "propose_not_required", at=cast.at)
    assert list(refused.value.errors) == ["reason"]

    why = "Het was een poliklinisch bezoek, geen opname."
    step(cast.safety_adviser, one, "propose_not_required", at=cast.at, reason=why)
    assert fresh(one).due_at == one.due_at, "the clock runs on"
    with (
        pytest.raises(StepRefused, match="somebody else than who proposed"),
        translation.override("en"),
    ):
        step(cast.safety_adviser, one, "agree_not_required", at=cast.at)
    for other in (cast.commander, cast.outsider):
        with pytest.raises(AccessDenied):
            step(other, one, "agree_not_required", at=cast.at)
    step(second, one, "agree_not_required", at=cast.at)

    settled = fresh(one)
    assert (settled.state, settled.due_at, settled.reason) == ("not_required", None, why)
    assert codes_of(one) == ["opened", "waiver_proposed", "waiver_agreed"]
    assert intact() == []


def test_second_reader_who_does_not_agree_brings_the_duty_back(cast: Cast) -> None:
    one = nla(told(cast, injuries=[ADMITTED]))
    second = cast.add("tweede", ("safety_adviser", "ARMY", None))
    step(cast.safety_adviser, one, "propose_not_required", at=cast.at, reason="Geen opname.")
    with pytest.raises(FieldsRefused):
        step(second, one, "refuse_not_required", at=cast.at)
    step(second, one, "refuse_not_required", at=cast.at, why="Dagopname telt ook.")
    back = fresh(one)
    assert (back.state, back.reason, back.proposed_by) == ("due", "", None)
    assert intact() == []


def test_second_reader_who_reported_it_is_too_close(cast: Cast) -> None:
    second = cast.add(
        "tweede", ("safety_adviser", "BATTALION", None), ("employee", "COMPANY", None)
    )
    report = send(second, at=cast.at, unit_code="COMPANY").report
    occurrence = occurrence_of(triage(cast, report, domains=["work"], injuries=[ADMITTED]))
    one = nla(occurrence)
    step(cast.safety_adviser, one, "propose_not_required", at=cast.at, reason="Geen opname.")
    with pytest.raises(StepRefused):
        step(second, one, "agree_not_required", at=cast.at)


# ---- opening ----


def test_triage_opens_what_the_facts_ask_with_its_clock(cast: Cast) -> None:
    occurrence = told(cast, category="4", injuries=[ADMITTED])
    found = duties(occurrence)
    assert set(found) == {"nla_accident", "ivd_cat4"}
    one = found["nla_accident"]
    assert (one.unit_id, one.known_at, one.is_late) == (occurrence.unit_id, cast.at, False)
    assert found["ivd_cat4"].due_at == cast.at + timedelta(hours=1)
    assert codes_of(one) == ["opened"]


def test_triage_on_the_next_day_counts_from_when_the_report_came_in(cast: Cast) -> None:
    report = send(cast.soldier, at=cast.at).report
    later = cast.at + timedelta(days=1)
    fields = {
        "domains": ["work"],
        "injuries": [ADMITTED],
        "title": "Val",
        "summary": "Val.",
        "kind": "accident",
        "category": "3",
        "actual_severity": "3",
        "potential_severity": "3",
    }
    step(cast.safety_adviser, report, "triage", at=later, **fields)
    one = nla(occurrence_of(report))
    assert (one.known_at, one.opened_at, one.is_late) == (cast.at, later, False)


def test_triage_of_an_anonymous_report_counts_from_the_triage(cast: Cast) -> None:
    report = make_report(unit=cast.company, identity="anonymous", at=cast.at - timedelta(hours=9))
    occurrence = occurrence_of(triage(cast, report, domains=["work"], injuries=[ADMITTED]))
    assert (nla(occurrence).known_at, nla(occurrence).is_late) == (cast.at, False)


def test_moment_that_was_told_of_an_admission_starts_the_clock(cast: Cast) -> None:
    occurrence = told(cast, injuries=[HURT])
    later, known = cast.at + DAYS, cast.at + timedelta(days=1)
    revise(cast, occurrence, later, injuries=[{**ADMITTED, "known_at": known.isoformat()}])
    one = nla(occurrence)
    assert (one.known_at, one.due_at, one.opened_at) == (known, known, later)
    with translation.override("en"):
        assert late_because(one) == (
            "Late because known on 11 March 2026 10:00. Entered here on 12 March 2026 10:00."
        )


def test_deployment_brings_no_duty_to_the_labour_authority(cast: Cast) -> None:
    occurrence = told(cast, injuries=[ADMITTED], context="deployment")
    assert duties(occurrence) == {}


@pytest.mark.parametrize(
    ("answers", "opened"),
    [
        ([], set()),
        ([{"fact": "breach.risk", "holds": False}], set()),
        ([{"fact": "breach.risk", "holds": None}], set()),
        ([{"fact": "breach.risk", "holds": True}], {"avg_breach"}),
        ([{"fact": "radiation.event", "holds": True}], set()),
    ],
)
def test_answers_open_duties_and_those_of_other_flags_are_not_kept(
    cast: Cast, answers: list[Any], opened: set[str]
) -> None:
    occurrence = told(cast, domains=["data_breach"], duty_facts=answers)
    assert set(duties(occurrence)) == opened
    kept = DutyAnswer.objects.of(occurrence).values_list("fact", flat=True)
    assert "radiation.event" not in kept
    assert intact() == []


@pytest.mark.parametrize(
    "row",
    [
        {"fact": "x.y", "holds": True},
        {"fact": "breach.risk", "holds": "yes"},
        {"holds": True},
        {"fact": "breach.risk", "holds": True, "why": "x"},
    ],
)
def test_answer_that_is_none_is_refused_with_its_row(cast: Cast, row: Any) -> None:
    with pytest.raises(FieldsRefused) as refused:
        told(cast, domains=["data_breach"], duty_facts=[row])
    assert list(refused.value.errors) == ["duty_facts"]
    assert ExternalNotification.objects.for_system(reason="advance").count() == 0


def test_answers_that_are_not_told_again_stay(cast: Cast) -> None:
    told_risk = [{"fact": "breach.risk", "holds": True}]
    occurrence = told(cast, domains=["data_breach"], duty_facts=told_risk)
    revise(cast, occurrence, cast.at, category="1")
    assert list(DutyAnswer.objects.of(occurrence).values_list("fact", "holds")) == [
        ("breach.risk", True)
    ]
    revise(cast, occurrence, cast.at, domains=["work"])
    assert not DutyAnswer.objects.of(occurrence).exists()
    assert intact() == []


def test_working_days_of_a_term_leave_out_the_weekend(cast: Cast) -> None:
    answers = [{"fact": "medical.calamity", "holds": True}]
    occurrence = told(cast, domains=["medical"], duty_facts=answers)
    due = duties(occurrence)["medical_calamity"].due_at
    assert due is not None
    assert due.isoformat() == "2026-03-13T22:59:00+00:00"


# ---- opening again, lapsing ----


def test_worse_outcome_opens_a_notified_duty_again_at_once(cast: Cast) -> None:
    occurrence = told(cast, injuries=[ADMITTED])
    one = nla(occurrence)
    notify(cast.safety_adviser, one, cast.at, reference="NLA-1")
    later = cast.at + DAYS
    worse = {**ADMITTED, "outcome": "permanent", "permanent": True}
    revise(cast, occurrence, later, injuries=[worse], category="4")
    again = nla(occurrence)
    assert (again.state, again.due_at, again.reference) == ("reopened", later, "NLA-1")
    assert (again.is_late, again.reopened_at) == (True, later)
    assert duties(occurrence)["ivd_cat4"].state == "due"
    notify(cast.safety_adviser, again, later)
    assert codes_of(one) == ["opened", "notified", "reopened_by_facts", "notified"]
    assert fresh(one).reference == "NLA-1", "a number once given stays"
    assert intact() == []


def test_settled_duty_opens_again_when_facts_change(cast: Cast) -> None:
    occurrence = told(cast, injuries=[ADMITTED])
    one = nla(occurrence)
    step(cast.safety_adviser, one, "propose_not_required", at=cast.at, reason="Geen opname.")
    revise(cast, occurrence, cast.at + DAYS, injuries=[{**ADMITTED, "outcome": "death"}])
    assert (fresh(one).state, fresh(one).reason) == ("reopened", "")
    assert intact() == []


def test_revision_of_something_else_leaves_a_notified_duty_alone(cast: Cast) -> None:
    occurrence = told(cast, injuries=[ADMITTED])
    notify(cast.safety_adviser, nla(occurrence), cast.at)
    revise(cast, occurrence, cast.at + DAYS, injuries=[{**ADMITTED, "absence_days": 9}])
    revise(cast, occurrence, cast.at + DAYS, title="Ander woord")
    assert codes_of(nla(occurrence)) == ["opened", "notified"]
    assert Injury.objects.of(occurrence).get().known_at == cast.at


def test_duty_that_the_facts_no_longer_ask_stays_with_a_note_and_comes_back(cast: Cast) -> None:
    occurrence = told(cast, injuries=[ADMITTED])
    later = cast.at + DAYS
    revise(cast, occurrence, later, injuries=[HURT])
    one = nla(occurrence)
    assert (one.state, one.lapsed_at) == ("due", later)
    revise(cast, occurrence, later, category="1")
    revise(cast, occurrence, later, injuries=[ADMITTED])
    assert (fresh(one).state, fresh(one).lapsed_at) == ("due", None)
    assert codes_of(one) == ["opened", "lapsed", "revived"]
    assert intact() == []


def test_what_follows_from_facts_is_no_step_of_a_person(cast: Cast) -> None:
    one = make_notification(unit=cast.company, state="notified")
    for name in ("reopen_by_facts", "lapse", "revive"):
        with pytest.raises(StepRefused):
            step(cast.safety_adviser, one, name, at=cast.at)


# ---- the steps ----


def test_notified_duty_is_confirmed_with_a_number(cast: Cast) -> None:
    one = nla(told(cast, injuries=[ADMITTED]))
    notify(cast.commander, one, cast.at + timedelta(minutes=19))
    moment = (cast.at + timedelta(hours=2)).isoformat()
    with pytest.raises(FieldsRefused) as refused:
        step(cast.commander, one, "confirm", at=cast.at + DAYS, confirmed_at=moment)
    assert list(refused.value.errors) == ["reference"]
    given = {"confirmed_at": moment, "reference": "NLA-2026-1"}
    step(cast.commander, one, "confirm", at=cast.at + DAYS, **given)
    done = fresh(one)
    assert (done.state, done.reference, done.due_at) == ("confirmed", "NLA-2026-1", None)
    assert (done.caller, done.spoken_to) == ("Officier van dienst", "Meldkamer")
    assert intact() == []


@pytest.mark.parametrize("shift", [timedelta(hours=1), timedelta(days=-3)])
def test_moment_of_a_call_that_cannot_be_is_refused(cast: Cast, shift: timedelta) -> None:
    one = nla(told(cast, injuries=[ADMITTED]))
    Occurrence.objects.for_system(reason="advance").update(happened_at=cast.at)
    with pytest.raises(FieldsRefused) as refused:
        notify(cast.safety_adviser, fresh(one), cast.at, called_at=(cast.at + shift).isoformat())
    assert list(refused.value.errors) == ["called_at"]


def test_written_report_is_due_after_the_call_and_then_the_next(cast: Cast) -> None:
    answers = [{"fact": name, "holds": True} for name in ("aviation.civil", "aviation.listed")]
    one = duties(told(cast, domains=["aviation"], duty_facts=answers))["civil_aviation"]
    assert one.due_at == cast.at + timedelta(hours=72)
    notify(cast.safety_adviser, one, cast.at)
    summer = timedelta(hours=1)  # which begins between: the same hour of the day
    assert fresh(one).due_at == cast.at + timedelta(days=30) - summer
    for place, due in enumerate((cast.at.replace(month=6), None), start=1):
        text = f"Verslag {place}, zonder namen."
        given = {"sent_at": cast.at.isoformat(), "report": text}
        step(cast.safety_adviser, one, "send_report", at=cast.at, **given)
        sent = fresh(one)
        assert (sent.reports_sent, sent.written_report) == (place, text)
        assert sent.due_at == (due and due - summer)
    assert intact() == []


def test_more_that_is_told_stands_in_the_history_and_the_first_call_stays(cast: Cast) -> None:
    one = nla(told(cast, injuries=[ADMITTED]))
    notify(cast.safety_adviser, one, cast.at)
    more = {
        **CALL,
        "called_at": cast.at.isoformat(),
        "what": "Nu ook het nummer.",
        "spoken_to": "Inspecteur",
        "reference": "NLA-9",
    }
    step(cast.safety_adviser, one, "inform_again", at=cast.at, **more)
    kept = fresh(one)
    assert (kept.spoken_to, kept.reference) == ("Meldkamer", "NLA-9")
    last = ExternalNotificationStep.objects.of(one).order_by("-serial")[0]
    assert last.words["spoken_to"] == "Inspecteur"
    assert intact() == []


def test_settled_duty_is_opened_again_by_hand_with_a_reason(cast: Cast) -> None:
    one = make_notification(unit=cast.company, state="not_required")
    step(cast.commander, one, "reopen", at=cast.at, why="De inspectie vraagt er toch om.")
    assert (fresh(one).state, fresh(one).due_at) == ("reopened", cast.at)


def test_occurrence_does_not_close_while_a_duty_is_open(cast: Cast) -> None:
    occurrence = make_occurrence(unit=cast.company, state="ready_to_close")
    one = make_notification(unit=cast.company, occurrence=occurrence)
    with pytest.raises(StepRefused, match="duty to notify"), translation.override("en"):
        step(cast.safety_adviser, occurrence, "close", at=cast.at)
    notify(cast.safety_adviser, one, cast.at)
    step(cast.safety_adviser, occurrence, "close", at=cast.at)
    assert fresh(occurrence).state == "closed"


# ---- by hand ----


def test_duty_is_opened_by_hand_and_not_twice(cast: Cast) -> None:
    occurrence = told(cast)
    given = {"occurrence": occurrence, "duty": "ivd_cat4", "at": cast.at}
    one = open_duty(actor=cast.commander.actor, reason="In overleg", **given)
    assert (one.by_hand, one.due_at) == (True, cast.at + timedelta(hours=1))
    revise(cast, occurrence, cast.at, category="1")
    assert fresh(one).lapsed_at is None, "no fact asked for it, so none stops asking"
    with pytest.raises(FieldsRefused):
        open_duty(actor=cast.commander.actor, reason="Nog eens", **given)
    with pytest.raises(AccessDenied):
        open_duty(actor=cast.team_leader.actor, reason="Ik ook", **given)
    assert intact() == []


@pytest.mark.parametrize(
    ("duty", "reason", "field"),
    [
        ("ivd_cat4", "  ", "reason"),
        ("ivd_cat4", "a\x00b", "reason"),
        ("accident_list", "Lijst", "duty"),
        ("no_such", "Iets", "duty"),
    ],
)
def test_duty_by_hand_needs_a_known_duty_and_a_reason(
    cast: Cast, duty: str, reason: str, field: str
) -> None:
    given = {"occurrence": told(cast), "duty": duty, "reason": reason, "at": cast.at}
    with pytest.raises(FieldsRefused) as refused:
        open_duty(actor=cast.commander.actor, **given)
    assert list(refused.value.errors) == [field]


def test_duty_by_hand_that_the_facts_ask_for_later_opens_again(cast: Cast) -> None:
    occurrence = told(cast, injuries=[ADMITTED], category="3")
    given = {"occurrence": occurrence, "duty": "ivd_cat4", "at": cast.at}
    one = open_duty(actor=cast.commander.actor, reason="In overleg", **given)
    notify(cast.commander, one, cast.at)
    revise(cast, occurrence, cast.at + DAYS, category="4")
    assert (fresh(one).state, fresh(one).due_at) == (
        "reopened",
        cast.at + DAYS + timedelta(hours=1),
    )


# ---- following the occurrence ----


def test_duties_go_along_to_the_unit_that_acts(cast: Cast) -> None:
    occurrence = told(cast, injuries=[ADMITTED])
    step(cast.safety_adviser, occurrence, "hand_over", at=cast.at, owner_unit="SQUADRON")
    one = nla(occurrence)
    assert one.owner_unit_id == cast.squadron.pk
    assert codes_of(one) == ["opened", "handed_over"]
    assert intact() == []


def test_merged_occurrence_keeps_its_duties_and_the_other_one_opens_none_twice(cast: Cast) -> None:
    first = told(cast, domains=["work"])
    risk = [{"fact": "breach.risk", "holds": True}]
    other = told(cast, domains=["work", "data_breach"], duty_facts=risk, injuries=[ADMITTED])
    step(cast.safety_adviser, other, "merge", at=cast.at, occurrence=first.ref)
    assert set(duties(other)) == {"nla_accident", "avg_breach"}
    assert duties(first) == {}
    shown = notifications_of(cast.safety_adviser.actor, first)
    assert {one.duty for one in shown} == {"nla_accident", "avg_breach"}
    notify(cast.safety_adviser, nla(other), cast.at)
    worse = [{**ADMITTED, "outcome": "death"}]
    revise(cast, first, cast.at + DAYS, injuries=worse)
    assert nla(other).state == "reopened"
    assert set(duties(first)) == {"prosecutor_kmar"}
    assert intact() == []


def test_merge_opens_what_both_together_ask_and_undoing_it_leaves_that_with_a_note(
    cast: Cast,
) -> None:
    first, other = told(cast, domains=["data_breach"]), told(cast, domains=["road"], category="4")
    assert set(duties(other)) == {"ivd_cat4"}
    hurt = told(cast, domains=["road"], injuries=[ADMITTED])
    work = told(cast, domains=["work"])
    step(cast.safety_adviser, hurt, "merge", at=cast.at, occurrence=work.ref)
    assert nla(work).state == "due"
    step(cast.safety_adviser, hurt, "unmerge", at=cast.at, reason="Toch iets anders.")
    assert nla(work).lapsed_at == cast.at
    assert duties(first) == {}
    assert intact() == []


def test_second_reader_who_decides_on_category_4_opens_the_duty_to_the_inspectorate(
    cast: Cast,
) -> None:
    occurrence = told(cast, category="3")
    second = cast.add("tweede", ("safety_adviser", "ARMY", None))
    given = {"category": "4", "reason": "Blijvend letsel verwacht."}
    step(cast.commander, occurrence, "dispute_category", at=cast.at, **given)
    step(second, occurrence, "decide_category", at=cast.at, **given)
    assert set(duties(occurrence)) == {"ivd_cat4"}
    assert intact() == []


def test_duty_of_an_occurrence_under_embargo_is_read_by_those_who_handle_it_alone(
    cast: Cast,
) -> None:
    cast.add("raad", ("council_member", "BATTALION", None))
    cast.add("fg", ("privacy_officer", "MINISTRY", None))
    one = nla(told(cast, injuries=[ADMITTED]))
    held = notifications_page(cast.safety_adviser.actor).items
    for name in ("raad", "fg"):
        assert notifications_page(cast.members[name].actor).items == held
    rows = Occurrence.objects.for_system(reason="advance")
    rows.filter(pk=one.occurrence_id).update(embargo_at=cast.at)
    assert notifications_page(cast.safety_adviser.actor).items == held
    for name in ("raad", "fg"):
        actor = cast.members[name].actor
        assert notifications_page(actor).items == []
        assert not may(actor, READ_NOTIFICATION_SUMMARY, fresh(one))
    assert may(cast.commander.actor, READ_NOTIFICATION_SUMMARY, fresh(one))
