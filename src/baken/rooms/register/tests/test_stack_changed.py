"""What a slice that changes does to decisions that were taken before, and who may change it then."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from baken.conftest import Cast
from baken.core.trail.verify import breaks
from baken.core.workflow.errors import FieldsRefused, StepRefused
from baken.core.workflow.unread import newest_step
from baken.rooms.notices.models import Notice
from baken.rooms.org.queries import own_key_of
from baken.rooms.register.actions import take_slice_step, take_step
from baken.rooms.register.actions.attach import attach, weigh_again
from baken.rooms.register.models import Risk, RiskStep, Slice, SliceMember
from baken.rooms.register.queries.stacks import mark_of, stack_for_decision, stacks_of
from baken.rooms.register.tests.deciding import (
    HANDED_UP,
    MINUTE,
    MITIGATED,
    RECORD,
    accepted,
    decisions_on,
    pending,
    standing,
    take,
)
from baken.rooms.register.tests.factories import give_score
from baken.rooms.register.tests.planted_decisions import decision_in
from baken.rooms.register.tests.slices import SLICE, a_slice, put_in, scored_risk, slice_with, times

pytestmark = pytest.mark.django_db
LATER = timedelta(hours=1)


def read_anew(risk: Risk) -> Risk:
    found: Risk = Risk.objects.for_system(reason="trail").get(pk=risk.pk)
    return found


def with_others(cast: Cast, risk: Risk) -> Slice:
    """A slice in which a named combination raises who decides on a risk of noise."""
    solvent = scored_risk(cast, "medium", hazard="substances.ototoxic")
    actor = cast.safety_adviser.actor
    record = a_slice(actor=actor, unit=cast.company, at=cast.at)
    record = put_in(record, solvent, actor=actor, at=cast.at, factors=["ototoxic_substance"])
    return put_in(record, risk, actor=actor, at=cast.at + LATER, factors=["noise"])


def test_decision_ends_when_its_risk_comes_into_a_stack_that_raises(cast: Cast) -> None:
    risk, decision = accepted(cast)

    with_others(cast, risk)

    risk = read_anew(risk)
    decision.refresh_from_db()
    assert (risk.state, decision.state, decision.ended_for) == (
        "decision_pending",
        "ended",
        "stack_changed",
    )
    step = RiskStep.objects.of(risk).order_by("-serial").first()
    assert step is not None
    assert (step.code, step.facts) == (
        "register.risk.stack_changed",
        {"decision": decision.ref, "why": "stack_changed", "raises": 1},
    )
    assert risk.rises_at is not None
    assert list(breaks()) == []


def test_who_signed_and_who_decides_hear_that_the_stack_ended_a_decision(
    cast: Cast, deliver: Any
) -> None:
    risk, decision = accepted(cast)
    with_others(cast, risk)
    deliver()
    key = own_key_of(cast.commander.person.id)
    for code, record in (
        ("register.deciders.stack_changed", risk),
        ("register.decision.ended", decision),
    ):
        assert key in Notice.objects.filter(code=code, record=record.pk).values_list(
            "to_key", flat=True
        )


def test_decision_ends_when_a_risk_beside_it_is_scored_higher(cast: Cast) -> None:
    risk, decision = accepted(cast)
    other = scored_risk(cast, "low")
    slice_with(cast, risk, scored_risk(cast, "medium"), other)
    assert read_anew(risk).state == "accepted"

    give_score(read_anew(other), cast.safety_adviser.actor, cast.at + LATER)

    decision.refresh_from_db()
    assert (read_anew(risk).state, decision.ended_for) == ("decision_pending", "stack_changed")


def test_decision_stays_when_the_stack_asks_no_more_than_it_was_taken_on(cast: Cast) -> None:
    risk, decision = accepted(cast)

    slice_with(cast, risk, scored_risk(cast, "low"))

    decision.refresh_from_db()
    assert (read_anew(risk).state, decision.state) == ("accepted", "in_force")


def test_risk_that_was_avoided_and_comes_back_ends_what_was_decided_without_it(cast: Cast) -> None:
    risk, other = pending(cast), pending(cast)
    third = scored_risk(cast, "medium")
    slice_with(cast, risk, other, third)
    take(cast.commander.actor, other, "avoid", cast.at + MINUTE, {"reason": "Anders."})
    at = cast.at + LATER
    risk = take(cast.commander.actor, risk, "accept", at, {**RECORD, "stack_seen": "true"})

    give_score(read_anew(other), cast.safety_adviser.actor, at + MINUTE)

    assert read_anew(other).state == "decision_pending"
    assert read_anew(risk).state == "decision_pending"


@pytest.mark.parametrize("end", ["avoided", "closed"])
@pytest.mark.parametrize("how", ["attached", "weighed again"])
def test_risk_that_something_severe_brings_back_ends_what_was_decided_without_it(
    cast: Cast, end: str, how: str
) -> None:
    risk, other = pending(cast), pending(cast)
    slice_with(cast, risk, other, scored_risk(cast, "medium"))
    adviser, report = cast.safety_adviser.actor, scored_risk(cast, "low")
    take(cast.commander.actor, other, "avoid", cast.at + MINUTE, {"reason": "Anders."})
    attached: dict[str, Any] = {"actor": adviser, "risk": other}
    if how == "weighed again":
        attach(record=report, severity=1, at=cast.at + 2 * MINUTE, **attached)
    if end == "closed":
        fields = {"reason": "Weg."}
        at = cast.at + 3 * MINUTE
        take_step(actor=adviser, record=read_anew(other), step="close", at=at, fields=fields)
    at = cast.at + LATER
    risk = take(cast.commander.actor, risk, "accept", at, {**RECORD, "stack_seen": "true"})

    if how == "attached":
        attach(record=report, severity=5, at=at + MINUTE, **attached)
    else:
        weigh_again(record=report, severity=5, at=at + MINUTE)

    back = "decision_pending" if end == "avoided" else "reopened"
    assert (read_anew(other).state, read_anew(risk).state) == (back, "decision_pending")
    assert decisions_on(risk)[-1].ended_for == "stack_changed"
    assert list(breaks()) == []


def test_what_was_handed_up_stays_handed_up_when_the_stack_changes(cast: Cast) -> None:
    cast.add("head", ("commander", "ARMY", None))
    risk = take(cast.commander.actor, pending(cast), "hand_up", cast.at + 2 * MINUTE, HANDED_UP)
    with_others(cast, risk)
    assert read_anew(risk).state == "escalated"


def remove(record: Slice, risk: Risk, actor: Any, at: Any) -> Slice:
    fields = {"risk": risk.ref, "reason": "Toch niet."}
    return take_slice_step(actor=actor, record=record, step="remove_risk", at=at, fields=fields)


def test_commander_does_not_take_a_risk_out_of_a_stack_to_decide_at_a_lower_level(
    cast: Cast,
) -> None:
    risk = pending(cast)
    record = with_others(cast, risk)
    [other] = [one for one in members(record) if one.pk != risk.pk]
    commander, at = cast.commander.actor, cast.at + 2 * LATER

    with pytest.raises(StepRefused) as no:
        remove(record, other, commander, at)
    assert [one.code for one in no.value.refusals] == ["own_way"]
    assert [one.pk for one in members(record)] == [other.pk, risk.pk]

    assert remove(record, other, cast.safety_adviser.actor, at).state == "open"


def members(record: Slice) -> list[Risk]:
    return [
        one.risk for one in SliceMember.objects.of(record).select_related("risk").order_by("id")
    ]


@pytest.mark.parametrize(
    ("step", "said"), [("revise_risk", {"factors": []}), ("end", {"reason": "Klaar."})]
)
def test_commander_does_not_let_a_stack_raise_less_in_any_other_way(
    cast: Cast, step: str, said: dict[str, Any]
) -> None:
    risk = pending(cast)
    record = with_others(cast, risk)
    fields = {"risk": risk.ref, **said} if step == "revise_risk" else said
    commander, at = cast.commander.actor, cast.at + 2 * LATER
    with pytest.raises(StepRefused) as no:
        take_slice_step(actor=commander, record=record, step=step, at=at, fields=fields)
    assert [one.code for one in no.value.refusals] == ["own_way"]


@pytest.mark.parametrize(("circumstances", "hours"), [([], 3), (["noise"], 1)])
def test_commander_drops_no_circumstance_and_no_hours_that_raise(
    cast: Cast, circumstances: list[str], hours: int
) -> None:
    risk, adviser = pending(cast), cast.safety_adviser.actor
    record = revised(cast, with_others(cast, risk), adviser, ["noise"], 3)
    at = cast.at + LATER
    record = put_in(record, risk, actor=adviser, at=at, step="revise_risk", factors=[])
    with pytest.raises(StepRefused) as no:
        revised(cast, record, cast.commander.actor, circumstances, hours)
    assert [one.code for one in no.value.refusals] == ["own_way"]


def revised(cast: Cast, record: Slice, actor: Any, circumstances: list[str], hours: int) -> Slice:
    fields = {**SLICE, **times(cast.at, hours=hours), "circumstances": circumstances}
    at = cast.at + LATER
    return take_slice_step(actor=actor, record=record, step="revise", at=at, fields=fields)


def test_commander_takes_out_what_raises_nothing(cast: Cast) -> None:
    risk, low = pending(cast), scored_risk(cast, "low")
    record = slice_with(cast, risk, low)
    remove(record, low, cast.commander.actor, cast.at + LATER)
    assert [one.pk for one in members(record)] == [risk.pk]


def test_decisions_of_long_ago_do_not_keep_a_commander_from_a_slice(cast: Cast) -> None:
    signed = cast.at - timedelta(days=31)
    risks = [decision_in(unit=cast.company, at=signed, state="ended").risk for _ in range(3)]
    record = slice_with(cast, *risks)
    with pytest.raises(StepRefused):
        remove(record, risks[0], cast.commander.actor, signed + timedelta(days=29))
    remove(record, risks[0], cast.commander.actor, cast.at)
    assert [one.pk for one in members(record)] == [risks[1].pk, risks[2].pk]


def test_commander_who_does_not_sign_after_it_changes_the_plan(cast: Cast) -> None:
    """Source: domain reference, irm, section 14: he starts in daylight, and the formation signs."""
    high, other = pending(cast, high=True), scored_risk(cast, "high")
    record = slice_with(cast, high, other)
    remove(record, other, cast.commander.actor, cast.at + LATER)
    assert stack_for_decision(high, cast.at + LATER).raises == 0


def test_stack_that_grew_after_it_was_shown_is_not_confirmed(cast: Cast) -> None:
    risk, at = pending(cast), cast.at + LATER
    record = slice_with(cast, risk, scored_risk(cast, "low"))
    shown = mark_of(stacks_of(risk, at))
    record = put_in(
        record, scored_risk(cast, "low"), actor=cast.safety_adviser.actor, at=at, factors=[]
    )
    said = {**RECORD, "stack_seen": "true", "stack_shown": shown}

    with pytest.raises(StepRefused) as no:
        take(cast.commander.actor, risk, "accept", at + MINUTE, said)
    assert [one.code for one in no.value.refusals] == ["changed_meanwhile"]

    said["stack_shown"] = mark_of(stacks_of(risk, at))
    risk = take(cast.commander.actor, risk, "accept", at + MINUTE, said)
    assert standing(risk).stack_seen


@contextmanager
def changing_before_members_are_read(nth: int, change: Callable[[], object]) -> Iterator[list[int]]:
    """Something that changes just before members of slices are read for the nth time, from 1 on.

    Gives how often they were read. It is as if somebody else did it in that moment.
    """
    reads = [0]

    def between(execute: Any, sql: str, *rest: Any) -> Any:
        if sql.startswith('SELECT "register_slicemember"') and sql.rstrip().endswith("ASC"):
            reads[0] += 1
            if reads[0] == nth:
                change()
        return execute(sql, *rest)

    with connection.execute_wrapper(between):
        yield reads


@pytest.mark.parametrize("nth", [1, 2])
def test_mark_of_a_stack_is_never_newer_than_what_a_program_was_shown(
    cast: Cast, client_of: Any, nth: int
) -> None:
    risk, adviser = pending(cast), cast.safety_adviser.actor
    record, more = slice_with(cast, risk, scored_risk(cast, "low")), scored_risk(cast, "low")

    def grows() -> None:
        put_in(record, more, actor=adviser, at=cast.at, factors=[])

    client, place = client_of("commander"), f"/api/v1/risks/{risk.ref}/stacks"
    with changing_before_members_are_read(nth, grows):
        answer = client.get(place).json()
    assert more.pk in {one.pk for one in members(record)}
    is_new = answer["shown"] == mark_of(stacks_of(risk, cast.at))
    assert more.ref in str(answer) or not is_new


@pytest.mark.parametrize("before", [0, 1, 2])
def test_mark_of_a_stack_is_never_newer_than_what_the_page_showed(
    cast: Cast, client_of: Any, before: int
) -> None:
    risk, adviser = pending(cast), cast.safety_adviser.actor
    record, more = slice_with(cast, risk, scored_risk(cast, "low")), scored_risk(cast, "low")
    client, address = client_of("commander"), f"/risicos/{risk.ref}/stap/mitigate"
    seen = str(newest_step(risk).serial)
    sent = {**MITIGATED, "stack_seen": "on", "stack_shown": "old", "seen": seen}
    with changing_before_members_are_read(0, lambda: None) as reads:
        page = client.post(address, sent)
    assert page.context["form"]["stack_shown"].value() == mark_of(stacks_of(risk, cast.at))

    def grows() -> None:
        put_in(record, more, actor=adviser, at=cast.at, factors=[])

    with changing_before_members_are_read(reads[0] - before, grows):
        page = client.post(address, sent)
    assert more.pk in {one.pk for one in members(record)}
    is_new = page.context["form"]["stack_shown"].value() == mark_of(stacks_of(risk, cast.at))
    assert more.ref in page.content.decode() or not is_new


def test_who_says_to_have_seen_a_stack_says_which_one(cast: Cast) -> None:
    risk, at = pending(cast), cast.at + LATER
    slice_with(cast, risk, scored_risk(cast, "low"))
    said = {**MITIGATED, "stack_seen": "true", "stack_shown": ""}
    with pytest.raises(FieldsRefused) as no:
        take(cast.commander.actor, risk, "mitigate", at, said)
    assert list(no.value.errors) == ["stack_seen"]
    assert decisions_on(risk) == []
