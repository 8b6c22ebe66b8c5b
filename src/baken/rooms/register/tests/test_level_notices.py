"""Who hears that a risk was handed up, came back, rose or was decided on; and that nobody can decide."""

from __future__ import annotations

from typing import Any

import pytest

from baken.conftest import Cast, Member
from baken.rooms.notices.models import Notice
from baken.rooms.notices.queries import opened_by
from baken.rooms.org.queries import own_key_of
from baken.rooms.register.models import Risk
from baken.rooms.register.tests.deciding import (
    DAY,
    HANDED_UP,
    MINUTE,
    MITIGATED,
    accepted,
    advised,
    pending,
    take,
)
from baken.rooms.register.tests.test_decision_clock import ticks

pytestmark = pytest.mark.django_db
INSTRUCTION = {"instruction": "Doe het zelf, met drie voertuigen."}


def told(code: str, risk: Risk) -> set[str]:
    """The keys of who got a notice."""
    return set(Notice.objects.filter(code=code, record=risk.pk).values_list("to_key", flat=True))


def heard(risk: Risk, who: Member) -> list[str]:
    """The codes of what somebody heard of a risk."""
    rows = Notice.objects.filter(record=risk.pk, to_key=own_key_of(who.person.id))
    return sorted(rows.values_list("code", flat=True))


def keys(*members: Member) -> set[str]:
    return {own_key_of(one.person.id) for one in members}


def due_now(cast: Cast, risk: Risk, **values: Any) -> Risk:
    """The risk after the clock came by, at a time at which nobody decided."""
    rows = Risk.objects.for_system(reason="trail").filter(pk=risk.pk)
    rows.update(rises_at=cast.at + DAY, **values)
    ticks(cast.at + DAY)
    risk.refresh_from_db()
    return risk


def test_hand_up_is_told_to_the_commander_above_and_to_who_put_it_up(
    cast: Cast, deliver: Any
) -> None:
    head = cast.add("head", ("commander", "ARMY", None))
    risk = pending(cast)
    deliver()
    risk = take(cast.commander.actor, risk, "hand_up", cast.at + 2 * MINUTE, HANDED_UP)
    deliver()
    assert told("register.level.handed_up", risk) == keys(head)
    assert told("register.asker.handed_up", risk) == keys(cast.safety_adviser)
    assert heard(risk, head) == ["register.level.handed_up"]


@pytest.mark.parametrize(
    ("step", "said"),
    [
        ("return_with_instruction", INSTRUCTION),
        ("return_with_means", {"reason": "Hier is geld.", "money": "40.000 euro"}),
    ],
)
def test_return_is_told_to_who_handed_it_up_and_to_who_put_it_up(
    cast: Cast, deliver: Any, step: str, said: dict[str, str]
) -> None:
    head = cast.add("head", ("commander", "ARMY", None))
    risk = take(cast.commander.actor, pending(cast), "hand_up", cast.at + 2 * MINUTE, HANDED_UP)
    risk = take(head.actor, risk, step, cast.at + 3 * MINUTE, said)
    deliver()
    assert told("register.level.returned", risk) == keys(cast.commander)
    assert told("register.asker.returned", risk) == keys(cast.safety_adviser)
    assert told("register.risk.decided_below", risk) == set()


def test_return_of_what_the_clock_brought_up_is_told_to_the_commander_of_the_unit(
    cast: Cast, deliver: Any
) -> None:
    head = cast.add("head", ("commander", "ARMY", None))
    risk = due_now(cast, pending(cast))
    take(head.actor, risk, "return_with_instruction", cast.at + 2 * DAY, INSTRUCTION)
    deliver()
    assert told("register.level.returned", risk) == keys(cast.commander)


def test_decision_is_told_to_who_put_it_up(cast: Cast, deliver: Any) -> None:
    risk = take(cast.commander.actor, pending(cast), "mitigate", cast.at + 2 * MINUTE, MITIGATED)
    deliver()
    assert told("register.asker.decided", risk) == keys(cast.safety_adviser)


def test_rise_to_a_level_is_told_to_its_commander(cast: Cast, deliver: Any) -> None:
    head = cast.add("head", ("commander", "ARMY", None))
    risk = due_now(cast, pending(cast))
    deliver()
    assert told("register.rise.level", risk) == keys(head)


def test_rise_at_the_top_is_told_there_and_to_the_committee(cast: Cast, deliver: Any) -> None:
    head = cast.add("head", ("commander", "ARMY", None))
    office = cast.add("office", ("vms_office", "MINISTRY", None))
    risk = due_now(cast, pending(cast))
    assert risk.rises_at is not None
    ticks(risk.rises_at)
    deliver()
    assert told("register.rise.topped", risk) == keys(head)
    assert told("register.rise.safety_committee", risk) == keys(office)


def test_rises_of_a_low_risk_are_told_to_owner_and_then_adviser(cast: Cast, deliver: Any) -> None:
    risk = due_now(cast, pending(cast), current_class="low", owner=cast.team_leader.person.id)
    deliver()
    assert told("register.rise.owner", risk) == keys(cast.team_leader)
    assert told("register.rise.safety_adviser", risk) == set()

    assert risk.rises_at is not None
    ticks(risk.rises_at)
    deliver()
    assert told("register.rise.safety_adviser", risk) == keys(cast.safety_adviser)
    assert told("register.rise.level", risk) == set()


def test_rise_of_an_extreme_risk_is_told_to_the_duty_officer_who_can_read_it(
    cast: Cast, deliver: Any
) -> None:
    officer = cast.add("officer", ("duty_officer", "ARMY", None))
    risk = due_now(cast, pending(cast), current_class="extreme")
    deliver()
    assert told("register.rise.duty_officer", risk) == keys(officer)
    notices = list(Notice.objects.filter(code="register.rise.duty_officer"))
    assert opened_by(officer.actor, notices) == {one.number for one in notices}


def test_rise_to_nobody_is_told_to_the_commander_of_the_unit(cast: Cast, deliver: Any) -> None:
    risk = due_now(cast, pending(cast), current_class="extreme")
    deliver()
    assert told("register.rise.duty_officer", risk) == keys(cast.commander)


def test_risk_on_which_nobody_can_decide_is_told_to_the_safety_department(
    cast: Cast, deliver: Any
) -> None:
    """Source: domain reference, irm, section 5: refuse and escalate to the safety department."""
    department = cast.add("department", ("safety_adviser", "ARMY", None))
    risk = pending(cast, high=True)  # nobody commands at level 4 or above
    deliver()
    assert told("register.risk.nobody_decides", risk) == keys(department)
    once = Notice.objects.filter(code="register.risk.nobody_decides")
    assert once.count() == 1
    advised(cast, risk, at=cast.at + 5 * MINUTE)
    deliver()
    assert once.count() == 1


def test_risk_on_which_somebody_decides_is_not_told_to_the_safety_department(
    cast: Cast, deliver: Any
) -> None:
    cast.add("department", ("safety_adviser", "ARMY", None))
    risk, _decision = accepted(cast)
    deliver()
    assert told("register.risk.nobody_decides", risk) == set()
