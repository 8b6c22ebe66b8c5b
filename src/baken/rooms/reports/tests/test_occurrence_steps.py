"""What each step of an occurrence does: investigate, assign, make ready, close, reopen, merge."""

from __future__ import annotations

from datetime import timedelta

import pytest

from baken.conftest import Cast
from baken.core import clock
from baken.core.access import AccessDenied
from baken.core.links.models import Link
from baken.core.trail.verify import breaks
from baken.core.workflow.errors import FieldsRefused, StepRefused
from baken.rooms.reports.models import Occurrence, Report
from baken.rooms.reports.tests.acts import answered, fresh, send, step, steps_of
from baken.rooms.reports.tests.factories import make_occurrence, make_report


@pytest.fixture
def occurrence(cast: Cast) -> Occurrence:
    """An occurrence of the company, just triaged."""
    return make_occurrence(unit=cast.company, at=cast.at)


def walk(cast: Cast, record: Occurrence, *names: str) -> Occurrence:
    """Take several steps one after the other."""
    for name in names:
        fields = {"result": "Vastgezet en besproken."} if name == "make_ready" else {}
        record = step(cast.safety_adviser, record, name, at=cast.at, **fields)
    return record


def test_handling_way_ends_closed_and_owes_nothing(cast: Cast, occurrence: Occurrence) -> None:
    done = walk(cast, occurrence, "start_handling", "start_measures", "make_ready", "close")
    assert (done.state, done.closed_at, done.due_at) == ("closed", cast.at, None)


def test_investigation_way_leads_through_measures(cast: Cast, occurrence: Occurrence) -> None:
    walk(cast, occurrence, "start_investigation", "start_measures", "make_ready")
    assert [one.to_state for one in steps_of(occurrence)] == [
        "triaged",
        "under_investigation",
        "measures_running",
        "ready_to_close",
    ]


def test_make_ready_result_stands_in_the_trail(cast: Cast, occurrence: Occurrence) -> None:
    walk(cast, occurrence, "start_handling", "make_ready")
    assert steps_of(occurrence)[-1].words["result"] == "Vastgezet en besproken."


def test_close_with_an_unanswered_report_is_refused(cast: Cast, occurrence: Occurrence) -> None:
    make_report(unit=cast.company, state="in_handling", at=cast.at, occurrence=occurrence)
    ready = walk(cast, occurrence, "start_handling", "make_ready")
    with pytest.raises(StepRefused) as refused:
        walk(cast, ready, "close")
    assert [one.code for one in refused.value.refusals] == ["unanswered_reports"]


def test_close_with_answered_reports_is_taken(cast: Cast, occurrence: Occurrence) -> None:
    make_report(unit=cast.company, state="answered", at=cast.at, occurrence=occurrence)
    assert walk(cast, occurrence, "start_handling", "make_ready", "close").state == "closed"


def test_reopen_says_why_and_owes_again(cast: Cast, occurrence: Occurrence) -> None:
    walk(cast, occurrence, "start_handling", "make_ready", "close")
    done = step(cast.commander, occurrence, "reopen", at=cast.at, reason="Het kwam terug.")
    assert (done.state, done.closed_at) == ("reopened", None)
    assert steps_of(occurrence)[-1].words["reason"] == "Het kwam terug."


def test_commander_may_handle_but_not_triage(cast: Cast, occurrence: Occurrence) -> None:
    assert step(cast.commander, occurrence, "start_handling", at=cast.at).state == "handling"
    with pytest.raises(AccessDenied):
        step(cast.commander, occurrence, "merge", at=cast.at, occurrence="V-2026-000001")


# ---- assign ----


def test_assign_names_a_lead_and_a_day(cast: Cast, occurrence: Occurrence) -> None:
    day = clock.local_date(cast.at) + timedelta(days=5)
    lead = str(cast.team_leader.person.id)

    done = step(
        cast.safety_adviser, occurrence, "assign", at=cast.at, lead=lead, due_on=day.isoformat()
    )

    assert (done.lead, done.state) == (cast.team_leader.person.id, "triaged")
    assert clock.local_date(done.due_at) == day


def test_assign_by_name_finds_the_holder(cast: Cast, occurrence: Occurrence) -> None:
    done = step(cast.safety_adviser, occurrence, "assign", at=cast.at, lead="Speler commander")
    assert done.lead == cast.commander.person.id
    assert done.due_at == occurrence.due_at


def test_assign_to_somebody_without_a_post_there_is_refused(
    cast: Cast, occurrence: Occurrence
) -> None:
    for lead in (str(cast.outsider.person.id), str(cast.soldier.person.id), "Niemand"):
        with pytest.raises(FieldsRefused) as refused:
            step(cast.safety_adviser, occurrence, "assign", at=cast.at, lead=lead)
        assert list(refused.value.errors) == ["lead"]
    assert fresh(occurrence).lead is None


