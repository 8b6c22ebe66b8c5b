"""Who signed hears what becomes of a decision, and so do those whom it concerns."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from baken.conftest import Cast, Member
from baken.core.access import system_actor
from baken.rooms.notices.models import Notice
from baken.rooms.org.queries import own_key_of
from baken.rooms.register.actions.end_decisions import end_decisions
from baken.rooms.register.actions.take_decision_step import take_decision_step
from baken.rooms.register.models import Decision
from baken.rooms.register.queries.told_up import keys_told
from baken.rooms.register.tests.deciding import MINUTE, accepted, pending

pytestmark = pytest.mark.django_db


def told(code: str, record: Any) -> set[str]:
    """The keys of who got a notice."""
    rows = Notice.objects.filter(code=code, record=record.pk)
    return set(rows.values_list("to_key", flat=True))


def keys(*members: Member) -> set[str]:
    return {own_key_of(one.person.id) for one in members}


def note(cast: Cast, decision: Decision, value: str, minutes: int) -> Decision:
    fields = {"condition": "1", "value": value}
    at = cast.at + minutes * MINUTE
    actor = cast.safety_adviser.actor
    return take_decision_step(
        actor=actor, record=decision, step="note_condition", at=at, fields=fields
    )


def test_condition_that_does_not_hold_is_told_to_signer_and_duty_officer(
    cast: Cast, deliver: Any
) -> None:
    """Source: domain reference, irm, section 14, step 7."""
    officer = cast.add("officer", ("duty_officer", "ARMY", None))
    _risk, decision = accepted(cast)

    decision = note(cast, decision, "1.3", 5)

    deliver()
    assert told("register.decision.suspended", decision) == keys(cast.commander, officer)
    assert told("register.decision.holds_again", decision) == set()


def test_decision_that_holds_again_is_told_to_who_signed(cast: Cast, deliver: Any) -> None:
    _risk, decision = accepted(cast)
    decision = note(cast, note(cast, decision, "1.3", 5), "0.8", 9)
    deliver()
    assert told("register.decision.holds_again", decision) == set()
    take_decision_step(
        actor=cast.commander.actor,
        record=decision,
        step="resume",
        at=cast.at + 10 * MINUTE,
        fields={"reason": "De zee is kalm."},
    )
    deliver()
    assert told("register.decision.holds_again", decision) == keys(cast.commander)


def test_condition_that_is_noted_while_it_holds_is_told_to_nobody(cast: Cast, deliver: Any) -> None:
    _risk, decision = accepted(cast)
    decision = note(cast, decision, "0.8", 5)
    deliver()
    assert told("register.decision.holds_again", decision) == set()


def test_end_that_comes_near_is_told_to_signer_and_adviser(cast: Cast, deliver: Any) -> None:
    _risk, decision = accepted(cast, ends_on="2026-04-20")
    end_decisions(actor=system_actor("clock"), at=cast.at + timedelta(days=28))
    deliver()
    both = keys(cast.commander, cast.safety_adviser)
    assert told("register.decision.ends_soon", decision) == both


def test_end_that_comes_near_is_told_to_everybody_who_manages_risks_there(
    cast: Cast, deliver: Any
) -> None:
    coordinator = cast.add("coordinator", ("arbo_coordinator", "BATTALION", None))
    _risk, decision = accepted(cast, ends_on="2026-04-20")
    end_decisions(actor=system_actor("clock"), at=cast.at + timedelta(days=28))
    deliver()
    assert keys(coordinator) <= told("register.decision.ends_soon", decision)


def test_end_is_told_to_signer_and_adviser(cast: Cast, deliver: Any) -> None:
    _risk, decision = accepted(cast)
    end_decisions(actor=system_actor("clock"), at=cast.at + timedelta(days=30))
    deliver()
    assert told("register.decision.ended", decision) == keys(cast.commander, cast.safety_adviser)


def test_level_above_hears_of_a_decision_by_the_mandate_table(cast: Cast, deliver: Any) -> None:
    head = cast.add("head", ("commander", "ARMY", None))
    risk, _decision = accepted(cast)
    deliver()
    assert told("register.risk.decided_below", risk) == keys(head)


def test_levels_and_bodies_are_told_and_the_minister_is_told_outside(cast: Cast) -> None:
    head = cast.add("head", ("commander", "ARMY", None))
    office = cast.add("office", ("vms_office", "MINISTRY", None))
    risk = pending(cast)
    assert keys_told(["level_3"], risk, cast.at) == sorted(keys(cast.commander))
    assert keys_told(["level_4", "level_5"], risk, cast.at) == sorted(keys(head))
    assert keys_told(["safety_committee", "minister"], risk, cast.at) == sorted(keys(office))
    assert keys_told(["level_7"], risk, cast.at) == []
