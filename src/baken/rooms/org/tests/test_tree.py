"""What a tree says of units: a set of them means the same told by its members or by the others."""

from __future__ import annotations

import pytest

from baken.conftest import Cast
from baken.rooms.org.models import Unit
from baken.rooms.org.queries import tree
from baken.rooms.reports.models import Report
from baken.rooms.reports.tests.factories import make_report


@pytest.mark.parametrize("most", [0, 1, 2, -1, None])
def test_records_of_some_units_are_found_however_many_units_they_are(
    cast: Cast, most: int | None
) -> None:
    for unit in Unit.objects.all():
        make_report(unit=unit, at=cast.at)
    here = tree()
    ids = frozenset(sorted(here.all_ids)[:most])
    rows = Report.objects.for_system(reason="trail")
    found = rows.filter(here.among("unit_id", ids)).values_list("unit_id", flat=True)
    assert sorted(found) == sorted(rows.filter(unit__in=ids).values_list("unit_id", flat=True))
    assert set(found) == ids
