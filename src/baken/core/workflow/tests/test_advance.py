"""One step at a time: access first, then the rules; then state, trail and news together or not at all."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import translation

from baken.core.access import NOBODY, AccessDenied, system_actor
from baken.core.events.models import OutboxEvent
from baken.core.records.numbers import row_number
from baken.core.records.references import next_reference, next_reference_beside_pool
from baken.core.trail.tests.behind import rows_of, steps_of
from baken.core.trail.verify import breaks
from baken.core.workflow.advance import Change, advance, begin, begin_many, check_step, locked
from baken.core.workflow.available import available_steps
from baken.core.workflow.errors import StepRefused
from baken.core.workflow.registry import _bindings, binding_of
from baken.rooms.reports.models import Occurrence, Report
from baken.rooms.reports.tests.factories import make_occurrence, make_report

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english() -> Any:
    with translation.override("en"):
        yield


@pytest.fixture
def report(cast: Any) -> Report:
    """A report that waits for triage."""
    return make_report(unit=cast.company)


def _codes(caught: Any) -> list[str]:
    return [refusal.code for refusal in caught.value.refusals]


def _fresh(cast: Any, number: int = 0) -> Report:
    return Report(
        number=row_number(cast.at) + number,
        ref=next_reference_beside_pool("M", cast.at.date()),
        unit=cast.company,
        story="Kabel los.",
        received_at=cast.at,
        touched_at=cast.at,
    )


def test_step_taken_changes_state_and_values_and_nothing_else(cast: Any, report: Report) -> None:
    report.story = "Not what was told"
    change = Change(values={"place": "Garage 4"})
    advance(
        record=report,
        step="acknowledge",
        actor=cast.safety_adviser.actor,
        at=cast.at,
        change=change,
    )
    stored = rows_of(Report).get()
    assert (stored.state, stored.place) == ("acknowledged", "Garage 4")
    assert stored.story.startswith("Er hing een kabel los")


def test_step_taken_stands_in_the_history_with_note_facts_and_words(
    cast: Any, report: Report
) -> None:
    actor = cast.safety_adviser.actor
    change = Change(facts={"n": 1}, words={"answer": "Thanks."}, seal=("place",))
    step = advance(
        record=report, step="acknowledge", actor=actor, at=cast.at, note="Seen.", change=change
    )
    assert (step.code, step.from_state, step.to_state, step.facts) == (
        "reports.report.acknowledged",
        "received",
        "acknowledged",
        {"n": 1},
    )
    assert (step.words["note"], step.words["answer"]) == ("Seen.", "Thanks.")
    assert ("record.place" in step.commitments, list(breaks())) == (True, [])


def test_step_taken_without_a_note_keeps_none(cast: Any, report: Report) -> None:
    step = advance(record=report, step="acknowledge", actor=cast.safety_adviser.actor, at=cast.at)
    assert "note" not in step.words


def test_step_taken_is_announced_with_who_must_hear(cast: Any, report: Report) -> None:
    advance(record=report, step="acknowledge", actor=cast.safety_adviser.actor, at=cast.at)
    event = OutboxEvent.objects.get()
    assert (event.record, event.at, event.by_nobody, event.payload) == (
        report.pk,
        cast.at,
        False,
        {"step": "acknowledge", "notice": "reporter", "state": "acknowledged"},
    )


def test_step_taken_tells_the_news_of_its_change_along(cast: Any, report: Report) -> None:
    told = Change(news={"why": "expired", "step": "forged"})
    adviser = cast.safety_adviser.actor
    advance(record=report, step="acknowledge", actor=adviser, at=cast.at, change=told)
    payload = OutboxEvent.objects.get().payload
    assert (payload["why"], payload["step"]) == ("expired", "acknowledge")


def test_step_without_a_target_leaves_the_state(cast: Any, report: Report) -> None:
    step = advance(record=report, step="hand_over", actor=cast.safety_adviser.actor, at=cast.at)
    assert (step.from_state, step.to_state, report.state) == ("received",) * 3


@pytest.mark.parametrize("state", ["triaged", "reopened"])
def test_step_with_several_targets_goes_to_the_one_that_the_change_says(
    cast: Any, state: str
) -> None:
    occurrence = locked(_merged(cast))
    advance(
        record=occurrence,
        step="unmerge",
        actor=cast.safety_adviser.actor,
        at=cast.at,
        change=Change(state=state),
    )
    assert (occurrence.state, list(steps_of(occurrence))[-1].to_state) == (state, state)


def test_step_to_another_state_than_its_targets_is_a_mistake_of_the_program(cast: Any) -> None:
    with pytest.raises(ValueError, match="unmerge does not lead to 'merged'"):
        advance(
            record=locked(_merged(cast)),
            step="unmerge",
            actor=cast.safety_adviser.actor,
            at=cast.at,
            change=Change(state="merged"),
        )


def _merged(cast: Any) -> Occurrence:
    one, other = make_occurrence(unit=cast.company), make_occurrence(unit=cast.company)
    facts = {"into": other.ref, "due_at": None, "reports": []}
    advance(
        record=locked(one),
        step="merge",
        actor=cast.safety_adviser.actor,
        at=cast.at,
        change=Change(facts=facts, values={"merged_into": other}),
    )
    return one


def test_change_followed_by_something_more_does_both_in_order() -> None:
    done: list[str] = []
    change = Change(facts={"a": 1}).followed_by(lambda record: done.append(f"first {record}"))
    both = change.followed_by(lambda record: done.append(f"second {record}"))
    assert both.then is not None
    both.then("M-1")
    assert (both.facts, done) == ({"a": 1}, ["first M-1", "second M-1"])


def test_step_of_an_unknown_name_is_refused(cast: Any, report: Report) -> None:
    with pytest.raises(StepRefused) as caught:
        check_step(record=report, step="fly", actor=cast.safety_adviser.actor, at=cast.at)
    assert _codes(caught) == ["unknown_step"]


def test_step_that_is_not_yours_is_denied(cast: Any, report: Report) -> None:
    with pytest.raises(AccessDenied) as caught:
        check_step(record=report, step="acknowledge", actor=cast.soldier.actor, at=cast.at)
    assert caught.value.permit == "reports.report.triage"


def test_step_that_is_neither_yours_nor_possible_is_denied_first(cast: Any) -> None:
    report = make_report(unit=cast.company, state="closed")
    with pytest.raises(AccessDenied):
        check_step(record=report, step="acknowledge", actor=cast.soldier.actor, at=cast.at)


def test_step_from_another_state_is_refused_with_the_state_in_words(cast: Any) -> None:
    report = make_report(unit=cast.company, state="in_handling")
    with pytest.raises(StepRefused, match="while the state is “in handling”") as caught:
        check_step(record=report, step="acknowledge", actor=cast.safety_adviser.actor, at=cast.at)
    assert _codes(caught) == ["wrong_state"]


@pytest.mark.parametrize(
    ("state", "step", "way"),
    [
        ("received", "answer", "It is possible after: “Triage”."),
        ("closed", "note_immediate", "It is possible after: “It is not solved”."),
        ("closed", "acknowledge", ""),
    ],
)
def test_step_from_another_state_says_what_comes_first_when_one_step_is_enough(
    cast: Any, state: str, step: str, way: str
) -> None:
    report = make_report(unit=cast.company, state=state)
    with pytest.raises(StepRefused) as caught, translation.override("en"):
        check_step(record=report, step=step, actor=cast.safety_adviser.actor, at=cast.at)
    (refusal,) = caught.value.refusals
    assert str(refusal).partition("”. ")[2] == way


def test_step_against_a_guard_is_refused_by_it(cast: Any, report: Report) -> None:
    actor = cast.safety_adviser.actor
    report.reporter_key = actor.own_key
    with pytest.raises(StepRefused) as caught:
        check_step(record=report, step="triage", actor=actor, at=cast.at)
    assert _codes(caught) == ["own_report"]


def test_step_against_a_guard_from_another_state_is_refused_for_the_state(cast: Any) -> None:
    actor = cast.safety_adviser.actor
    report = make_report(unit=cast.company, state="closed", reporter_key=actor.own_key)
    with pytest.raises(StepRefused) as caught:
        check_step(record=report, step="triage", actor=actor, at=cast.at)
    assert _codes(caught) == ["wrong_state"]


@pytest.mark.parametrize(
    ("step", "who"), [("fly", "safety_adviser"), ("acknowledge", "soldier"), ("close", "commander")]
)
def test_step_refused_leaves_no_trace(cast: Any, report: Report, step: str, who: str) -> None:
    with pytest.raises((StepRefused, AccessDenied)):
        advance(record=report, step=step, actor=cast.members[who].actor, at=cast.at)
    assert (rows_of(Report).get().state, steps_of(report).count()) == ("received", 1)
    assert OutboxEvent.objects.count() == 0


def test_step_by_the_product_itself_needs_no_permit_but_keeps_to_the_table(
    cast: Any, report: Report
) -> None:
    advance(record=report, step="acknowledge", actor=system_actor("clock"), at=cast.at)
    with pytest.raises(StepRefused):
        advance(record=report, step="acknowledge", actor=system_actor("clock"), at=cast.at)


def test_locked_record_is_as_it_stands_in_the_database_now(
    cast: Any, report: Report, django_assert_num_queries: Any
) -> None:
    rows_of(Report).update(state="acknowledged")
    with transaction.atomic():
        fresh = locked(report)
    with django_assert_num_queries(0):
        found = (fresh.state, fresh.unit.code, fresh.owner_unit)
    assert (report.state, found) == ("received", ("acknowledged", "COMPANY", None))


def test_record_begun_stands_in_its_first_state_with_its_first_step(cast: Any) -> None:
    report = _fresh(cast)
    change = Change(seal=("story", "place", "immediate_action"), facts={"channel": "web"})
    step = begin(
        record=report,
        code="reports.report.received",
        actor=cast.soldier.actor,
        at=cast.at,
        change=change,
        notice="handlers",
    )
    event = OutboxEvent.objects.get()
    assert (report.state, step.serial, step.from_state, step.to_state) == (
        "received",
        1,
        "",
        "received",
    )
    assert (event.payload["notice"], list(breaks())) == ("handlers", [])


def test_record_begun_by_nobody_is_announced_for_the_day_alone(cast: Any) -> None:
    begin(record=_fresh(cast), code="x", actor=NOBODY, at=cast.at, change=Change())
    event = OutboxEvent.objects.get()
    assert (event.by_nobody, event.at) == (True, NOBODY.moment(cast.at))


def test_records_begun_at_once_stand_in_the_states_they_had_reached(cast: Any) -> None:
    reports = [_fresh(cast, n) for n in range(3)]
    begin_many(
        records=reports,
        code="reports.report.imported",
        actor=system_actor("import"),
        at=cast.at,
        seal=("story", "place", "immediate_action"),
        states=["received", "answered", "closed"],
    )
    found = [steps_of(report).get().to_state for report in reports]
    assert (found, list(breaks())) == (["received", "answered", "closed"], [])
    assert OutboxEvent.objects.count() == 0


def test_records_begun_in_an_unknown_state_are_refused_together(cast: Any) -> None:
    reports = [_fresh(cast, n) for n in range(2)]
    with pytest.raises(ValueError, match=r"reports.report has no state 'flying'"):
        begin_many(
            records=reports,
            code="x",
            actor=system_actor("import"),
            at=cast.at,
            seal=(),
            states=["received", "flying"],
        )
    assert rows_of(Report).count() == 0


def test_no_records_begun_is_nothing(db: None, at: Any) -> None:
    begin_many(records=[], code="x", actor=NOBODY, at=at, seal=(), states=[])
    assert rows_of(Report).count() == 0


def _shown(record: Any, actor: Any, at: Any) -> dict[str, list[str]]:
    choices = available_steps(record=record, actor=actor, at=at)
    return {choice.name: [refusal.code for refusal in choice.refusals] for choice in choices}


def test_available_steps_are_those_from_the_state_allowed_or_with_reasons(
    cast: Any, report: Report
) -> None:
    actor = cast.safety_adviser.actor
    rows_of(Report).update(reporter_key=actor.own_key)
    assert _shown(locked(report), actor, cast.at) == {
        "acknowledge": [],
        "note_immediate": [],
        "triage": ["own_report"],
        "hand_over": ["own_report"],
        "out_of_scope": ["own_report"],
        "redirect_integrity": ["own_report"],
        "danger_over": ["own_report", "no_danger"],
        "raise": ["own_report"],
        "say_about": ["not_yours"],
        "set_embargo": ["not_yours"],
        "note_kin": ["not_yours"],
        "lift_embargo": ["not_yours"],
        "withdraw_embargo": ["not_yours"],
    }


def test_step_without_guards_gathers_no_facts(cast: Any, report: Report, monkeypatch: Any) -> None:
    """What guards look at can be long work: nobody waits for it when no guard asks."""
    gathered: list[Any] = []
    bound = binding_of(Report)

    def gather(record: Any, actor: Any, at: Any) -> Any:
        gathered.append(record)
        return bound.facts_of(record, actor, at)

    monkeypatch.setitem(_bindings, Report, replace(bound, facts_of=gather))
    step = next(
        one
        for one in bound.workflow.from_state(report.state)
        if not one.guards and one.permit == "reports.report.triage"
    )
    check_step(record=report, step=step.name, actor=cast.safety_adviser.actor, at=cast.at)
    assert gathered == []
    available_steps(record=report, actor=cast.safety_adviser.actor, at=cast.at)
    assert gathered == [report]


def test_available_steps_of_who_has_no_right_say_so(cast: Any, report: Report) -> None:
    found = _shown(report, cast.outsider.actor, cast.at)
    assert set(map(tuple, found.values())) == {("not_yours",)}


def test_available_steps_carry_label_and_allowed(cast: Any, report: Report) -> None:
    choice = available_steps(record=report, actor=cast.safety_adviser.actor, at=cast.at)[0]
    assert (choice.label, choice.allowed) == ("Confirm receipt", True)


def test_available_steps_from_a_dead_end_ask_nothing(
    cast: Any, django_assert_num_queries: Any
) -> None:
    report = make_report(unit=cast.company, state="out_of_scope")
    with django_assert_num_queries(0):
        found = available_steps(record=report, actor=NOBODY, at=cast.at)
    assert found == []


def test_available_steps_are_the_ones_that_can_be_taken(cast: Any) -> None:
    """The button and the step itself read the same rules, for every state and player."""
    for state in ("received", "acknowledged", "in_handling", "answered", "closed"):
        report = make_report(unit=cast.company, state=state)
        for name in ("soldier", "commander", "safety_adviser", "outsider"):
            actor = cast.members[name].actor
            for choice in available_steps(record=report, actor=actor, at=cast.at):
                assert choice.allowed == _can(report, choice.name, actor, cast.at)


def _can(record: Any, step: str, actor: Any, at: Any) -> bool:
    try:
        check_step(record=record, step=step, actor=actor, at=at)
    except (StepRefused, AccessDenied):
        return False
    return True


def test_second_of_two_at_once_sees_what_the_first_one_did(cast: Any, report: Report) -> None:
    actor = cast.safety_adviser.actor
    copy = rows_of(Report).get()
    advance(record=locked(report), step="acknowledge", actor=actor, at=cast.at)
    later = cast.at + timedelta(seconds=1)
    with pytest.raises(StepRefused):
        advance(record=locked(copy), step="acknowledge", actor=actor, at=later)


def test_step_too_close_to_the_actor_is_denied(cast: Any, report: Report) -> None:
    close = frozenset({("reports.report", report.pk)})
    actor = replace(cast.safety_adviser.actor, conflicts=close)
    with pytest.raises(AccessDenied, match="too close"):
        check_step(record=report, step="acknowledge", actor=actor, at=cast.at)


def test_occurrence_begun_gets_its_own_history(cast: Any) -> None:
    occurrence = Occurrence(
        number=row_number(cast.at),
        ref=next_reference("V", cast.at.date()),
        unit=cast.company,
        title="Kabel los",
        kind="near_miss",
        triaged_at=cast.at,
        touched_at=cast.at,
    )
    change = Change(seal=("title", "summary"))
    begin(record=occurrence, code="x", actor=cast.safety_adviser.actor, at=cast.at, change=change)
    assert (steps_of(occurrence).get().to_state, list(breaks())) == ("triaged", [])
