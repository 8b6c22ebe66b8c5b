"""A decision after it was signed: its picture, its conditions, its renewal and its end."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from baken.conftest import Cast
from baken.core.access.errors import AccessDenied
from baken.core.trail.verify import breaks
from baken.core.workflow.errors import FieldsRefused, StepRefused
from baken.rooms.register.actions import take_step
from baken.rooms.register.actions.take_decision_step import take_decision_step
from baken.rooms.register.models import Condition, Decision, DecisionStep, Risk
from baken.rooms.register.queries.cases import Case
from baken.rooms.register.queries.pictures import is_older_picture, picture_holds
from baken.rooms.register.tests.deciding import (
    DAY,
    MINUTE,
    RECORD,
    accepted,
    advised,
    decisions_on,
    pending,
    standing,
    take,
)
from baken.rooms.register.tests.factories import DESCRIBED, MEDIUM, give_score

pytestmark = pytest.mark.django_db
COMPARED = {
    "controls_then_and_now": "Dezelfde hekken.",
    "occurrences_since": "Geen.",
    "conclusion": "Niets veranderd.",
}


def again(cast: Cast, decision: Decision, step: str, **fields: str) -> Decision:
    """The decision after the battalion commander took a step with it."""
    return take_decision_step(
        actor=cast.commander.actor,
        record=decision,
        step=step,
        at=cast.at + 5 * MINUTE,
        fields=fields,
    )


def case_of(cast: Cast, risk: Risk) -> Case:
    """The risk as it lies before the battalion commander."""
    return Case(risk, cast.commander.actor, cast.at + 9 * MINUTE)


def test_picture_holds_everything_that_lay_before_the_signer(cast: Cast) -> None:
    risk, decision = accepted(cast)
    decision.refresh_from_db()

    picture = decision.picture
    assert picture["risk"]["scenario"] == DESCRIBED["scenario"]
    assert picture["scores"]["current"]["given"][0]["scorer"] == str(cast.safety_adviser.person.id)
    assert picture["advice"][0]["kind"] == "safety_adviser"
    assert picture["who_decides"]["row"] == "normal_medium"
    assert picture["who_decides"]["mandate_version"] == 1
    assert picture["who_decides"]["sentences"]
    assert picture_holds(decision)
    assert is_older_picture(decision, case_of(cast, risk)) == ()


def test_picture_that_somebody_changed_holds_no_more(cast: Cast) -> None:
    _risk, decision = accepted(cast)
    decision.picture["risk"]["title"] = "Iets anders"
    assert not picture_holds(decision)


def test_later_advice_makes_it_a_decision_on_an_older_picture(cast: Cast) -> None:
    cast.add("head", ("commander", "ARMY", None))
    risk = take(
        cast.commander.actor,
        pending(cast),
        "hand_up",
        cast.at + 2 * MINUTE,
        {
            "question": "Mag het?",
            "options": "Ja of nee.",
            "advice": "Nee.",
            "cost": "Geen.",
            "effect_of_not_deciding": "Uitstel.",
        },
    )
    risk = advised(cast, risk, verdict="negative", at=cast.at + 3 * MINUTE)
    assert is_older_picture(standing(risk), case_of(cast, risk)) == ("advice",)


def test_irm_17_2_score_after_a_decision_is_a_new_one_and_voids_it(cast: Cast) -> None:
    """Source: domain reference, irm, section 17, test 2."""
    risk, decision = accepted(cast)
    risk = give_score(risk, cast.commander.actor, cast.at + 4 * MINUTE, **MEDIUM)

    decision.refresh_from_db()
    assert (risk.state, decision.state, decision.ended_for) == (
        "decision_pending",
        "ended",
        "score_changed",
    )
    assert picture_holds(decision)
    changed = is_older_picture(decision, case_of(cast, risk))
    assert changed == ("scores.current.given",)


def test_irm_17_2_description_after_a_decision_voids_it(cast: Cast) -> None:
    risk, decision = accepted(cast)
    fields = {**DESCRIBED, "context": "non_operational", "scenario": "Een andere loop."}
    risk = take_step(
        actor=cast.safety_adviser.actor,
        record=risk,
        step="describe",
        at=cast.at + 4 * MINUTE,
        fields=fields,
    )
    decision.refresh_from_db()
    assert (risk.state, decision.ended_for) == ("decision_pending", "description_changed")
    assert is_older_picture(decision, case_of(cast, risk)) == ("risk.scenario",)


def test_description_that_changes_nothing_leaves_the_decision(cast: Cast) -> None:
    risk, decision = accepted(cast)
    risk = take_step(
        actor=cast.safety_adviser.actor,
        record=risk,
        step="describe",
        at=cast.at + 4 * MINUTE,
        fields={**DESCRIBED, "context": "non_operational"},
    )
    decision.refresh_from_db()
    assert (risk.state, decision.state) == ("accepted", "in_force")


def test_renewal_is_a_new_decision_with_a_comparison(cast: Cast) -> None:
    risk, first = accepted(cast)
    actor, at = cast.commander.actor, cast.at + 2 * DAY
    with pytest.raises(FieldsRefused) as refused:
        take(actor, risk, "renew", at, {**RECORD, "ends_on": "2026-04-20"})
    assert set(refused.value.errors) == set(COMPARED)

    risk = take(actor, risk, "renew", at, {**RECORD, **COMPARED, "ends_on": "2026-04-20"})
    second = standing(risk)
    first.refresh_from_db()
    assert (first.state, first.ended_for, second.previous_id) == ("ended", "replaced", first.pk)
    assert second.comparison["previous"] == first.ref
    assert second.comparison["score_then_and_now"] == ["medium", "medium"]
    assert second.picture["before"] == [["2026-03-10", "2026-03-12"]]


def test_splitting_into_short_terms_never_lowers_who_decides(cast: Cast) -> None:
    """Source: domain reference, irm, section 5: consecutive acceptances add up."""
    brigade = cast.add("head", ("commander", "ARMY", None))
    cast.add("expert", ("core_expert", "BATTALION", None))
    risk = pending(cast, high=True)
    case = Case(risk, brigade.actor, cast.at + 2 * MINUTE)
    short = case.resolution("accept")
    assert short.row is not None
    assert short.row.code == "normal_high_short"
    for months in range(1, 4):
        starts = date(2026, 3, 10) - timedelta(days=12 * months)
        make_past(risk, cast, starts, starts + timedelta(days=12))
    found = Case(risk, brigade.actor, cast.at + 2 * MINUTE).resolution("accept")
    assert found.days == 37
    assert found.row is not None
    assert found.row.code == "normal_high"


def make_past(risk: Risk, cast: Cast, starts: date, ends: date) -> Decision:
    """An acceptance of the past, as long as it held."""
    row = Decision(
        ref=f"B-2026-9{starts:%m%d}",
        number=int(f"{starts:%Y%m%d}"),
        unit=risk.unit,
        risk=risk,
        state="ended",
        kind="accept",
        risk_class="high",
        context=risk.context,
        signer=cast.commander.person.id,
        post="commandant",
        post_unit=cast.army,
        level=5,
        post_kind="permanent",
        signed_at=cast.at,
        starts_on=starts,
        ends_on=ends,
        time_zone="Europe/Amsterdam",
        picture={},
        picture_hash="",
        risk_serial=1,
        ended_at=datetime(ends.year, ends.month, ends.day, 12, tzinfo=UTC),
        ended_for="expired",
    )
    row.save(force_insert=True)
    return row


def test_condition_that_does_not_hold_suspends_at_once_and_restored_it_holds_again(
    cast: Cast,
) -> None:
    _risk, decision = accepted(cast)
    rough = take_decision_step(
        actor=cast.safety_adviser.actor,
        record=decision,
        step="note_condition",
        at=cast.at + 5 * MINUTE,
        fields={"condition": 1, "value": "1,3"},
    )
    assert (rough.state, rough.suspended_for) == ("suspended", "condition")
    row = Condition.objects.of(decision).get()
    assert (row.value, row.holds) == ("1,3", False)

    calm = again(cast, rough, "note_condition", condition="1", value="0.8")
    assert (calm.state, calm.suspended_for) == ("suspended", "to_be_signed")
    held = again(cast, calm, "resume", reason="De zee is kalm.")
    assert (held.state, held.suspended_for) == ("in_force", "")


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"condition": 9, "value": "1"}, "condition"),
        ({"condition": 1, "value": "veel"}, "value"),
        ({"condition": 1, "value": "1.300"}, "value"),
    ],
)
def test_condition_noted_badly_is_refused(cast: Cast, fields: dict[str, object], name: str) -> None:
    _risk, decision = accepted(cast)
    with pytest.raises(FieldsRefused) as refused:
        take_decision_step(
            actor=cast.commander.actor,
            record=decision,
            step="note_condition",
            at=cast.at + 5 * MINUTE,
            fields=fields,
        )
    assert list(refused.value.errors) == [name]


def test_condition_that_is_no_comparison_is_refused_with_its_place(cast: Cast) -> None:
    with pytest.raises(FieldsRefused) as refused:
        accepted(cast, conditions=[{"text": "Golven", "expression": "surf_m <="}])
    assert list(refused.value.errors) == ["conditions.1.expression"]


def test_decision_is_revoked_by_who_holds_the_mandate_and_asks_a_new_one(cast: Cast) -> None:
    risk, decision = accepted(cast)
    with pytest.raises(AccessDenied):
        take_decision_step(
            actor=cast.safety_adviser.actor,
            record=decision,
            step="revoke",
            at=cast.at + 5 * MINUTE,
            fields={"reason": "Toch niet."},
        )
    ended = again(cast, decision, "revoke", reason="De baan is veranderd.")
    risk.refresh_from_db()
    assert (ended.state, ended.ended_for, risk.state) == ("ended", "revoked", "decision_pending")


def test_company_commander_suspends_but_does_not_revoke(cast: Cast) -> None:
    company = cast.add("captain", ("commander", "COMPANY", None)).actor
    _risk, decision = accepted(cast)
    more = {"actor": company, "at": cast.at + 5 * MINUTE, "fields": {"reason": "Storm."}}
    held = take_decision_step(record=decision, step="suspend", **more)
    assert (held.state, held.suspended_for) == ("suspended", "by_hand")
    with pytest.raises(StepRefused) as refused:
        take_decision_step(record=held, step="revoke", **more)
    assert [one.code for one in refused.value.refusals] == ["level_too_low"]

    back = again(cast, held, "resume", reason="Storm voorbij.")
    assert back.state == "in_force"


def test_second_who_decides_is_told_and_only_one_decision_stands(cast: Cast) -> None:
    cast.add("other", ("commander", "BATTALION", None))
    risk = pending(cast)
    take(cast.other.actor, risk, "avoid", cast.at + 2 * MINUTE, {"reason": "Andere route."})
    with pytest.raises(StepRefused) as refused:
        take(cast.commander.actor, risk, "accept", cast.at + 3 * MINUTE, RECORD)
    assert "Vermijden" in str(refused.value) or "Avoid" in str(refused.value)
    assert [one.kind for one in decisions_on(risk)] == ["avoid"]


def test_history_of_a_decision_vouches_for_picture_and_conditions(cast: Cast) -> None:
    _risk, decision = accepted(cast)
    again(cast, decision, "note_condition", condition="1", value="0.8")
    step = DecisionStep.objects.of(decision).order_by("serial").first()
    assert step is not None
    assert list(breaks()) == []
    assert {"record.picture", "part.condition.1", "part.considered.ppe.1"} <= set(step.commitments)
