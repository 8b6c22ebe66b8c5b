"""What measures hear of the occurrences that they serve."""

from __future__ import annotations

from typing import Any

import pytest

from baken.conftest import Cast
from baken.rooms.reports.answers import served_meant, served_of
from baken.rooms.reports.models import Occurrence
from baken.rooms.reports.tests.factories import make_occurrence

pytestmark = pytest.mark.django_db


def put(occurrence: Occurrence, **values: Any) -> None:
    rows: Any = Occurrence.objects.for_system(reason="advance").filter(pk=occurrence.pk)
    rows.update(**values)


def test_occurrence_is_meant_by_its_reference_by_who_reads_it_in_full(cast: Cast) -> None:
    occurrence = make_occurrence(unit=cast.company, potential_severity=4)
    [mine] = served_meant(cast.safety_adviser.actor, occurrence.ref)
    assert (mine.manages, mine.is_open, mine.severity, mine.risk_class) == (True, True, 4, "")
    [seen] = served_meant(cast.team_leader.actor, occurrence.ref)
    assert not seen.manages
    assert list(served_meant(cast.soldier.actor, occurrence.ref)) == []
    assert list(served_meant(cast.outsider.actor, occurrence.ref)) == []
    assert list(served_meant(cast.safety_adviser.actor, "R-2026-000001")) == []


def test_occurrence_that_is_closed_or_kept_back_has_no_new_measures(cast: Cast) -> None:
    occurrence = make_occurrence(unit=cast.company)
    key = ("reports.occurrence", occurrence.pk)
    assert [one.is_open for one in served_of([key])] == [True]
    put(occurrence, embargo_at=cast.at)
    assert [one.is_open for one in served_of([key])] == [False]
    put(occurrence, embargo_at=None, state="closed", closed_at=cast.at)
    assert [one.is_open for one in served_of([key])] == [False]
    assert list(served_of([("register.risk", 1)])) == []
