"""The worked example of a handover (irm.md section 15), and test 8 of organisation.md section 12."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from baken.conftest import Cast, Member
from baken.core.access import system_actor
from baken.core.events.outbox import deliver_pending
from baken.core.trail.verify import breaks
from baken.core.workflow.errors import StepRefused
from baken.core.workflow.unread import newest_step
from baken.rooms.notices.models import Notice
from baken.rooms.org.actions.handover_steps import take_handover_step
from baken.rooms.org.actions.keep_handovers import keep_handovers, prepare_handovers
from baken.rooms.org.models import Appointment, Handover, HandoverItem
from baken.rooms.org.queries import own_key_of
from baken.rooms.org.queries.handovers import items_page, left_of
from baken.rooms.org.questions import CommandChange
from baken.rooms.org.tests.factories import appoint, handover_in, make_site
from baken.rooms.register.actions import take_step
from baken.rooms.register.actions.take_decision_step import take_decision_step
from baken.rooms.register.models import Risk
from baken.rooms.register.queries.handovers import is_by_post, matters_of, taken_over_by
from baken.rooms.register.tests.deciding import (
    DAY,
    HANDED_UP,
    MINUTE,
    RECORD,
    accepted,
    advised_by_experts,
    decisions_on,
    pending,
    standing,
    take,
)
from baken.rooms.register.tests.planted_decisions import decision_in
from baken.rooms.register.views.handover_note import handover_note

pytestmark = pytest.mark.django_db

STARTS = date(2026, 3, 20)
START = datetime(2026, 3, 19, 23, 0, tzinfo=UTC)
CLOCK = system_actor("clock")
SAID = {"conditions": [], "ends_on": "2026-09-01"}
AGAIN = {
    **RECORD,
    **SAID,
    "informed_on": "2026-03-20",
    "controls_then_and_now": "Nog dezelfde.",
    "occurrences_since": "Geen.",
    "conclusion": "Het kan zo blijven.",
}


@dataclass
class Battalion:
    """The battalion with what its commander accepted, by class."""

    cast: Cast
    successor: Member
    low: list[Risk]
    medium: list[Risk]
    high: list[Risk]

    @property
    def handover(self) -> Handover:
        return Handover.objects.for_system(reason="trail").get()

    def work(self, at: datetime) -> None:
        prepare_handovers(actor=CLOCK, at=at)
        keep_handovers(actor=CLOCK, at=at)

    def step(self, who: Member, step: str, at: datetime, **fields: Any) -> Handover:
        record = self.handover
        return take_handover_step(
            actor=_actor(who, at),
            record=record,
            step=step,
            at=at,
            fields=fields,
            seen=newest_step(record).serial,
        )


def _actor(who: Member, at: datetime) -> Any:
    return Member(who.name, who.account, who.person, at).actor


def battalion(cast: Cast, *, low: int, medium: int, high: int = 0, **post: Any) -> Battalion:
    """So many risks accepted, the high ones by the level above, and a successor announced."""
    cast.add("general", ("commander", "ARMY", None))
    successor = cast.add("successor", ("employee", "BATTALION", None))
    appoint(successor.person, "commander", cast.battalion, from_on=STARTS, **post)
    made = Battalion(cast, successor, [], [], [])
    made.low = [accepted(cast, pending(cast, low=True), **SAID)[0] for _one in range(low)]
    made.medium = [accepted(cast, pending(cast), **SAID)[0] for _one in range(medium)]
    for _one in range(high):
        risk = advised_by_experts(cast, _owned(cast, pending(cast, high=True)))
        said = {**RECORD, "ends_on": "2026-04-08", "stack_seen": "true"}
        general = cast.members["general"].actor
        made.high.append(take(general, risk, "accept", cast.at + 2 * MINUTE, said))
    return made


def _owned(cast: Cast, risk: Risk) -> Risk:
    """The risk once the battalion acts on it."""
    owned = {"owner": str(cast.commander.person.id), "owner_unit": "BATTALION"}
    actor = cast.safety_adviser.actor
    return take_step(actor=actor, record=risk, step="own", at=cast.at, fields=owned)


def outcomes(record: Handover) -> Counter[str]:
    return Counter(HandoverItem.objects.of(record).values_list("outcome", flat=True))


def again(it: Battalion, risk: Risk, at: datetime) -> Risk:
    return take(_actor(it.successor, at), risk, "renew", at, AGAIN)


def revoked(it: Battalion, risk: Risk, at: datetime) -> None:
    take_decision_step(
        actor=_actor(it.successor, at),
        record=standing(risk),
        step="revoke",
        at=at,
        fields={"reason": "De score gaat over materieel dat vervangen is."},
    )


def test_handover_of_45_painfbat(cast: Cast, deliver: Callable[[], int]) -> None:
    it = battalion(cast, low=9, medium=4, high=1)
    it.work(cast.at)
    assert (it.handover.state, it.handover.starts_on) == ("prepared", STARTS)
    assert it.handover.due_on == STARTS + timedelta(days=30)
    for risk in (*it.medium, *it.high):
        it.step(cast.commander, "write_item", cast.at, item=risk.ref, narrative="Let op de baan.")
    written = HandoverItem.objects.of(it.handover).exclude(narrative="").order_by("place")
    assert [one.risk_class for one in written] == ["high", *["medium"] * 4]

    it.work(START)
    day_6 = START + 6 * DAY
    assert it.handover.state == "open"
    it.step(it.successor, "take_over", day_6)
    assert outcomes(it.handover) == {"taken_over": 9, "": 5}
    for risk in it.medium[:3]:
        again(it, risk, day_6)
    revoked(it, it.medium[3], day_6)
    take(_actor(it.successor, day_6), it.high[0], "hand_up", day_6, HANDED_UP)

    deliver()
    assert left_of(it.handover).by_hand == 0
    it.work(START + 30 * DAY)
    assert it.handover.state == "completed"
    assert outcomes(it.handover) == {
        "taken_over": 9,
        "still_waits": 1,
        "reaccepted": 3,
        "revised": 1,
        "handed_up": 1,
    }
    assert list(breaks()) == []


def test_organisation_12_8_handover_not_completed_in_term_lapses_and_tells_the_level_above(
    cast: Cast, deliver: Callable[[], int]
) -> None:
    it = battalion(cast, low=1, medium=2)
    it.work(START)
    day_6 = START + 6 * DAY
    it.step(it.successor, "take_over", day_6)
    again(it, it.medium[0], day_6)
    deliver()
    over = START + 31 * DAY  # the clocks went forward on 29 March: 30 days later is an hour earlier
    it.work(over)
    deliver()
    states = [_fresh(one).state for one in (*it.low, *it.medium)]
    assert (it.handover.state, states) == ("lapsed", ["accepted", "accepted", "escalated"])
    assert _fresh(it.medium[1]).raised_to == cast.army
    assert [one.ended_for for one in decisions_on(it.medium[1])] == ["handover_lapsed"]
    general = cast.members["general"].person
    told = Notice.objects.filter(to_key=own_key_of(general.id), code="org.handover_lapse_above")
    assert told.count() == 1
    risen = Notice.objects.filter(to_key=own_key_of(general.id), code="register.rise.lapsed")
    assert risen.count() == 1
    assert list(breaks()) == []


def test_lapse_where_nobody_commands_above_waits_where_it_is(
    cast: Cast, deliver: Callable[[], int]
) -> None:
    it = battalion(cast, low=0, medium=1)
    Appointment.objects.for_system(reason="access").filter(unit=cast.army).delete()
    it.work(START)
    it.work(START + 31 * DAY)
    deliver()
    [risk] = [_fresh(one) for one in it.medium]
    assert (risk.state, risk.raised_to) == ("decision_pending", None)


def test_lapse_of_one_that_cannot_end_keeps_no_other_waiting(cast: Cast) -> None:
    it = battalion(cast, low=0, medium=2)
    it.work(START)
    rows = Risk.objects.for_system(reason="trail").filter(pk=it.medium[0].pk)
    rows.update(current_class="onzin")
    over = START + 31 * DAY
    it.work(over)
    for _round in range(3):
        deliver_pending(at=over)
    assert [_fresh(one).state for one in it.medium] == ["accepted", "escalated"]
    rows.update(current_class="medium")
    deliver_pending(at=over)
    assert [_fresh(one).state for one in it.medium] == ["escalated", "escalated"]


def test_risk_that_is_asked_anew_is_shown_by_what_was_and_by_what_waits(cast: Cast) -> None:
    it = battalion(cast, low=0, medium=1)
    it.work(START)
    revoked(it, it.medium[0], START + DAY)
    it.work(START + 2 * DAY)
    reader = _actor(it.successor, START + 2 * DAY)
    read = items_page(reader, it.handover).items
    told = [(one.item.kind, one.shown and one.shown.title, one.outcome) for one in read]
    title = it.medium[0].title
    assert told == [("accepted", title, "revised"), ("undecided", title, "")]


def test_item_of_which_the_class_rose_stands_before_what_is_less_grave(cast: Cast) -> None:
    it = battalion(cast, low=1, medium=1)
    it.work(START)
    Risk.objects.for_system(reason="trail").filter(pk=it.low[0].pk).update(current_class="high")
    it.work(START + DAY)
    items = HandoverItem.objects.of(it.handover).order_by("place")
    assert [(one.ref, one.risk_class) for one in items] == [
        (it.low[0].ref, "high"),
        (it.medium[0].ref, "medium"),
    ]


def test_item_that_nobody_looked_at_says_so_when_the_term_is_over(cast: Cast) -> None:
    it = battalion(cast, low=0, medium=0, high=1)
    waits = pending(cast)
    it.work(START)
    it.work(START + 31 * DAY)
    assert it.handover.state == "completed"
    kept = HandoverItem.objects.of(it.handover).values_list("ref", "outcome")
    assert dict(kept) == {it.high[0].ref: "not_looked_at", waits.ref: "still_waits"}


def test_risk_in_two_handovers_is_taken_over_by_whoever_comes_in_each(cast: Cast) -> None:
    risk, _decision = accepted(cast)
    people = (cast.commander.person, cast.soldier.person)
    signed, looked = (
        handover_in(unit=unit, state="open", incoming=person)
        for unit, person in zip((cast.battalion, cast.company), people, strict=True)
    )
    HandoverItem.objects.of(signed).update(ref=risk.ref)
    HandoverItem.objects.of(looked).update(ref=risk.ref, ask="look")
    actors = [cast.commander.actor, cast.soldier.actor, cast.outsider.actor]
    assert [taken_over_by(risk, one) for one in actors] == [True, True, False]
    assert handover_note(risk)["handover_ref"] == signed.ref


def test_decision_by_another_post_of_who_leaves_is_only_looked_at(cast: Cast) -> None:
    change = CommandChange(cast.battalion.pk, cast.commander.person.id, uuid.uuid4(), START)
    given = {"delegated_from": change.outgoing, "owner_unit": cast.battalion}
    elsewhere = decision_in(unit=cast.squadron, **given)
    below = decision_in(unit=cast.company, **given)
    assert [is_by_post(one, change) for one in (elsewhere, below)] == [False, True]
    asked = {one.ref: one.ask for one in matters_of(change)}
    assert asked == {elsewhere.risk.ref: "look", below.risk.ref: "reaccept"}


def test_handover_holds_what_waits_below_for_the_level_that_changes_hands_alone(
    cast: Cast,
) -> None:
    general = cast.add("general", ("commander", "ARMY", None))
    medium, high = pending(cast), pending(cast, high=True)
    handed_up = take(cast.commander.actor, pending(cast), "hand_up", cast.at, HANDED_UP)
    squadron = CommandChange(cast.squadron.pk, cast.outsider.person.id, uuid.uuid4(), START)
    battalion = CommandChange(cast.battalion.pk, cast.commander.person.id, uuid.uuid4(), START)
    army = CommandChange(cast.unit("ARMY").pk, general.person.id, uuid.uuid4(), START)
    assert {one.ref for one in matters_of(battalion)} == {medium.ref}
    assert {one.ref for one in matters_of(army)} == {high.ref, handed_up.ref}
    assert {(one.kind, one.ask, one.one_by_one) for one in matters_of(army)} == {
        ("undecided", "decide", True)
    }
    assert list(matters_of(squadron)) == []


def test_what_waited_below_and_rose_past_the_level_was_handed_up(cast: Cast) -> None:
    it = battalion(cast, low=0, medium=0)
    risk = pending(cast)
    it.work(START)
    assert outcomes(it.handover) == {"": 1}
    rows = Risk.objects.for_system(reason="terms").filter(pk=risk.pk)
    rows.update(state="escalated", raised_to=cast.army)
    it.work(START + DAY)
    assert outcomes(it.handover) == {"handed_up": 1}


def test_handover_holds_what_waits_on_a_site_that_the_unit_holds(cast: Cast) -> None:
    site = make_site("KAZERNE", holder=cast.squadron)
    guest = pending(cast)
    Risk.objects.for_system(reason="terms").filter(pk=guest.pk).update(site=site)
    squadron = CommandChange(cast.squadron.pk, cast.outsider.person.id, uuid.uuid4(), START)
    assert [one.ref for one in matters_of(squadron)] == [guest.ref]


def test_what_waits_below_is_found_in_as_many_queries_of_more_risks(cast: Cast) -> None:
    change = CommandChange(cast.battalion.pk, cast.commander.person.id, uuid.uuid4(), START)
    pending(cast)
    assert len(list(matters_of(change))) == 1
    with CaptureQueriesContext(connection) as few:
        list(matters_of(change))
    for _one in range(3):
        pending(cast)
    with CaptureQueriesContext(connection) as many:
        assert len(list(matters_of(change))) == 4
    assert len(few) == len(many)


def test_handover_until_it_is_taken_over_the_decision_of_the_predecessor_holds(cast: Cast) -> None:
    it = battalion(cast, low=0, medium=1)
    it.work(START)
    it.work(START + 29 * DAY)
    assert (standing(it.medium[0]).state, it.handover.state) == ("in_force", "open")


def test_hand_up_of_an_accepted_risk_by_who_takes_nothing_over_is_refused(cast: Cast) -> None:
    it = battalion(cast, low=0, medium=1)
    with pytest.raises(StepRefused) as told:
        take(cast.commander.actor, it.medium[0], "hand_up", cast.at + 3 * MINUTE, HANDED_UP)
    assert [one.code for one in told.value.refusals] == ["not_taken_over"]


def test_acting_commander_accepts_again_no_further_than_the_mandate_of_the_post(cast: Cast) -> None:
    until = STARTS + timedelta(days=60)
    it = battalion(cast, low=0, medium=1, high=1, kind="acting", until=until)
    it.work(START)
    assert (it.handover.kind, it.handover.state) == ("acting", "open")
    assert again(it, it.medium[0], START + DAY).state == "accepted"
    with pytest.raises(StepRefused, match="BATTALION"):
        again(it, it.high[0], START + DAY)


def _fresh(risk: Risk) -> Risk:
    return Risk.objects.for_system(reason="trail").get(pk=risk.pk)
