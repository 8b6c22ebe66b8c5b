"""Acceptance test 6 of the reference (irm.md section 17): midnight is that of the unit, on any night."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from baken.conftest import Cast
from baken.core.access import system_actor
from baken.core.trail.verify import breaks
from baken.core.workflow.errors import FieldsRefused
from baken.rooms.org.tests.factories import make_site
from baken.rooms.register.actions.end_decisions import end_decisions
from baken.rooms.register.actions.take_decision_step import take_decision_step
from baken.rooms.register.models import Decision, Risk
from baken.rooms.register.tests.deciding import DAY, MINUTE, RECORD, accepted, pending, take

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)


def at_site(cast: Cast, zone: str, **described: Any) -> Risk:
    """A risk of the company that waits for a decision, at a site in a time zone."""
    site = make_site("VERWEG", holder=cast.battalion, time_zone=zone)
    return _moved(pending(cast, **described), site=site)


def _moved(risk: Risk, **fields: Any) -> Risk:
    rows: Any = Risk.objects.for_system(reason="trail").filter(pk=risk.pk)
    rows.update(**fields)
    return rows.get()  # type: ignore[no-any-return]


def states_around(decision: Decision, midnight: datetime) -> list[str]:
    """The state of a decision a second before, and at, a midnight, as the worker leaves it."""
    found = []
    for moment in (midnight - SECOND, midnight):
        end_decisions(actor=system_actor("clock"), at=moment)
        decision.refresh_from_db()
        found.append(decision.state)
    return found


@pytest.mark.parametrize(
    ("zone", "ends_on", "midnight"),
    [
        ("Europe/Amsterdam", "2026-03-29", datetime(2026, 3, 28, 23, 0, tzinfo=UTC)),
        ("Europe/Amsterdam", "2026-03-30", datetime(2026, 3, 29, 22, 0, tzinfo=UTC)),
        ("America/New_York", "2026-03-20", datetime(2026, 3, 20, 4, 0, tzinfo=UTC)),
        ("America/Curacao", "2026-03-29", datetime(2026, 3, 29, 4, 0, tzinfo=UTC)),
        ("Australia/Darwin", "2026-03-29", datetime(2026, 3, 28, 14, 30, tzinfo=UTC)),
        # On this night the hour from 00:00 to 01:00 is not there: the day begins at 01:00.
        ("Asia/Beirut", "2026-03-29", datetime(2026, 3, 28, 22, 0, tzinfo=UTC)),
    ],
)
def test_irm_17_6_acceptance_ends_at_midnight_of_its_site_also_when_the_clocks_change(
    cast: Cast, zone: str, ends_on: str, midnight: datetime
) -> None:
    risk, decision = accepted(cast, at_site(cast, zone), ends_on=ends_on)
    assert decision.ends_at == midnight
    assert states_around(decision, midnight) == ["in_force", "ended"]
    risk.refresh_from_db()
    assert (risk.state, risk.asked_at) == ("decision_pending", midnight)
    assert list(breaks()) == []


@pytest.mark.parametrize(
    ("ends_on", "midnight"),
    [
        ("2026-10-25", datetime(2026, 10, 24, 22, 0, tzinfo=UTC)),
        ("2026-10-26", datetime(2026, 10, 25, 23, 0, tzinfo=UTC)),
    ],
)
def test_irm_17_6_night_on_which_the_clocks_go_back_ends_once(
    cast: Cast, ends_on: str, midnight: datetime
) -> None:
    _risk, decision = accepted(cast, ends_on=ends_on)
    assert decision.ends_at == midnight
    end_decisions(actor=system_actor("clock"), at=midnight - 31 * DAY)
    assert states_around(decision, midnight) == ["in_force", "ended"]
    assert end_decisions(actor=system_actor("clock"), at=midnight + timedelta(hours=1)) == 0


def test_irm_17_6_unit_that_lives_elsewhere_ends_at_its_own_midnight(cast: Cast) -> None:
    make_site("PARERA", holder=cast.battalion, time_zone="America/Curacao")
    _risk, decision = accepted(cast, ends_on="2026-03-20")
    assert decision.time_zone == "America/Curacao"
    assert decision.ends_at == datetime(2026, 3, 20, 4, 0, tzinfo=UTC)


def test_irm_17_6_unit_itself_comes_before_those_above_it(cast: Cast) -> None:
    make_site("PARERA", holder=cast.battalion, time_zone="America/Curacao")
    make_site("DARWIN", holder=cast.company, time_zone="Australia/Darwin")
    assert accepted(cast)[1].time_zone == "Australia/Darwin"


def test_irm_17_6_sites_in_more_than_one_zone_say_nothing_of_where_a_unit_lives(cast: Cast) -> None:
    make_site("PARERA", holder=cast.battalion, time_zone="America/Curacao")
    make_site("KAZERNE", holder=cast.battalion)
    assert accepted(cast)[1].time_zone == "Europe/Amsterdam"


def test_irm_17_6_site_of_the_whole_organisation_part_moves_no_unit(cast: Cast) -> None:
    make_site("PARERA", holder=cast.army, time_zone="America/Curacao")
    assert accepted(cast)[1].time_zone == "Europe/Amsterdam"


@pytest.mark.parametrize(
    ("zone", "first", "before"),
    [
        # Half past eleven in the evening in Amsterdam, 10 March: what day is it there?
        ("Australia/Darwin", "2026-03-11", "2026-03-10"),
        ("America/Curacao", "2026-03-10", "2026-03-09"),
    ],
)
def test_irm_17_6_day_of_signing_is_that_of_the_place(
    cast: Cast, zone: str, first: str, before: str
) -> None:
    risk = at_site(cast, zone)
    late = datetime(2026, 3, 10, 22, 30, tzinfo=UTC)
    next_day = (date.fromisoformat(first) + timedelta(days=1)).isoformat()
    told = {**RECORD, "starts_on": before, "ends_on": next_day}
    with pytest.raises(FieldsRefused) as refused:
        take(cast.commander.actor, risk, "accept", late, told)
    assert list(refused.value.errors) == ["starts_on"]
    with pytest.raises(FieldsRefused) as refused:
        take(cast.commander.actor, risk, "accept", late, {**RECORD, "ends_on": first})
    assert list(refused.value.errors) == ["ends_on"]
    _risk, decision = accepted(cast, risk, at=late, starts_on=first, ends_on=next_day)
    assert decision.starts_on == date.fromisoformat(first)
    assert decision.ends_at is not None
    assert decision.ends_at > late


def test_irm_17_6_acceptance_that_is_suspended_ends_all_the_same(cast: Cast) -> None:
    _risk, decision = accepted(cast)
    decision = take_decision_step(
        actor=cast.commander.actor,
        record=decision,
        step="suspend",
        at=cast.at + 3 * MINUTE,
        fields={"reason": "Storm."},
    )
    midnight = datetime(2026, 3, 19, 23, 0, tzinfo=UTC)
    assert states_around(decision, midnight) == ["suspended", "ended"]
    assert list(breaks()) == []
