"""Who somebody is for the access layer: live appointments, acting or not; nothing before or after."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from baken.conftest import Cast
from baken.core.access import NOBODY
from baken.rooms.org.models import Appointment
from baken.rooms.org.queries import (
    actor_for,
    actor_of_person,
    cover_of,
    holders_by_unit,
    nearest_holders,
    own_appointments,
    own_key_of,
    person_of_account,
    persons_named,
    posts_that_may,
    tree,
)
from baken.rooms.org.tests.factories import appoint, make_account, make_person, make_unit

READ = "reports.report.read"


def codes_read(actor: Any) -> set[str]:
    """The codes of the units whose reports an actor reads."""
    here = tree()
    ids = set().union(*(grant.reach.unit_ids for grant in actor.grants_of(READ)))
    return {here.by_id[one].code for one in ids}


def test_actor_without_account_is_nobody(cast: Cast) -> None:
    assert actor_for(None, cast.at) == NOBODY
    assert actor_for(AnonymousUser(), cast.at) == NOBODY


def test_actor_without_post_holds_nothing(cast: Cast) -> None:
    actor = actor_for(make_account("postless"), cast.at)
    assert (actor.grants, actor.own_key, actor.person) == ((), "", None)
    assert not actor.is_nobody


def test_actor_reads_the_unit_and_below(cast: Cast) -> None:
    assert codes_read(cast.commander.actor) == {"BATTALION", "COMPANY"}
    assert codes_read(cast.outsider.actor) == {"SQUADRON"}
    assert codes_read(cast.functional_admin.actor) == set()


def test_actor_without_below_reads_the_unit_alone(cast: Cast) -> None:
    lone = cast.add("lone", home="BATTALION")
    appoint(lone.person, "commander", cast.battalion, below=False)
    assert codes_read(lone.actor) == {"BATTALION"}


def test_actor_several_posts_add_up(cast: Cast) -> None:
    both = cast.add("two", ("supervisor", "COMPANY", None), ("supervisor", "SQUADRON", None))
    assert codes_read(both.actor) == {"COMPANY", "SQUADRON"}


@pytest.mark.parametrize(
    ("first", "last", "held"),
    [
        (-10, None, True),
        (-10, 0, True),
        (0, 0, True),
        (0, None, True),
        (-10, -1, False),
        (1, None, False),
        (1, 5, False),
    ],
)
def test_actor_post_holds_from_its_first_to_its_last_day(
    cast: Cast, first: int, last: int | None, held: bool
) -> None:
    today = cast.at.date()
    member = cast.add("fresh")
    appoint(
        member.person,
        "commander",
        cast.company,
        from_on=today + timedelta(days=first),
        until=None if last is None else today + timedelta(days=last),
    )
    assert member.actor.holds(READ) == held
    assert bool(own_appointments(member.actor, cast.at)) == held


def test_actor_post_ends_at_midnight_of_the_organisation(cast: Cast) -> None:
    """23:30 UTC on the last day is already the next day in the organisation's time zone."""
    member = cast.add("leaver", ("commander", "COMPANY", date(2026, 3, 10)))
    before = datetime(2026, 3, 10, 22, 59, tzinfo=cast.at.tzinfo)
    after = datetime(2026, 3, 10, 23, 0, tzinfo=cast.at.tzinfo)
    assert actor_for(member.account, before).holds(READ)
    assert not actor_for(member.account, after).holds(READ)


@pytest.mark.parametrize("kind", ["acting", "delegate"])
def test_actor_acting_post_has_the_same_rights(cast: Cast, kind: str) -> None:
    acting = cast.add("acting")
    post = appoint(acting.person, "commander", cast.company)
    Appointment.objects.for_system(reason="access").filter(pk=post.pk).update(kind=kind)
    assert codes_read(acting.actor) == {"COMPANY"}


