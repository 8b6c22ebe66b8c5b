"""A post gives rights: one that came, changed or went behind its back is found."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest

from baken.conftest import Cast
from baken.core.trail.verify import breaks
from baken.rooms.org.actions import appoint, delegate, end_appointment
from baken.rooms.org.models import Appointment

pytestmark = pytest.mark.django_db


@pytest.fixture
def post(cast: Cast) -> Appointment:
    """A post that the commander gave, delegated further, and let end."""
    period = {"from_on": cast.at.date(), "until": cast.at.date() + timedelta(days=9)}
    given = appoint(
        actor=cast.commander.actor,
        person=cast.soldier.person,
        role="supervisor",
        unit=cast.company,
        below=True,
        kind="acting",
        at=cast.at,
        reason="Verlof",
        **period,
    )
    delegate(
        actor=cast.soldier.actor,
        source=given,
        to=cast.team_leader.person,
        unit=cast.company,
        below=False,
        at=cast.at,
        reason="Cursus",
        **period,
    )
    last = cast.at.date() + timedelta(days=5)
    end = {"last_day": last, "reason": "Terug", "at": cast.at}
    return end_appointment(actor=cast.commander.actor, appointment=given, **end)


def told() -> list[str]:
    """What is found, without whose it is."""
    return [str(one).partition(": ")[2] for one in breaks()]


def test_posts_given_delegated_and_ended_are_vouched_for(post: Appointment) -> None:
    assert told() == []


CHANGES: dict[str, object] = {
    "role": "commander",
    "below": False,
    "kind": "permanent",
    "until": None,
    "from_on": date(2020, 1, 1),
    "withdrawn_at": datetime(2026, 3, 10, tzinfo=UTC),
}


@pytest.mark.parametrize("name", CHANGES)
def test_post_changed_behind_its_back_is_found(post: Appointment, name: str) -> None:
    Appointment.objects.for_system(reason="trail").filter(pk=post.pk).update(
        **{name: CHANGES[name]}
    )
    [found] = told()
    assert found.startswith(f"post.{post.pk} is not what step")


def _gone(post: Appointment) -> str:
    other = Appointment.objects.for_system(reason="trail").get(taken_from=post)
    other.delete()
    return f"post.{other.pk} is gone" if other.pk else "is gone"


def _come(post: Appointment) -> str:
    made = Appointment.objects.create(
        record=post.record, role="commander", unit_id=post.unit_id, from_on=date(2026, 1, 1)
    )
    return f"no step vouches for post.{made.pk}"


@pytest.mark.parametrize("act", [_gone, _come])
def test_post_that_came_or_went_behind_its_back_is_found(
    post: Appointment, act: Callable[[Appointment], str]
) -> None:
    expected = act(post)
    [found] = told()
    assert expected in found


def test_post_that_is_given_back_to_whom_it_was_withdrawn_from_is_found(
    cast: Cast, post: Appointment
) -> None:
    yesterday = cast.at.date() - timedelta(days=1)
    given = {"last_day": yesterday, "reason": "Meteen", "at": cast.at}
    end_appointment(actor=cast.commander.actor, appointment=post, **given)
    assert told() == []
    Appointment.objects.for_system(reason="trail").filter(pk=post.pk).update(withdrawn_at=None)
    [found] = told()
    assert found.startswith(f"post.{post.pk} is not what step")
