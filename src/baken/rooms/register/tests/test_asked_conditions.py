"""A condition that nobody notes is asked of who signed and who owns the risk."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from baken.conftest import Cast
from baken.core.access import system_actor
from baken.core.trail.verify import breaks
from baken.rooms.notices.models import Notice
from baken.rooms.org.queries import own_key_of
from baken.rooms.register.actions.end_decisions import end_decisions
from baken.rooms.register.actions.take_decision_step import take_decision_step
from baken.rooms.register.models import Decision, DecisionStep, Risk
from baken.rooms.register.tests.deciding import DAY, MINUTE, accepted

pytestmark = pytest.mark.django_db
LONG = {"ends_on": "2026-12-31"}
# A medium risk: thirty days after 10 March, 00:00 in Amsterdam (summer time).
FIRST = datetime(2026, 4, 8, 22, 0, tzinfo=UTC)
CODE = "register.decision.conditions_asked"


def asked(decision: Decision) -> list[list[int]]:
    """Of which conditions it was asked, time after time."""
    rows = DecisionStep.objects.of(decision).filter(code=CODE).order_by("serial")
    return [row.facts["conditions"] for row in rows]


def tick(at: datetime) -> None:
    end_decisions(actor=system_actor("clock"), at=at)


def test_condition_that_nobody_ever_noted_is_asked_of_signer_and_owner(
    cast: Cast, deliver: Any
) -> None:
    risk, decision = accepted(cast, **LONG)
    Risk.objects.for_system(reason="trail").filter(pk=risk.pk).update(
        owner=cast.team_leader.person.id
    )
    assert decision.conditions_at == FIRST
    tick(FIRST - timedelta(seconds=1))
    assert asked(decision) == []
    tick(FIRST)
    tick(FIRST)
    assert asked(decision) == [[1]]
    deliver()
    told = Notice.objects.filter(code=CODE, record=decision.pk).values_list("to_key", flat=True)
    people = (cast.commander.person.id, cast.team_leader.person.id)
    assert set(told) == {own_key_of(one) for one in people}


def test_it_is_asked_again_as_long_as_nobody_notes_it(cast: Cast, deliver: Any) -> None:
    _risk, decision = accepted(cast, **LONG)
    tick(FIRST)
    tick(FIRST + 29 * DAY)
    assert asked(decision) == [[1]]
    tick(FIRST + 31 * DAY)
    assert asked(decision) == [[1], [1]]
    deliver()
    told = Notice.objects.filter(code=CODE, record=decision.pk).values_list("to_key", flat=True)
    assert set(told) == {own_key_of(cast.commander.person.id)}
    assert list(breaks()) == []


def test_condition_that_is_noted_is_not_asked_of_before_its_term(cast: Cast) -> None:
    _risk, decision = accepted(cast, **LONG, conditions=[{"text": "Golven"}, {"text": "Wind"}])
    for nth, days in ((1, 2), (2, 5)):
        decision = take_decision_step(
            actor=cast.commander.actor,
            record=decision,
            step="note_condition",
            at=cast.at + days * DAY,
            fields={"condition": nth, "value": "ja"},
        )
    tick(FIRST)
    assert asked(decision) == []
    tick(FIRST + 2 * DAY)
    assert asked(decision) == [[1]]


def test_decision_without_conditions_or_that_ended_is_not_asked_of(cast: Cast) -> None:
    _risk, bare = accepted(cast, **LONG, conditions=[])
    _risk, over = accepted(cast)
    assert bare.conditions_at is None
    tick(datetime(2026, 6, 1, tzinfo=UTC))
    assert (asked(bare), asked(over)) == ([], [])


def test_note_of_the_first_minute_counts_from_its_day(cast: Cast) -> None:
    _risk, decision = accepted(cast, **LONG)
    decision = take_decision_step(
        actor=cast.commander.actor,
        record=decision,
        step="note_condition",
        at=cast.at + 5 * MINUTE,
        fields={"condition": 1, "value": "0.8"},
    )
    assert decision.conditions_at == FIRST
