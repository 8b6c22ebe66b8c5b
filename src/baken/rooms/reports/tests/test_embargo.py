"""The steps of an information embargo: who takes them, what they ask, and what goes along."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import translation

from baken.conftest import Cast, Member
from baken.core.access import AccessDenied
from baken.core.questions import InboxAsk
from baken.core.trail.verify import breaks
from baken.core.workflow.available import available_steps
from baken.core.workflow.errors import FieldsRefused, StepRefused
from baken.rooms.notices.models import Notice
from baken.rooms.org.queries import own_key_of
from baken.rooms.reports.answers import inbox_cards, thread_nodes
from baken.rooms.reports.models import Occurrence
from baken.rooms.reports.queries.embargo import embargo_on, kin_waiting
from baken.rooms.reports.tests.acts import fresh, occurrence_of, send, step, steps_of, triage
from baken.rooms.reports.tests.factories import make_occurrence, make_report


@pytest.fixture
def officer(cast: Cast) -> Member:
    return cast.add("officer", ("duty_officer", "ARMY", None))


@pytest.fixture
def occurrence(cast: Cast) -> Occurrence:
    return make_occurrence(unit=cast.company, at=cast.at)


def under_embargo(officer: Member, record: Any, **fields: Any) -> Any:
    return step(officer, record, "set_embargo", at=officer.at, reason="Naasten.", **fields)


def informed(officer: Member, **fields: Any) -> dict[str, Any]:
    return {"informed_at": officer.at.isoformat(), "by_whom": "Officier van dienst", **fields}


def lifted(officer: Member, record: Any, **fields: Any) -> Any:
    given = informed(officer, everybody=True, **fields)
    return step(officer, record, "lift_embargo", at=officer.at, **given)


@pytest.mark.parametrize("make", [make_report, make_occurrence])
def test_embargo_is_set_with_a_reason_and_lifted_when_everybody_knows(
    cast: Cast, officer: Member, make: Any
) -> None:
    record = make(unit=cast.company, at=cast.at)
    assert under_embargo(officer, record, persons=1).embargo_at == cast.at

    done = lifted(officer, record)

    assert done.embargo_at is None
    newest = steps_of(record)[-1]
    assert newest.code.endswith("embargo_lifted")
    assert newest.facts["kin_waiting"] == 0
    assert newest.words["by_whom"] == "Officier van dienst"
    assert newest.words["post"].startswith("Officier van dienst")


@pytest.mark.parametrize("who", ["commander", "safety_adviser", "team_leader", "soldier"])
def test_embargo_is_set_by_the_duty_officer_alone(
    cast: Cast, occurrence: Occurrence, who: str
) -> None:
    with pytest.raises(AccessDenied):
        step(cast.members[who], occurrence, "set_embargo", at=cast.at, reason="x")


def test_embargo_needs_a_reason(cast: Cast, officer: Member, occurrence: Occurrence) -> None:
    with pytest.raises(FieldsRefused) as refused:
        step(officer, occurrence, "set_embargo", at=cast.at)
    assert list(refused.value.errors) == ["reason"]


@pytest.mark.parametrize("persons", [0, -1, 1001])
def test_embargo_of_no_number_of_persons_is_refused(
    officer: Member, occurrence: Occurrence, persons: int
) -> None:
    with pytest.raises(FieldsRefused) as refused:
        under_embargo(officer, occurrence, persons=persons)
    assert list(refused.value.errors) == ["persons"]


def test_embargo_stays_until_the_second_family_is_reached(
    cast: Cast, officer: Member, occurrence: Occurrence
) -> None:
    """Domain reference, reporting, section 16."""
    under_embargo(officer, occurrence, persons=3)
    step(officer, occurrence, "note_kin", at=cast.at, persons=1, **informed(officer))
    with pytest.raises(StepRefused) as refused:
        lifted(officer, occurrence)
    assert [one.code for one in refused.value.refusals] == ["kin_waiting"]
    assert fresh(occurrence).embargo_at == cast.at

    step(officer, occurrence, "note_kin", at=cast.at, persons=1, **informed(officer))
    assert lifted(officer, occurrence).embargo_at is None


def test_embargo_of_an_unknown_number_is_lifted_on_the_word_that_everybody_knows(
    officer: Member, occurrence: Occurrence
) -> None:
    under_embargo(officer, occurrence)
    assert kin_waiting(occurrence) is None
    with pytest.raises(FieldsRefused) as refused:
        step(officer, occurrence, "lift_embargo", at=officer.at, **informed(officer))
    assert list(refused.value.errors) == ["everybody"]
    assert lifted(officer, occurrence, reason="Ook de familie in het buitenland.")


def test_embargo_said_to_be_more_persons_waits_for_those(
    officer: Member, occurrence: Occurrence
) -> None:
    under_embargo(officer, occurrence, persons=1)
    given = informed(officer, persons=1, still=2)
    step(officer, occurrence, "note_kin", at=officer.at, **given)
    assert kin_waiting(occurrence) == 2


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"persons": 0}, "persons"),
        ({"persons": 1, "still": -1}, "still"),
        ({"persons": 1, "informed_at": "2026-03-11T10:00:00+01:00"}, "informed_at"),
        ({"persons": 1, "informed_at": "2026-03-01T10:00:00+01:00"}, "informed_at"),
        ({"persons": 1, "by_whom": ""}, "by_whom"),
    ],
)
def test_embargo_kin_informed_in_a_way_that_cannot_be_is_refused(
    officer: Member, occurrence: Occurrence, fields: dict[str, Any], wrong: str
) -> None:
    under_embargo(officer, occurrence)
    with pytest.raises(FieldsRefused) as refused:
        step(officer, occurrence, "note_kin", at=officer.at, **{**informed(officer), **fields})
    assert list(refused.value.errors) == [wrong]


def test_embargo_that_was_not_needed_ends_with_a_reason(
    officer: Member, occurrence: Occurrence
) -> None:
    under_embargo(officer, occurrence, persons=2)
    done = step(officer, occurrence, "withdraw_embargo", at=officer.at, reason="Niemand gewond.")
    assert (done.embargo_at, kin_waiting(done)) == (None, 0)


def test_embargo_that_is_on_is_not_set_again_and_what_is_off_not_lifted(
    cast: Cast, officer: Member, occurrence: Occurrence
) -> None:
    def refused(record: Any) -> dict[str, list[str]]:
        found = available_steps(record=record, actor=officer.actor, at=cast.at)
        return {one.name: [no.code for no in one.refusals] for one in found if "e" in one.name}

    before = refused(occurrence)
    after = refused(under_embargo(officer, occurrence))
    assert (before["set_embargo"], before["lift_embargo"]) == ([], ["embargo_off"])
    assert (after["set_embargo"], after["lift_embargo"]) == (["embargo_on"], [])


# ---- what goes along ----


def test_embargo_on_an_occurrence_counts_for_its_reports_and_what_was_merged_into_it(
    cast: Cast, officer: Member, occurrence: Occurrence
) -> None:
    report = make_report(unit=cast.company, at=cast.at, occurrence=occurrence, state="in_handling")
    merged = make_occurrence(unit=cast.company, at=cast.at, state="merged", merged_into=occurrence)
    beside = make_report(unit=cast.company, at=cast.at)

    under_embargo(officer, occurrence)
    assert [fresh(one).embargo_at for one in (report, merged, beside)] == [cast.at, cast.at, None]
    assert steps_of(report)[-1].facts == {"embargo": True, "with": occurrence.ref}

    lifted(officer, occurrence)
    assert [fresh(one).embargo_at for one in (report, merged)] == [None, None]
    assert steps_of(merged)[-1].code == "reports.occurrence.embargo_followed"


def test_embargo_on_a_report_goes_along_to_its_new_occurrence(cast: Cast, officer: Member) -> None:
    report = send(cast.soldier, at=cast.at).report
    under_embargo(officer, report, persons=2)
    done = triage(cast, report)
    occurrence = occurrence_of(done)
    assert (fresh(done).embargo_at, occurrence.embargo_at) == (cast.at, cast.at)
    assert kin_waiting(occurrence) == 2
    step(officer, occurrence, "note_kin", at=cast.at, persons=1, **informed(officer))
    lifted(officer, occurrence)
    assert (fresh(done).embargo_at, fresh(occurrence).embargo_at) == (None, None)


def test_embargo_on_a_report_counts_for_all_reports_of_the_occurrence_it_joins(
    cast: Cast, officer: Member, occurrence: Occurrence
) -> None:
    known = make_report(unit=cast.company, at=cast.at, occurrence=occurrence, state="in_handling")
    report = make_report(unit=cast.company, at=cast.at)
    under_embargo(officer, report)
    step(cast.safety_adviser, report, "triage", at=cast.at, occurrence=occurrence.ref)
    assert [fresh(one).embargo_at for one in (report, occurrence, known)] == [cast.at] * 3


def test_report_that_joins_what_is_under_embargo_is_under_it_too(
    cast: Cast, officer: Member, occurrence: Occurrence
) -> None:
    under_embargo(officer, occurrence)
    report = make_report(unit=cast.company, at=cast.at)
    done = step(cast.safety_adviser, report, "triage", at=cast.at, occurrence=occurrence.ref)
    assert done.embargo_at == cast.at


@pytest.mark.parametrize("first", ["source", "target"])
def test_merging_keeps_everything_of_both_under_the_embargo_of_either(
    cast: Cast, officer: Member, first: str
) -> None:
    source, target = (make_occurrence(unit=cast.company, at=cast.at) for _ in range(2))
    reports = [
        make_report(unit=cast.company, at=cast.at, occurrence=one, state="in_handling")
        for one in (source, target)
    ]
    under_embargo(officer, source if first == "source" else target, persons=2)

    step(cast.safety_adviser, source, "merge", at=cast.at, occurrence=target.ref)

    assert [fresh(one).embargo_at for one in (source, target, *reports)] == [cast.at] * 4
    assert kin_waiting(fresh(target)) == 2


def test_merging_without_an_embargo_sets_none(cast: Cast) -> None:
    source, target = (make_occurrence(unit=cast.company, at=cast.at) for _ in range(2))
    step(cast.safety_adviser, source, "merge", at=cast.at, occurrence=target.ref)
    assert [fresh(one).embargo_at for one in (source, target)] == [None, None]


@pytest.mark.parametrize("name", ["out_of_scope", "redirect_integrity"])
def test_report_under_embargo_is_not_passed_on(cast: Cast, officer: Member, name: str) -> None:
    report = make_report(unit=cast.company, at=cast.at)
    under_embargo(officer, report)
    with pytest.raises(StepRefused) as refused:
        step(cast.safety_adviser, report, name, at=cast.at, answer="Daar.", consent=True)
    assert [one.code for one in refused.value.refusals] == ["embargo_goes_on"]


def test_occurrence_under_embargo_is_not_closed(cast: Cast, officer: Member) -> None:
    occurrence = make_occurrence(unit=cast.company, at=cast.at, state="ready_to_close")
    under_embargo(officer, occurrence)
    with pytest.raises(StepRefused) as refused:
        step(cast.commander, occurrence, "close", at=cast.at)
    assert [one.code for one in refused.value.refusals] == ["embargo_goes_on"]


def test_embargo_is_vouched_for_by_the_history(cast: Cast, officer: Member) -> None:
    report = triage(cast, send(cast.soldier, at=cast.at).report)
    under_embargo(officer, occurrence_of(report), persons=1)
    assert list(breaks()) == []
    rows = Occurrence.objects.for_system(reason="trail")
    rows.update(embargo_at=None)
    assert "facts.3" in " ".join(map(str, breaks()))


# ---- who is told, and what waits for whom ----


def test_embargo_is_told_to_those_who_handle_it_and_nobody_else(
    cast: Cast, officer: Member, occurrence: Occurrence, deliver: Any
) -> None:
    occurrence.lead = cast.team_leader.person.id
    occurrence.save(update_fields=["lead"])
    under_embargo(officer, occurrence)
    deliver()
    told = set(Notice.objects.values_list("to_key", flat=True))
    names = ("commander", "safety_adviser", "team_leader")
    assert told == {own_key_of(cast.members[name].person.id) for name in names}


def cards(member: Member, at: Any) -> dict[str, Any]:
    with translation.override("en"):
        return {one.ref: one for one in inbox_cards(InboxAsk(member.actor, at))}


def test_embargo_waits_for_the_duty_officer_and_presses_when_it_is_long(
    cast: Cast, officer: Member, occurrence: Occurrence
) -> None:
    under_embargo(officer, occurrence, persons=1)
    now = cards(officer, cast.at)[occurrence.ref]
    border = cards(officer, cast.at + timedelta(hours=48))[occurrence.ref]
    late = cards(officer, cast.at + timedelta(hours=48, seconds=1))[occurrence.ref]
    assert now.due == cast.at + timedelta(hours=48)
    assert now.weight == border.weight < late.weight
    assert late.reason.startswith("This embargo is on for long.")
    assert occurrence.ref not in cards(cast.team_leader, cast.at)


def test_embargo_of_which_all_noted_kin_know_asks_to_be_lifted(cast: Cast, officer: Member) -> None:
    report = make_report(unit=cast.company, at=cast.at)
    under_embargo(officer, report, persons=1)
    step(officer, report, "note_kin", at=cast.at, persons=1, **informed(officer))
    assert "Lift the embargo." in cards(officer, cast.at)[report.ref].reason


def test_thread_tells_those_who_handle_it_of_every_family(
    cast: Cast, officer: Member, occurrence: Occurrence
) -> None:
    under_embargo(officer, occurrence, persons=2)
    step(officer, occurrence, "note_kin", at=cast.at, persons=1, **informed(officer))
    with translation.override("en"):
        told = [one.text for one in thread_nodes(cast.commander.actor, fresh(occurrence))]
    assert told[:2] == ["10 March 2026 10:00, Officier van dienst", "Naasten."]


@pytest.mark.parametrize(
    ("persons", "told"),
    [
        (None, "It is not noted of how many"),
        (1, "Of 1 person the next of kin"),
        (2, "Of 2 persons the next of kin"),
    ],
)
def test_banner_says_how_far_it_is(
    officer: Member, occurrence: Occurrence, persons: int | None, told: str
) -> None:
    done = under_embargo(officer, occurrence, **({"persons": persons} if persons else {}))
    embargo = embargo_on(done)
    assert embargo is not None
    with translation.override("en"):
        assert embargo.told.startswith(told)
    assert embargo_on(lifted(officer, step_to_last(officer, done, persons))) is None


def step_to_last(officer: Member, record: Any, persons: int | None) -> Any:
    """One family but the last was informed, when there were more."""
    if persons != 2:
        return record
    return step(officer, record, "note_kin", at=officer.at, persons=1, **informed(officer))
