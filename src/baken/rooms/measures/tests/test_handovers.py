"""Which measures are taken over when command changes hands, and who sees them there."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from baken.conftest import Cast
from baken.core.access import system_actor
from baken.core.events.outbox import emit
from baken.rooms.measures.actions import act_on_measures
from baken.rooms.measures.answers.handovers import handover_matters, matters_shown
from baken.rooms.measures.events import PURCHASE_STEPPED, RECOMMENDATION_STEPPED
from baken.rooms.measures.models import Measure
from baken.rooms.measures.queries.facts import GUARDS, measure_facts
from baken.rooms.measures.tests.factories import act, decided, make_measure_in
from baken.rooms.measures.tests.purchases import make_purchase_in
from baken.rooms.measures.tests.recommending import make_recommendation_in
from baken.rooms.org.actions.keep_handovers import keep_handovers, prepare_handovers
from baken.rooms.org.models import Handover, HandoverItem
from baken.rooms.org.questions import CommandChange
from baken.rooms.org.tests.factories import appoint, handover_in, make_person

pytestmark = pytest.mark.django_db

CLOCK = system_actor("clock")


def change_of(cast: Cast, unit: Any, starts_at: datetime) -> CommandChange:
    return CommandChange(unit.pk, cast.commander.person.id, uuid.uuid4(), starts_at)


def listed(cast: Cast, unit: Any, starts_at: datetime) -> list[str]:
    return [one.ref for one in handover_matters(change_of(cast, unit, starts_at))]


def test_measure_of_a_unit_below_without_a_commander_is_taken_over_when_overdue(cast: Cast) -> None:
    record = decided(cast, cast.at)
    early, late = cast.at + timedelta(days=10), cast.at + timedelta(days=70)
    assert listed(cast, cast.battalion, early) == []
    assert listed(cast, cast.battalion, late) == [record.ref]
    assert listed(cast, cast.army, late) == []
    [matter] = handover_matters(change_of(cast, cast.battalion, late))
    assert (matter.kind, matter.ask, matter.one_by_one) == ("measure", "know", False)
    assert matter.due_on == record.due_on


def test_measure_of_a_unit_below_with_a_commander_is_taken_over_once_it_rose(cast: Cast) -> None:
    record, late = decided(cast, cast.at), cast.at + timedelta(days=70)
    appoint(make_person(unit=cast.company), "commander", cast.company)
    assert listed(cast, cast.company, late) == [record.ref]
    assert listed(cast, cast.battalion, late) == []
    act_on_measures(actor=CLOCK, at=late)
    assert listed(cast, cast.battalion, late) == [record.ref]


def test_measure_on_which_another_unit_acts_is_taken_over_there(cast: Cast) -> None:
    record, late = decided(cast, cast.at), cast.at + timedelta(days=70)
    rows: Any = Measure.objects.for_system(reason="advance").filter(pk=record.pk)
    rows.update(owner_unit=cast.squadron)
    assert listed(cast, cast.battalion, late) == []
    assert listed(cast, cast.squadron, late) == [record.ref]


def test_measure_is_shown_to_readers_alone_and_waits_until_it_is_done(cast: Cast) -> None:
    record, late = decided(cast, cast.at), cast.at + timedelta(days=70)
    change, refs = change_of(cast, cast.battalion, late), [("measure", record.ref)]
    assert list(matters_shown(cast.outsider.actor, change, refs)) == []
    [shown] = matters_shown(cast.commander.actor, change, refs)
    assert (shown.title, shown.outcome, shown.risk_class) == (record.title, "", "high")
    act(record, cast.commander.actor, cast.at, "cancel", reason="Niet meer nodig.")
    [shown] = matters_shown(cast.commander.actor, change, refs)
    assert shown.outcome == "gone"
    assert list(matters_shown(cast.commander.actor, change, [("accepted", record.ref)])) == []


def test_handover_lists_the_overdue_measure_until_something_is_done_about_it(
    cast: Cast, deliver: Callable[[], int]
) -> None:
    record = make_measure_in(unit=cast.company, at=cast.at)
    starts = cast.at + timedelta(days=70)
    comes = make_person(unit=cast.battalion)
    appoint(comes, "commander", cast.battalion, from_on=starts.date())
    prepare_handovers(actor=CLOCK, at=starts)
    keep_handovers(actor=CLOCK, at=starts)
    made = Handover.objects.for_system(reason="trail").get(incoming=comes.id)
    kept = HandoverItem.objects.of(made).filter(kind="measure").values_list("ref", "one_by_one")
    assert list(kept) == [(record.ref, False)]
    act(record, cast.commander.actor, starts, "cancel", reason="Niet meer nodig.")
    deliver()
    assert HandoverItem.objects.of(made).get(kind="measure").outcome == "gone"


def test_open_recommendations_and_purchases_are_taken_over_and_shown_to_who_reads_them(
    cast: Cast,
) -> None:
    received = make_recommendation_in(unit=cast.company, at=cast.at)
    make_recommendation_in(unit=cast.company, at=cast.at, state="closed")
    asked = make_purchase_in(unit=cast.company, at=cast.at, state="ordered")
    make_purchase_in(unit=cast.company, at=cast.at, state="rejected")
    change = change_of(cast, cast.battalion, cast.at + timedelta(days=20))

    matters = list(handover_matters(change))

    told = [(one.kind, one.ref, one.ask, one.one_by_one) for one in matters]
    expected = [("recommendation", received.ref), ("purchase", asked.ref)]
    assert told == [(*one, "know", False) for one in expected]
    assert listed(cast, cast.army, change.starts_at) == []
    refs = [(one.kind, one.ref) for one in matters]
    assert list(matters_shown(cast.outsider.actor, change, refs)) == []
    shown = list(matters_shown(cast.commander.actor, change, refs))
    assert [(one.kind, one.title, one.outcome) for one in shown] == [
        ("recommendation", received.title, ""),
        ("purchase", asked.title, ""),
    ]


def _judged(kind: str, at: datetime) -> dict[str, Any]:
    """What is known of a recommendation that was closed."""
    done = {"proof": "Bewijs.", "effect_check_on": at.date(), "appreciation": "accepted"}
    moments = dict.fromkeys(("reported_at", "assessed_at", "appreciated_at"), at)
    return {**done, **moments} if kind == "recommendation" else {}


@pytest.mark.parametrize("kind", ["recommendation", "purchase"])
def test_handover_says_at_once_what_became_of_a_recommendation_or_purchase(
    cast: Cast, deliver: Callable[[], int], kind: str
) -> None:
    make, event = {
        "recommendation": (make_recommendation_in, RECOMMENDATION_STEPPED),
        "purchase": (make_purchase_in, PURCHASE_STEPPED),
    }[kind]
    record = make(unit=cast.company, at=cast.at)
    starts = cast.at + timedelta(days=20)
    comes = make_person(unit=cast.battalion)
    appoint(comes, "commander", cast.battalion, from_on=starts.date())
    prepare_handovers(actor=CLOCK, at=starts)
    keep_handovers(actor=CLOCK, at=starts)
    made = Handover.objects.for_system(reason="trail").get(incoming=comes.id)
    assert HandoverItem.objects.of(made).get(kind=kind).outcome == ""
    rows: Any = type(record).objects.for_system(reason="advance").filter(pk=record.pk)
    over = {
        "recommendation": {"state": "closed", "verdict": "met", "closed_at": starts},
        "purchase": {"state": "rejected", "decided_at": starts},
    }
    rows.update(**{**over[kind], **_judged(kind, starts)})
    emit(name=event, record=record, at=starts)
    deliver()
    assert HandoverItem.objects.of(made).get(kind=kind).outcome == "gone"


@pytest.mark.parametrize(("days", "codes"), [(14, ["hands_over"]), (15, [])])
def test_measure_is_not_given_up_by_who_hands_over_soon(
    cast: Cast, days: int, codes: list[str]
) -> None:
    """Whoever leaves tidies up nothing in the last days. Source: organisation, section 8.2."""
    measure = make_measure_in(unit=cast.company, at=cast.at, state="decided")
    record = handover_in(unit=cast.battalion, outgoing=cast.commander.person)
    starts_on = (cast.at + timedelta(days=days)).date()
    Handover.objects.for_system(reason="terms").filter(pk=record.pk).update(starts_on=starts_on)
    facts = measure_facts(measure, cast.commander.actor, cast.at)
    found = GUARDS["stays_in_command"](facts)
    assert [one.code for one in (found,) if one] == codes
    other = measure_facts(measure, cast.safety_adviser.actor, cast.at)
    assert GUARDS["stays_in_command"](other) is None
