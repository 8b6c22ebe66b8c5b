"""A kept condition says what the ORM would, and is worked out no more than once."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Exists, OuterRef, Q

from baken.core.access.kept_condition import EVERY, KeptCondition
from baken.rooms.org.tests.factories import make_unit
from baken.rooms.reports.models import Occurrence, Report
from baken.rooms.reports.tests.factories import make_report

pytestmark = pytest.mark.django_db


@pytest.fixture
def told() -> list[Report]:
    """Reports of every confidentiality and some states, each with and without another owner."""
    here, owner = make_unit("HERE"), make_unit("OWNER")
    return [
        make_report(unit=here, state=state, confidentiality=held, owner_unit=acts)
        for state in ("received", "closed")
        for held in (0, 1, 2)
        for acts in (None, owner)
    ]


def rows() -> Any:
    """Every report there is."""
    return Report.objects.for_system(reason="trail")


def kept(condition: Q) -> KeptCondition:
    """A condition on reports, not worked out yet."""
    return KeptCondition(condition, Report, {})


@pytest.mark.parametrize(
    "asked",
    [
        Q(confidentiality__lte=0),
        Q(state="received") | Q(owner_unit__isnull=False),
        ~Q(owner_unit__isnull=True),
        Q(owner_unit__in=[]) | Q(confidentiality=0),
        Q(pk__isnull=False),
    ],
)
def test_a_kept_condition_finds_what_the_condition_finds(told: list[Report], asked: Q) -> None:
    condition = kept(asked)
    plain = set(rows().filter(asked))
    assert plain
    for narrow in (Q(), Q(unit__isnull=False), ~Q(state="closed")):
        assert set(rows().filter(condition, narrow)) == set(rows().filter(asked, narrow))
    assert set(rows().exclude(condition)) == set(rows().exclude(asked))
    assert set(rows().filter(condition) | rows().filter(state="closed")) == plain | set(
        rows().filter(state="closed")
    )


def test_a_kept_condition_goes_along_into_a_subquery(told: list[Report]) -> None:
    asked = Q(confidentiality__lte=0) | Q(owner_unit__isnull=False)
    condition = kept(asked)
    inside = rows().filter(condition)
    meant = set(rows().filter(asked))
    assert 0 < len(meant) < len(told)
    assert set(rows().filter(pk__in=inside.values("pk"))) == meant
    assert set(rows().filter(Exists(inside.filter(pk=OuterRef("pk"))))) == meant
    assert set(inside.filter(pk__in=inside.values("pk"))) == meant


def test_a_kept_condition_is_worked_out_once_for_each_name_of_its_table(told: list[Report]) -> None:
    condition = kept(Q(confidentiality__lte=1))
    for _ in range(3):
        assert list(rows().filter(condition))
        assert list(rows().filter(pk__in=rows().filter(condition).values("pk")))
    names = {name for _vendor, name in condition.kept}
    assert (len(names), {vendor for vendor, _name in condition.kept}) == (2, {connection.vendor})


def test_a_kept_condition_that_none_can_meet_asks_the_database_nothing(
    told: list[Report], django_assert_num_queries: Any
) -> None:
    condition = kept(Q(pk__in=[]))
    with django_assert_num_queries(0):
        assert list(rows().filter(condition)) == []
    with pytest.raises(EmptyResultSet):
        rows().filter(condition).query.sql_with_params()
    assert set(rows().filter(condition | Q(confidentiality=0))) == set(
        rows().filter(confidentiality=0)
    )


def test_a_kept_condition_that_every_row_meets_says_so(told: list[Report]) -> None:
    condition = kept(~Q(pk__in=[]))
    assert set(rows().filter(condition)) == set(told)
    assert list(condition.kept.values()) == [EVERY]


def test_a_kept_condition_refuses_to_read_another_table(told: list[Report]) -> None:
    condition = kept(Q(unit__code="X"))
    with pytest.raises(ValueError, match="columns of one table"):
        list(rows().filter(condition))


def test_a_kept_condition_refuses_to_stand_in_a_query_of_another_table(told: list[Report]) -> None:
    condition = kept(Q(confidentiality__lte=0))
    assert list(rows().filter(condition))
    with pytest.raises(ValueError, match="columns of one table"):
        list(Occurrence.objects.for_system(reason="trail").filter(condition))


def test_kept_conditions_are_the_same_when_they_ask_the_same() -> None:
    same = [kept(Q(state="closed")) for _ in range(2)]
    assert same[0] == same[1] != kept(Q(state="received"))