def test_actor_role_that_left_the_file_gives_nothing(cast: Cast) -> None:
    old = cast.add("old")
    appoint(old.person, "archaeologist", cast.company)
    assert (old.actor.grants, old.actor.post) == ((), "")


def test_actor_signs_with_the_post_that_says_most(cast: Cast) -> None:
    assert cast.team_leader.actor.post == "Leidinggevende COMPANY"
    assert cast.soldier.actor.post == "Medewerker COMPANY"


def test_actor_of_person_needs_no_account(cast: Cast) -> None:
    person = make_person("Zonder", unit=cast.company)
    assert actor_of_person(person, cast.at).grants == ()
    appoint(person, "commander", cast.company)
    actor = actor_of_person(person, cast.at)
    assert (actor.account, codes_read(actor)) == (None, {"COMPANY"})


def test_actor_is_computed_with_one_query_when_the_tree_is_known(cast: Cast) -> None:
    tree()
    with CaptureQueriesContext(connection) as seen:
        actor_for(cast.outsider.account, cast.at)
    assert len(seen) == 1


def test_own_key_tells_nothing_and_is_each_persons_own(cast: Cast) -> None:
    one, two = own_key_of(cast.soldier.person.id), own_key_of(cast.commander.person.id)
    assert one == cast.soldier.actor.own_key != two
    assert len(one) == 64
    assert cast.soldier.person.id.hex not in one


# ---- restricted units ----


def test_actor_above_a_restricted_unit_does_not_reach_it(cast: Cast) -> None:
    closed = make_unit("SPECIAL", parent=cast.battalion, level=2, restricted=True)
    make_unit("SPECIAL_TEAM", parent=closed, level=1)
    inside = cast.add("inside")
    appoint(inside.person, "commander", closed)
    assert codes_read(cast.commander.actor) == {"BATTALION", "COMPANY"}
    assert codes_read(inside.actor) == {"SPECIAL", "SPECIAL_TEAM"}


def test_inspector_opens_restricted_units(cast: Cast) -> None:
    make_unit("SPECIAL", parent=cast.battalion, level=2, restricted=True)
    ivd = cast.add("ivd", ("ivd_inspector", "MINISTRY", None))
    (grant,) = ivd.actor.grants_of("reports.occurrence.read_summary")
    assert grant.reach.unit_ids == tree().all_ids


# ---- who holds what ----


def names(holders: Any) -> set[tuple[str, str]]:
    return {(holder.role, holder.name) for holder in holders}


def test_nearest_holders_are_here_or_the_first_above(cast: Cast) -> None:
    here = tree().by_code["COMPANY"]
    found = nearest_holders(roles=["commander", "safety_adviser"], unit=here, at=cast.at)
    assert names(found) == {
        ("commander", "Speler commander"),
        ("safety_adviser", "Speler safety_adviser"),
    }
    cast.add("nearer", ("commander", "COMPANY", None))
    found = nearest_holders(roles=["commander"], unit=tree().by_code["COMPANY"], at=cast.at)
    assert names(found) == {("commander", "Speler nearer")}


def test_nearest_holders_above_count_only_with_below(cast: Cast) -> None:
    upstairs = cast.add("upstairs", home="ARMY")
    appoint(upstairs.person, "auditor", cast.army, below=False)
    here = tree()
    found = {
        code: len(nearest_holders(roles=["auditor"], unit=here.by_code[code], at=cast.at))
        for code in ("ARMY", "COMPANY")
    }
    assert found == {"ARMY": 1, "COMPANY": 0}


def test_nearest_holders_of_nobody_are_none(cast: Cast) -> None:
    navy = tree().by_code["NAVY"]
    assert nearest_holders(roles=["commander"], unit=navy, at=cast.at) == []


