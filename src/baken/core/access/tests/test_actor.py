"""Who is asking, and what an actor carries."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from baken.core.access import (
    NOBODY,
    Actor,
    Confidentiality,
    Grant,
    Reach,
    nobody,
    system_actor,
)
from baken.core.access.reach import below

AT = datetime(2026, 3, 10, 9, 0, 1, tzinfo=UTC)
READ = Grant("reports.report.read", Confidentiality.NORMAL, Reach(), "Commander COMPANY")
TRIAGE = Grant("reports.report.triage", Confidentiality.NORMAL, Reach())
PERSON = Actor(
    kind="person",
    person=uuid.UUID(int=1),
    account=7,
    name="Sgt De Vries",
    post="Commander COMPANY",
    own_key="key",
    grants=(READ, TRIAGE),
    conflicts=frozenset({("reports.report", 1), ("reports.report", 2), ("org.person", 3)}),
)


def test_units_of_a_permit_are_those_of_all_its_grants_and_of_no_other() -> None:
    some, more = (
        replace(READ, reach=Reach(ranges=(below("0001"),), unit_ids=frozenset(ids)))
        for ids in ((1, 2), (2, 3))
    )
    other = replace(TRIAGE, reach=Reach(ranges=(below("0009"),), unit_ids=frozenset({9})))
    actor = replace(PERSON, grants=(some, more, other, READ))
    assert actor.units_of("reports.report.read") == {1, 2, 3}
    assert (actor.units_of("reports.report.answer"), NOBODY.units_of(READ.permit)) == (set(), set())


@pytest.mark.parametrize(
    ("actor", "is_nobody", "is_system"),
    [(NOBODY, True, False), (system_actor("import"), False, True), (PERSON, False, False)],
)
def test_actor_of_each_kind_knows_its_kind(actor: Actor, is_nobody: bool, is_system: bool) -> None:
    assert (actor.is_nobody, actor.is_system) == (is_nobody, is_system)


def test_nobody_has_no_person_no_name_and_no_rights() -> None:
    found = nobody()
    assert (found.person, found.account, found.name, found.own_key, found.grants) == (
        None,
        None,
        "",
        "",
        (),
    )


def test_system_actor_is_named_after_what_it_does() -> None:
    actor = system_actor("import")
    assert (actor.name, actor.post, actor.person) == ("import", "Baken", None)


def test_up_to_keeps_the_grants_that_go_that_far_and_the_person() -> None:
    deep = replace(READ, confidentiality=Confidentiality.SENSITIVE)
    actor = replace(PERSON, grants=(TRIAGE, deep))
    assert [actor.up_to(level).grants for level in (0, 1, 2)] == [(TRIAGE, deep), (deep,), ()]
    assert (actor.up_to(1).person, actor.up_to(1).conflicts) == (PERSON.person, PERSON.conflicts)


def test_moment_of_a_person_is_the_moment() -> None:
    assert PERSON.moment(AT) == AT


def test_moment_of_nobody_is_the_start_of_the_local_day() -> None:
    assert NOBODY.moment(AT) == datetime(2026, 3, 9, 23, 0, tzinfo=UTC)


def test_actor_as_any_other_keeps_the_rights_and_has_nothing_of_their_own() -> None:
    other = PERSON.as_any_other()
    assert (PERSON.own_key != "", other.own_key) == (True, "")
    assert (other.person, other.grants) == (PERSON.person, PERSON.grants)


def test_unnamed_actor_keeps_the_rights_and_loses_the_name() -> None:
    bare = PERSON.unnamed()
    assert (bare.person, bare.name, bare.post) == (None, "", "")
    assert (bare.grants, bare.own_key, bare.conflicts) == (
        PERSON.grants,
        PERSON.own_key,
        PERSON.conflicts,
    )


@pytest.mark.parametrize(
    ("permit", "grants"),
    [
        ("reports.report.read", (READ,)),
        ("reports.report.triage", (TRIAGE,)),
        ("reports.report", ()),
        ("", ()),
    ],
)
def test_grants_of_a_permit_are_those_of_exactly_that_name(
    permit: str, grants: tuple[Grant, ...]
) -> None:
    assert (PERSON.grants_of(permit), PERSON.holds(permit)) == (grants, bool(grants))


def test_actor_by_one_grant_signs_with_the_post_it_comes_from() -> None:
    alone = PERSON.by(replace(TRIAGE, post="Adviseur SQUADRON"))
    assert ([one.permit for one in alone.grants], alone.post) == (
        [TRIAGE.permit],
        "Adviseur SQUADRON",
    )
    assert PERSON.by(READ).post == PERSON.post
