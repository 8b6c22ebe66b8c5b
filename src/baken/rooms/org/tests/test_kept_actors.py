"""Actors are kept between requests, and never longer than what made them stays the same."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.conf import settings as configured
from django.utils import translation

from baken.conftest import Cast
from baken.core.access import Actor
from baken.rooms.org.models import Appointment, Involvement, Person
from baken.rooms.org.queries import actor_for, actor_of_person, actors
from baken.rooms.org.tests.factories import appoint, make_unit

READ = "reports.report.read"


def reached(actor: Actor) -> int:
    """How many units somebody reads reports of."""
    return len(set().union(*(grant.reach.unit_ids for grant in actor.grants_of(READ))))


def test_the_same_posts_on_the_same_day_give_the_same_actor(cast: Cast) -> None:
    account = cast.commander.account
    with translation.override("en"):
        english = actor_for(account, cast.at)
    with translation.override("nl"):
        first = actor_for(account, cast.at)
        assert first is not english
        assert actor_for(account, cast.at + timedelta(minutes=1)) is first
        assert actor_of_person(cast.commander.person, cast.at) is first
        assert actor_for(account, cast.at + timedelta(days=1)) is not first
    with translation.override("en"):
        assert actor_for(account, cast.at) is english


def test_two_people_with_the_same_post_are_two_actors(cast: Cast) -> None:
    one = cast.add("first", ("safety_adviser", "BATTALION", None))
    other = cast.add("second", ("safety_adviser", "BATTALION", None))
    assert one.actor.person == one.person.id
    assert other.actor.person == other.person.id
    assert one.actor.own_key != other.actor.own_key


@pytest.mark.parametrize("again", [1, 2])
def test_one_of_two_posts_that_ends_takes_its_rights_along(cast: Cast, again: int) -> None:
    member = cast.add("two", ("safety_adviser", "BATTALION", None), ("commander", "SQUADRON", None))
    before = [reached(member.actor) for _ in range(again)]
    last = cast.at.date() - timedelta(days=1)
    ended = Appointment.objects.of(member.person).filter(role="safety_adviser")
    ended.update(until=last)
    assert reached(member.actor) < before[0]


def test_a_post_that_comes_beside_another_counts_at_once(cast: Cast) -> None:
    member = cast.add("one", ("commander", "SQUADRON", None))
    before = reached(member.actor)
    appoint(member.person, "safety_adviser", cast.battalion)
    assert reached(member.actor) > before


def test_a_unit_that_is_founded_below_a_post_counts_at_once(cast: Cast) -> None:
    before = reached(cast.commander.actor)
    make_unit("NEW", parent=cast.company)
    assert reached(cast.commander.actor) == before + 1


def test_conflicts_count_at_once_and_are_kept_with_nobody(cast: Cast) -> None:
    member, table = cast.safety_adviser, "reports.report"

    def declare(number: int) -> Involvement:
        return Involvement.objects.create(
            record=member.person,
            kind="conflict",
            table=table,
            number=number,
            from_on=cast.at.date(),
        )

    before, noted = member.actor, declare(7)
    assert (before.conflicts, member.actor.conflicts) == (frozenset(), {(table, 7)})
    declare(8)
    assert member.actor.conflicts == {(table, 7), (table, 8)}
    noted.delete()
    assert member.actor.conflicts == {(table, 8)}


def test_name_rank_and_home_unit_are_those_of_now(cast: Cast) -> None:
    member = cast.safety_adviser
    before = member.actor
    Person.objects.for_system(reason="access").filter(pk=member.person.pk).update(
        name="Anders Genoemd", unit=cast.squadron
    )
    now = member.actor
    assert (before.name == now.name, now.home_unit) == (False, cast.squadron.pk)
    assert "Anders Genoemd" in now.name


def test_another_file_of_roles_gives_other_rights(
    cast: Cast, settings: Any, tmp_path: Path
) -> None:
    assert cast.commander.actor.holds(READ)
    told = yaml.safe_load(Path(configured.ROLES_FILE).read_text(encoding="utf-8"))
    told["roles"] = {code: {**role, "grants": []} for code, role in told["roles"].items()}
    settings.ROLES_FILE = tmp_path / "roles.yaml"
    settings.ROLES_FILE.write_text(yaml.safe_dump(told), encoding="utf-8")
    assert not cast.commander.actor.holds(READ)


def test_actors_are_let_go_when_there_are_many(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actors, "MOST_ACTORS", 1)
    kept = cast.commander.actor
    assert cast.commander.actor is kept
    assert cast.safety_adviser.actor.person == cast.safety_adviser.person.id
    assert cast.commander.actor is not kept