def test_holders_by_unit_leave_out_employees_and_who_left(cast: Cast) -> None:
    here = tree()
    found = holders_by_unit(
        actor=cast.soldier.actor,
        units=[here.by_code["BATTALION"], here.by_code["COMPANY"]],
        at=cast.at,
    )
    assert [(one.role, one.unit.code) for one in found] == [
        ("commander", "BATTALION"),
        ("safety_adviser", "BATTALION"),
        ("supervisor", "COMPANY"),
    ]


@pytest.mark.parametrize(
    ("permit", "language", "posts"),
    [
        ("reports.report.triage", "en", ["Safety adviser BATTALION"]),
        ("reports.report.triage", "nl", ["Veiligheidsadviseur BATTALION"]),
        ("reports.report.create", "en", []),
    ],
)
def test_posts_that_may_name_who_can(
    cast: Cast, permit: str, language: str, posts: list[str]
) -> None:
    assert posts_that_may(permit, tree().by_code["COMPANY"], language) == posts


def test_posts_that_may_up_to_a_confidentiality_leave_out_who_goes_less_far(cast: Cast) -> None:
    unit = tree().by_code["COMPANY"]
    found = [posts_that_may("reports.identity.read", unit, "en", level) for level in (0, 1, 2)]
    assert found == [["Commander BATTALION", "Safety adviser BATTALION"], found[0][1:], []]


def test_persons_named_skips_the_unknown(cast: Cast) -> None:
    one = cast.soldier.person
    assert persons_named([one.id, None, make_account("x").id]) == {one.id: "Speler soldier"}
    assert persons_named([None]) == {}


def test_person_of_account_or_none(cast: Cast) -> None:
    assert person_of_account(cast.soldier.account) == cast.soldier.person
    assert person_of_account(make_account("postless")) is None


def test_own_appointments_of_nobody_are_none(cast: Cast) -> None:
    assert own_appointments(NOBODY, cast.at) == []
    held = own_appointments(cast.team_leader.actor, cast.at)
    assert [(one.role, one.unit.code, one.below) for one in held] == [
        ("employee", "COMPANY", True),
        ("supervisor", "COMPANY", True),
    ]


# ---- the tree ----


def test_tree_is_read_again_only_when_it_changed(cast: Cast) -> None:
    first = tree()
    with CaptureQueriesContext(connection) as seen:
        assert tree() is first
    assert len(seen) == 1
    make_unit("NEW", parent=cast.company, level=1)
    assert tree().by_code["NEW"].path == cast.company.path + "0001"


def test_tree_finds_codes_in_any_case_and_nothing_for_nonsense(cast: Cast) -> None:
    here = tree()
    assert here.find(" company ") == here.by_code["COMPANY"]
    assert (here.find(""), here.find("ATLANTIS")) == (None, None)


def test_tree_part_is_the_organisation_part_or_the_unit_itself(cast: Cast) -> None:
    here = tree()
    found = {
        code: here.part_of(here.by_code[code]).code for code in ("COMPANY", "ARMY", "MINISTRY")
    }
    assert found == {"COMPANY": "ARMY", "ARMY": "ARMY", "MINISTRY": "MINISTRY"}


def test_unit_name_follows_the_language(cast: Cast) -> None:
    make_unit("BOTH", parent=cast.company, level=1, name_nl="Ploeg", name_en="Crew")
    both, dutch = tree().by_code["BOTH"], tree().by_code["COMPANY"]
    with translation.override("en"):
        assert (str(both), str(dutch)) == ("Crew", "Eenheid COMPANY")
    with translation.override("nl"):
        assert both.name == "Ploeg"


def test_cover_of_a_reach_is_said_in_the_fewest_units(cast: Cast) -> None:
    make_unit("SPECIAL", parent=cast.battalion, level=2, restricted=True)
    (grant,) = cast.commander.actor.grants_of(READ)
    covered = cover_of(grant.reach.ranges, tree())
    assert [(one.unit.code, one.below) for one in covered] == [
        ("BATTALION", False),
        ("COMPANY", True),
    ]
