"""Counts are compared with the records once a day, by one worker, whoever claims it."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.db import DatabaseError

from baken.conftest import Cast
from baken.core import clock
from baken.core.rollups import daily
from baken.core.rollups.daily import CLAIM_LASTS
from baken.core.rollups.fold import follow_tree
from baken.core.rollups.models import RolledTree, RollupChange
from baken.core.rollups.recount import Difference
from baken.rooms.org.queries import tree
from baken.rooms.reports.tests.factories import make_occurrence

DAY = timedelta(days=1)


@pytest.fixture
def counts(cast: Cast) -> Cast:
    """One occurrence from before there were counts."""
    make_occurrence(unit=cast.company, state="closed")
    RollupChange.objects.all().delete()
    here = tree()
    follow_tree(version=here.version, parents={one.id: one.parent_id for one in here.units})
    return cast


def recount_daily(*, at: datetime) -> list[Difference]:
    """What differed on a day."""
    found: list[Difference] = []
    daily.recount_daily(at=at, tell=found.append)
    return found


def claims() -> list[tuple[object, object]]:
    return list(RolledTree.objects.values_list("recounted_on", "recounting_at"))


def test_the_first_time_counts_begin_and_nothing_differs(counts: Cast) -> None:
    assert recount_daily(at=counts.at) == []
    assert RolledTree.objects.get().complete is True
    assert RollupChange.objects.count() == 1
    assert claims() == [(counts.at.date(), None)]


def test_what_differs_is_found_on_the_next_day_and_not_before(counts: Cast) -> None:
    recount_daily(at=counts.at)
    RollupChange.objects.all().delete()

    same_day = recount_daily(at=counts.at + timedelta(hours=1))
    next_day = recount_daily(at=counts.at + DAY)

    assert same_day == []
    assert [(one.kept, one.recounted) for one in next_day] == [(0, 1)]


def test_while_a_worker_counts_another_leaves_it_alone_also_past_midnight(
    counts: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, others = daily.begin_counts, []
    late = counts.at + timedelta(hours=13, minutes=30)
    past = late + timedelta(minutes=45)
    assert (clock.local_date(late), clock.local_date(past)) == (
        date(2026, 3, 10),
        date(2026, 3, 11),
    )
    assert past - late < CLAIM_LASTS

    def after_another() -> int:
        others.append(recount_daily(at=past))
        others.append(recount_daily(at=late))
        return real()

    monkeypatch.setattr(daily, "begin_counts", after_another)
    recount_daily(at=late)

    assert others == [[], []]
    assert sum(RollupChange.objects.values_list("records", flat=True)) == 1


def test_what_went_wrong_is_tried_again_at_once(
    counts: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> int:
        raise DatabaseError

    with monkeypatch.context() as patched:
        patched.setattr(daily, "begin_counts", broken)
        with pytest.raises(DatabaseError):
            recount_daily(at=counts.at)

    assert claims() == [(None, None)]
    recount_daily(at=counts.at)
    assert RolledTree.objects.get().complete is True


def test_claim_of_a_worker_that_was_killed_ends_by_itself(counts: Cast) -> None:
    RolledTree.objects.update(recounting_at=counts.at)

    recount_daily(at=counts.at + CLAIM_LASTS)
    before = RolledTree.objects.get().complete
    recount_daily(at=counts.at + CLAIM_LASTS + timedelta(seconds=1))

    assert (before, RolledTree.objects.get().complete) == (False, True)
