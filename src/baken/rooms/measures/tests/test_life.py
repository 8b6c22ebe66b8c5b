"""From proposal to verified: decisions, work, postponement and giving up."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from baken.conftest import Cast
from baken.core.access import AccessDenied
from baken.core.workflow.errors import FieldsRefused, StepRefused
from baken.rooms.measures.models import Measure
from baken.rooms.measures.tests.factories import (
    FIELDS,
    act,
    decide,
    decided,
    implemented,
    owned_by,
    propose,
    risk_of,
)
from baken.rooms.measures.texts import MISSING
from baken.rooms.org.queries import own_key_of
from baken.rooms.org.tests.factories import delegated

pytestmark = pytest.mark.django_db


def codes(record: Measure, actor: Any, cast: Cast, step: str, **fields: Any) -> list[str]:
    """Why a step is refused."""
    with pytest.raises(StepRefused) as no:
        act(record, actor, cast.at, step, **fields)
    return [one.code for one in no.value.refusals]


def test_decision_names_owner_authority_and_day(cast: Cast) -> None:
    record = decided(cast, cast.at)
    owner = cast.team_leader.person.id
    assert (record.state, record.owner, record.owner_key) == ("decided", owner, own_key_of(owner))
    assert record.owner_post == "supervisor COMPANY"
    assert (record.authority_confirmed_by, record.decided_by) == (
        cast.commander.person.id,
        cast.commander.person.id,
    )
    assert record.decided_level == cast.battalion.level
    assert record.due_at is not None
    assert record.rises_at is not None
    assert record.rises_at > record.due_at


def test_decision_without_confirmed_authority_is_refused(cast: Cast) -> None:
    record = propose(cast.safety_adviser.actor, risk_of(cast.company), cast.at)
    owner = str(cast.team_leader.person.id)
    with pytest.raises(FieldsRefused) as no:
        act(record, cast.commander.actor, cast.at, "decide", owner=owner, due_on="2026-05-01")
    assert list(no.value.errors) == ["authority_confirmed"]


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"owner": "soldier"}, "owner"),
        ({"due_on": "2026-03-09"}, "due_on"),
        ({"due_on": ""}, "due_on"),
        ({"verifier": "team_leader"}, "verifier"),
    ],
)
def test_decision_with_what_does_not_fit_is_refused(
    cast: Cast, fields: dict[str, str], wrong: str
) -> None:
    record = propose(cast.safety_adviser.actor, risk_of(cast.company), cast.at)
    people = {"owner": "team_leader", **fields}
    told = {name: value for name, value in people.items() if name == "due_on"}
    told |= {
        name: str(cast.members[value].person.id)
        for name, value in people.items()
        if name != "due_on"
    }
    with pytest.raises(FieldsRefused) as no:
        act(
            record,
            cast.commander.actor,
            cast.at,
            "decide",
            **{"due_on": "2026-05-01", "authority_confirmed": True, **told},
        )
    assert list(no.value.errors) == [wrong]


def test_owner_is_not_the_verifier_who_is_named(cast: Cast) -> None:
    record = propose(cast.safety_adviser.actor, risk_of(cast.company), cast.at)
    commander = str(cast.commander.person.id)
    with pytest.raises(FieldsRefused) as no:
        act(
            record,
            cast.commander.actor,
            cast.at,
            "decide",
            owner=commander,
            verifier=commander,
            authority_confirmed=True,
            due_on="2026-05-01",
        )
    assert list(no.value.errors) == ["verifier"]


def test_verified_measure_keeps_who_did_it_and_who_verified(cast: Cast) -> None:
    record = implemented(cast, cast.at)
    assert record.implemented_by == cast.team_leader.person.id
    fresh = act(record, cast.safety_adviser.actor, cast.at, "verify_effective", finding="Ja.")
    assert (fresh.state, fresh.verified_by) == (
        "verified_effective",
        cast.safety_adviser.person.id,
    )
    assert (fresh.due_at, fresh.rises_at) == (None, None)


def test_irm_17_12_measure_closed_by_its_executor_is_refused_and_the_verifier_differs(
    cast: Cast,
) -> None:
    record = decided(cast, cast.at)
    adviser = cast.safety_adviser.actor
    act(record, adviser, cast.at, "start")
    record = act(record, adviser, cast.at, "implement", done="Gedaan.")
    assert codes(record, adviser, cast, "verify_effective", finding="Ja.") == ["own_work"]
    assert codes(record, adviser, cast, "verify_ineffective", finding="Nee.") == ["own_work"]
    fresh = act(record, cast.commander.actor, cast.at, "verify_effective", finding="Ja.")
    assert fresh.verified_by == cast.commander.person.id


def test_owner_does_not_verify_what_another_carried_out(cast: Cast) -> None:
    record = owned_by(implemented(cast, cast.at), cast.commander.person)
    assert codes(record, cast.commander.actor, cast, "verify_effective", finding="Ja.") == [
        "own_work"
    ]


def test_who_only_noted_progress_does_not_verify_either(cast: Cast) -> None:
    record = act(decided(cast, cast.at), cast.team_leader.actor, cast.at, "start")
    adviser = cast.safety_adviser.actor
    act(record, adviser, cast.at, "note_progress", progress="Half klaar.")
    record = act(record, cast.team_leader.actor, cast.at, "implement", done="Gedaan.")
    assert codes(record, adviser, cast, "verify_effective", finding="Ja.") == ["own_work"]


def test_who_verified_an_earlier_try_verifies_again(cast: Cast) -> None:
    adviser, leader = cast.safety_adviser.actor, cast.team_leader.actor
    record = act(implemented(cast, cast.at), adviser, cast.at, "verify_ineffective", finding="N.")
    assert record.state == "verified_ineffective"
    record = act(record, cast.commander.actor, cast.at, "plan_anew", plan="B.", due_on="2026-07-01")
    assert (record.state, str(record.due_on)) == ("in_progress", "2026-07-01")
    record = act(record, leader, cast.at, "implement", done="Nu goed.")
    fresh = act(record, adviser, cast.at, "verify_effective", finding="Ja.")
    assert fresh.state == "verified_effective"


def test_what_worked_and_works_no_more_asks_a_new_plan(cast: Cast) -> None:
    adviser = cast.safety_adviser.actor
    record = act(implemented(cast, cast.at), adviser, cast.at, "verify_effective", finding="Ja.")
    fresh = act(record, adviser, cast.at, "lose_effect", finding="Slot is gebroken.")
    assert fresh.state == "verified_ineffective"


def test_first_postponement_is_for_who_manages_it(cast: Cast) -> None:
    record = decided(cast, cast.at)
    due = (record.due_on or date.min) + timedelta(days=14)
    fresh = act(
        record,
        cast.safety_adviser.actor,
        cast.at,
        "postpone",
        due_on=due.isoformat(),
        reason="Levering is laat.",
    )
    assert (fresh.postponed, fresh.postponed_level, fresh.due_on) == (1, cast.company.level, due)


def test_postponement_to_an_earlier_day_is_refused(cast: Cast) -> None:
    record = decided(cast, cast.at)
    due = str(record.due_on)
    with pytest.raises(FieldsRefused) as no:
        act(record, cast.commander.actor, cast.at, "postpone", due_on=due, reason="Zo.")
    assert list(no.value.errors) == ["due_on"]


def put_off(cast: Cast, record: Measure, who: str, step: str, days: int) -> Measure:
    due = (record.due_on or date.min) + timedelta(days=days)
    told = {"due_on": due.isoformat(), "reason": "Levering is laat."}
    return act(record, cast.members[who].actor, cast.at, step, **told)


def test_irm_17_13_second_postponement_without_level_up_approval_is_refused(cast: Cast) -> None:
    cast.add("company_commander", ("commander", "COMPANY", None))
    cast.add("division_commander", ("commander", "ARMY", None))
    record = put_off(cast, decided(cast, cast.at), "safety_adviser", "postpone", 14)
    due = "2026-12-01"
    told: dict[str, Any] = {"due_on": due, "reason": "Weer laat."}
    adviser, company = cast.safety_adviser.actor, cast.company_commander.actor
    assert codes(record, adviser, cast, "postpone", **told) == ["postponed_before"]
    with pytest.raises(AccessDenied):
        act(record, adviser, cast.at, "postpone_again", **told)
    assert codes(record, company, cast, "postpone_again", **told) == ["postponed_a_level_up"]
    second = put_off(cast, record, "commander", "postpone_again", 28)
    assert (second.postponed, second.postponed_level) == (2, cast.battalion.level)
    told = {"due_on": "2027-01-01", "reason": "Nog eens."}
    commander = cast.commander.actor
    assert codes(second, commander, cast, "postpone_again", **told) == ["postponed_a_level_up"]
    third = put_off(cast, second, "division_commander", "postpone_again", 90)
    assert third.postponed == 3


def test_giving_up_takes_a_post_of_the_level_that_decided(cast: Cast) -> None:
    cast.add("company_commander", ("commander", "COMPANY", None))
    record = decided(cast, cast.at)
    company = cast.company_commander.actor
    assert codes(record, company, cast, "cancel", reason="Te duur.") == ["cancelled_by_level"]
    with pytest.raises(AccessDenied):
        act(record, cast.safety_adviser.actor, cast.at, "cancel", reason="Te duur.")
    fresh = act(record, cast.commander.actor, cast.at, "cancel", reason="Voertuig is weg.")
    assert (fresh.state, fresh.cancelled_by) == ("cancelled", cast.commander.person.id)


def test_giving_up_takes_the_highest_level_that_ever_decided(cast: Cast) -> None:
    company = cast.add("company_commander", ("commander", "COMPANY", None)).actor
    record = decided(cast, cast.at)
    record = act(record, cast.safety_adviser.actor, cast.at, "revise", reason="Anders.")
    told = {"owner": str(cast.team_leader.person.id), "authority_confirmed": True}
    record = act(record, company, cast.at, "decide", **told, due_on=str(record.due_on))
    assert record.decided_level == cast.battalion.level
    assert codes(record, company, cast, "cancel", reason="Te duur.") == ["cancelled_by_level"]


def test_owner_does_not_give_up_their_own_measure(cast: Cast) -> None:
    record = owned_by(decided(cast, cast.at), cast.commander.person)
    assert codes(record, cast.commander.actor, cast, "cancel", reason="Nee.") == ["own_to_cancel"]


def test_giving_up_that_leaves_personal_protection_alone_is_refused(cast: Cast) -> None:
    adviser, risk = cast.safety_adviser.actor, risk_of(cast.company)
    better = propose(adviser, risk, cast.at)
    propose(adviser, risk, cast.at, control_level="ppe")
    assert codes(better, cast.commander.actor, cast, "cancel", reason="Duur.") == [
        "leaves_ppe_alone"
    ]


def test_measure_that_is_proposed_anew_waits_for_a_decision_again(cast: Cast) -> None:
    record = decided(cast, cast.at)
    fresh = act(record, cast.safety_adviser.actor, cast.at, "revise", reason="Kan niet zo.")
    assert (fresh.state, fresh.decided_at) == ("proposed", None)


def test_measure_that_is_proposed_anew_and_left_is_shown_a_level_up_as_a_new_one_is(
    cast: Cast,
) -> None:
    record = decide(
        propose(cast.safety_adviser.actor, risk_of(cast.company), cast.at), cast, cast.at, days=300
    )
    other = propose(cast.safety_adviser.actor, risk_of(cast.company), cast.at)
    fresh = act(record, cast.safety_adviser.actor, cast.at, "revise", reason="Kan niet zo.")
    assert (fresh.due_at, fresh.rises_at) == (other.due_at, other.rises_at)


def test_measure_at_the_top_that_is_proposed_anew_rises_no_further(cast: Cast) -> None:
    record = decided(cast, cast.at)
    rows: Any = Measure.objects.for_system(reason="advance").filter(pk=record.pk)
    rows.update(rises_at=None, raised_to=cast.ministry)
    fresh = act(record, cast.safety_adviser.actor, cast.at, "revise", reason="Kan niet zo.")
    assert (fresh.rises_at, fresh.raised_to_id) == (None, cast.ministry.pk)


def test_overdue_measure_that_is_proposed_anew_stays_overdue(cast: Cast) -> None:
    record = decided(cast, cast.at)
    late = cast.at + timedelta(days=60)
    fresh = act(record, cast.safety_adviser.actor, late, "revise", reason="Kan niet zo.")
    assert fresh.due_at == record.due_at


def test_proposing_anew_is_no_way_around_who_puts_it_off(cast: Cast) -> None:
    cast.add("division_commander", ("commander", "ARMY", None))
    record = decided(cast, cast.at)
    for times, days in ((1, 40), (2, 50)):
        actor = cast.safety_adviser.actor
        record = act(record, actor, cast.at, "revise", reason="Kan niet zo.")
        later = {**FIELDS, "due_on": "2027-06-01"}
        record = act(record, actor, cast.at, "describe", **later)
        record = decide(record, cast, cast.at, days=days)
        assert record.postponed == times
    assert record.postponed_level == cast.battalion.level
    record = act(record, cast.safety_adviser.actor, cast.at, "revise", reason="Weer.")
    with pytest.raises(FieldsRefused) as no:
        decide(record, cast, cast.at, days=60)
    assert list(no.value.errors) == ["due_on"]
    assert decide(record, cast, cast.at, days=45).postponed == 2


def test_former_owner_neither_gives_up_nor_verifies(cast: Cast) -> None:
    record = decided(cast, cast.at)
    told = {"authority_confirmed": True}
    me, other = str(cast.commander.person.id), str(cast.team_leader.person.id)
    for owner in (me, other):
        record = act(record, cast.commander.actor, cast.at, "own", owner=owner, **told)
    assert codes(record, cast.commander.actor, cast, "cancel", reason="Nee.") == ["own_to_cancel"]
    record = act(record, cast.safety_adviser.actor, cast.at, "revise", reason="Anders.")
    assert codes(record, cast.commander.actor, cast, "cancel", reason="Nee.") == ["own_to_cancel"]


def test_verifier_who_becomes_the_owner_verifies_no_more(cast: Cast) -> None:
    me, told = str(cast.commander.person.id), {"authority_confirmed": True}
    due = {"due_on": "2026-05-01", "verifier": me}
    owner = str(cast.team_leader.person.id)
    record = propose(cast.safety_adviser.actor, risk_of(cast.company), cast.at)
    record = act(record, cast.commander.actor, cast.at, "decide", owner=owner, **told, **due)
    assert str(record.verifier) == me
    record = act(record, cast.commander.actor, cast.at, "own", owner=owner, **told)
    assert str(record.verifier) == me
    assert act(record, cast.commander.actor, cast.at, "own", owner=me, **told).verifier is None


def test_another_owner_is_named_with_their_authority(cast: Cast) -> None:
    record = decided(cast, cast.at)
    owner = str(cast.commander.person.id)
    fresh = act(record, cast.commander.actor, cast.at, "own", owner=owner, authority_confirmed=True)
    assert (str(fresh.owner), fresh.owner_post) == (owner, "commander BATTALION")


def test_irm_17_15_decision_without_alarp_record_is_refused_with_the_empty_fields_named(
    cast: Cast,
) -> None:
    told = {"expected_residual": "medium", "alarp_more": "Een nieuw voertuig."}
    record = propose(cast.safety_adviser.actor, risk_of(cast.company), cast.at, **told)
    with pytest.raises(StepRefused) as no:
        decide(record, cast, cast.at)
    [refusal] = no.value.refusals
    assert refusal.code == "alarp_missing"
    named = {name: str(text) in str(refusal) for name, text in MISSING.items()}
    assert named == {
        "alarp_more": False,
        "alarp_cost": True,
        "alarp_time": True,
        "alarp_trouble": True,
    }


def test_class_that_was_not_expected_counts_as_the_one_it_has(cast: Cast) -> None:
    record = propose(
        cast.safety_adviser.actor, risk_of(cast.company), cast.at, expected_residual=""
    )
    with pytest.raises(StepRefused) as no:
        decide(record, cast, cast.at)
    assert [one.code for one in no.value.refusals] == ["alarp_missing"]


def test_employee_carries_out_what_they_own_and_nothing_else(cast: Cast) -> None:
    record = decided(cast, cast.at)
    with pytest.raises(AccessDenied):
        act(record, cast.soldier.actor, cast.at, "start")
    mine = owned_by(record, cast.soldier.person)
    assert act(mine, cast.soldier.actor, cast.at, "start").state == "in_progress"


def test_delegate_of_who_carried_it_out_does_not_verify_it(cast: Cast) -> None:
    record = owned_by(implemented(cast, cast.at), cast.commander.person)
    post = cast.commander.person.appointments.for_system(reason="access").get(role="commander")
    deputy = cast.add("deputy", ("employee", "BATTALION", None))
    delegated(post, deputy.person)
    assert codes(record, deputy.actor, cast, "verify_effective", finding="Ja.") == ["own_work"]
    other = act(record, cast.safety_adviser.actor, cast.at, "verify_effective", finding="Ja.")
    assert other.state == "verified_effective"
