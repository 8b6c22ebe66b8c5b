"""Who scored a risk stands on the risk: lists, inboxes and JSON pages look no further."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from baken.conftest import Cast
from baken.core.lists import page_of
from baken.rooms.org.queries.holders import person_of_actor
from baken.rooms.register.models import Risk
from baken.rooms.register.permits import READ
from baken.rooms.register.queries.inbox import risks_waiting
from baken.rooms.register.queries.independent import scorers_of
from baken.rooms.register.queries.lists import with_owner
from baken.rooms.register.tests.factories import MEDIUM, give_score, make_risk, make_risk_in

pytestmark = pytest.mark.django_db
MOST_QUERIES_OF_AN_INBOX = 16


def _scored_twice(cast: Cast) -> Risk:
    """A risk of the company that the safety adviser and then the team leader scored."""
    risk = make_risk(actor=cast.safety_adviser.actor, unit=cast.company, at=cast.at)
    risk = give_score(risk, cast.safety_adviser.actor, cast.at)
    return give_score(risk, cast.team_leader.actor, cast.at, **MEDIUM)


def test_score_keeps_on_the_risk_who_gave_it(cast: Cast) -> None:
    risk = make_risk(actor=cast.safety_adviser.actor, unit=cast.company, at=cast.at)
    assert scorers_of([risk]) == {}
    risk = give_score(risk, cast.safety_adviser.actor, cast.at)
    alone = frozenset({cast.safety_adviser.actor.person})
    assert scorers_of([risk]) == {(risk.pk, "current"): alone}


def test_second_score_stands_beside_the_first(cast: Cast) -> None:
    risk = _scored_twice(cast)
    both = frozenset({cast.safety_adviser.actor.person, cast.team_leader.actor.person})
    assert scorers_of([risk]) == {(risk.pk, "current"): both}


def test_score_in_a_new_turn_leaves_those_of_the_turn_before(cast: Cast) -> None:
    risk = give_score(_scored_twice(cast), cast.safety_adviser.actor, cast.at, **MEDIUM)
    alone = frozenset({cast.safety_adviser.actor.person})
    assert scorers_of([risk]) == {(risk.pk, "current"): alone}


def test_score_of_another_kind_leaves_the_first(cast: Cast) -> None:
    risk = give_score(_scored_twice(cast), cast.team_leader.actor, cast.at, kind="target")
    assert {kind: len(who) for (_pk, kind), who in scorers_of([risk]).items()} == {
        "current": 2,
        "target": 1,
    }


def test_list_says_the_owner_without_a_question_of_its_own(cast: Cast) -> None:
    for owner in (cast.safety_adviser.actor.person, None):
        risk = make_risk_in(unit=cast.company)
        rows: Any = Risk.objects.for_system(reason="advance").filter(pk=risk.pk)
        rows.update(owner=owner)
    actor = cast.safety_adviser.actor
    found = page_of(root=Risk, actor=actor, permit=READ, along=with_owner)
    named = {bool(one.owner): one.owner_name for one in found.items}
    assert named == {True: str(person_of_actor(actor)), False: None}


def test_inbox_asks_for_risks_once_whatever_is_to_be_done(
    cast: Cast, django_assert_num_queries: Any
) -> None:
    waits = make_risk_in(unit=cast.company, state="decision_pending")
    stated = make_risk(actor=cast.soldier.actor, unit=cast.company, at=cast.at)
    actor = cast.commander.actor
    with django_assert_num_queries(1):
        found = risks_waiting(actor, 30)
    assert ([one.pk for one in found.to_decide], found.to_prepare) == ([waits.pk], [])
    adviser = risks_waiting(cast.safety_adviser.actor, 30)
    assert [[one.pk for one in ones] for ones in (adviser.to_decide, adviser.to_advise_on)] == [
        [],
        [waits.pk],
    ]
    assert [one.pk for one in adviser.to_prepare] == [stated.pk]


@pytest.mark.parametrize(
    ("who", "path", "most"),
    [
        ("commander", "/", MOST_QUERIES_OF_AN_INBOX),
        ("safety_adviser", "/", MOST_QUERIES_OF_AN_INBOX),
        ("safety_adviser", "/risicos", 8),
        ("safety_adviser", "/risicos?q=koepel", 8),
        ("safety_adviser", "/risicos?state=open&risk_class=high", 8),
        ("safety_adviser", "/api/v1/risks?limit=50", 6),
    ],
)
def test_page_of_risks_stays_within_its_queries(
    cast: Cast, who: str, path: str, most: int, django_assert_max_num_queries: Any
) -> None:
    _scored_twice(cast)
    make_risk_in(unit=cast.company, state="decision_pending")
    client = Client()
    client.force_login(getattr(cast, who).account)
    client.get(path)
    with django_assert_max_num_queries(most):
        assert client.get(path).status_code == 200


@pytest.mark.parametrize("page", ["risicos", "draad"])
def test_page_of_a_risk_stays_within_its_queries(
    cast: Cast, page: str, django_assert_max_num_queries: Any
) -> None:
    risk = _scored_twice(cast)
    client = Client()
    client.force_login(cast.safety_adviser.account)
    client.get(f"/{page}/{risk.ref}")
    with django_assert_max_num_queries(20):
        assert client.get(f"/{page}/{risk.ref}").status_code == 200