def test_assign_with_a_day_that_passed_is_refused(cast: Cast, occurrence: Occurrence) -> None:
    day = clock.local_date(cast.at) - timedelta(days=1)
    with pytest.raises(FieldsRefused) as refused:
        step(
            cast.safety_adviser,
            occurrence,
            "assign",
            at=cast.at,
            lead="Speler commander",
            due_on=day.isoformat(),
        )
    assert list(refused.value.errors) == ["due_on"]


def test_assign_for_today_is_taken(cast: Cast, occurrence: Occurrence) -> None:
    today = clock.local_date(cast.at)
    fields = {"lead": "Speler commander", "due_on": today.isoformat()}
    done = step(cast.safety_adviser, occurrence, "assign", at=cast.at, **fields)
    assert clock.local_date(done.due_at) == today


# ---- merge ----


@pytest.fixture
def target(cast: Cast) -> Occurrence:
    """Another occurrence about the same fact."""
    return make_occurrence(unit=cast.company, at=cast.at)


def merge(cast: Cast, source: Occurrence, ref: str) -> Occurrence:
    return step(cast.safety_adviser, source, "merge", at=cast.at, occurrence=ref)


def test_merge_moves_the_reports(cast: Cast, occurrence: Occurrence, target: Occurrence) -> None:
    state = "in_handling"
    reports = [
        make_report(unit=cast.company, state=state, at=cast.at, occurrence=occurrence)
        for _ in range(2)
    ]

    done = merge(cast, occurrence, target.ref.lower())

    assert (done.state, done.merged_into_id, done.due_at) == ("merged", target.pk, None)
    assert {fresh(one).occurrence_id for one in reports} == {target.pk}
    assert {one.state for one in map(fresh, reports)} == {state}


def test_merge_ties_the_two_together(
    cast: Cast, occurrence: Occurrence, target: Occurrence
) -> None:
    merge(cast, occurrence, str(target.id))
    link = Link.objects.get()
    assert (link.source, link.relation, link.target) == (occurrence.pk, "merged_into", target.pk)
    assert steps_of(occurrence)[-1].facts["into"] == target.ref


def test_merge_takes_no_more_steps(cast: Cast, occurrence: Occurrence, target: Occurrence) -> None:
    done = merge(cast, occurrence, target.ref)
    with pytest.raises(StepRefused):
        walk(cast, done, "start_handling")


@pytest.mark.parametrize("state", ["closed", "merged"])
def test_merge_into_one_that_is_over_is_refused(
    cast: Cast, occurrence: Occurrence, state: str
) -> None:
    over = make_occurrence(unit=cast.company, state=state, at=cast.at)
    with pytest.raises(FieldsRefused) as refused:
        merge(cast, occurrence, over.ref)
    assert list(refused.value.errors) == ["occurrence"]


def test_merge_into_itself_is_refused(cast: Cast, occurrence: Occurrence) -> None:
    with pytest.raises(FieldsRefused):
        merge(cast, occurrence, occurrence.ref)
    assert fresh(occurrence).state == "triaged"


def test_merge_into_one_out_of_reach_is_refused(cast: Cast, occurrence: Occurrence) -> None:
    """The refusal is the same as for one that does not exist."""
    hidden = make_occurrence(unit=cast.squadron, at=cast.at)
    with pytest.raises(FieldsRefused) as there:
        merge(cast, occurrence, hidden.ref)
    with pytest.raises(FieldsRefused) as nowhere:
        merge(cast, occurrence, "V-2026-999999")
    assert there.value.errors == nowhere.value.errors


# ---- four eyes ----


@pytest.mark.parametrize("name", ["start_investigation", "merge", "classify"])
def test_own_report_in_it_stops_the_reporter(
    cast: Cast, occurrence: Occurrence, target: Occurrence, name: str
) -> None:
    key = cast.safety_adviser.actor.own_key
    make_report(
        unit=cast.company, state="answered", at=cast.at, occurrence=occurrence, reporter_key=key
    )
    with pytest.raises(StepRefused) as refused:
        step(cast.safety_adviser, occurrence, name, at=cast.at)
    assert [one.code for one in refused.value.refusals] == ["own_report"]


def test_own_report_in_it_lets_somebody_else_close(cast: Cast) -> None:
    own = cast.add("both", ("employee", "COMPANY", None), ("safety_adviser", "COMPANY", None))
    report = send(own, at=cast.at).report
    occurrence = answered(cast, report).occurrence
    ready = walk(cast, occurrence, "start_handling", "make_ready")
    with pytest.raises(StepRefused):
        step(own, ready, "close", at=cast.at)
    assert walk(cast, ready, "close").state == "closed"


def test_whole_way_of_an_occurrence_is_proved_by_the_trail(
    cast: Cast, occurrence: Occurrence, target: Occurrence
) -> None:
    walk(cast, occurrence, "start_handling", "make_ready", "close")
    step(cast.commander, occurrence, "reopen", at=cast.at, reason="Terug.")
    merge(cast, occurrence, target.ref)
    assert list(breaks()) == []
    assert Report.objects.for_system(reason="advance").count() == 0
