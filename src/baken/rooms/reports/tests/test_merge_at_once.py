"""Several people merge and undo about the same occurrences at the same moment: nobody blocks another."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from baken.conftest import Cast
from baken.core.trail.verify import breaks
from baken.core.workflow.errors import FieldsRefused, StepRefused
from baken.rooms.reports.models import Occurrence
from baken.rooms.reports.queries.merges import way_of
from baken.rooms.reports.tests.acts import fresh, step
from baken.rooms.reports.tests.test_unmerge import chain, hurt, reports_in, weighed

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor == "sqlite",
        reason="SQLite lets one writer in at a time: there is no race",
    ),
]
Act = tuple[Occurrence, str, dict[str, str]]


def at_once(cast: Cast, acts: list[Act]) -> Counter[str]:
    """What came of steps that were all taken at the same moment; a deadlock is raised."""
    start = Barrier(len(acts))

    def act(one: Act) -> str:
        record, name, fields = one
        start.wait(timeout=20)
        try:
            step(cast.safety_adviser, record, name, at=cast.at, **fields)
        except (FieldsRefused, StepRefused):
            return "refused"
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(len(acts)) as pool:
        return Counter(pool.map(act, acts))


def test_two_that_are_merged_into_each_other_become_one(cast: Cast) -> None:
    one, other = hurt(cast), weighed(cast)
    pairs = ((one, other), (other, one))
    found = at_once(cast, [(a, "merge", {"occurrence": b.ref}) for a, b in pairs])
    assert found == {"done": 1, "refused": 1}
    [stands] = [row for row in (fresh(one), fresh(other)) if row.state != "merged"]
    assert len(reports_in(stands)) == 2
    assert list(breaks()) == []


def test_chain_that_is_undone_and_merged_on_at_once_loses_no_report(cast: Cast) -> None:
    a, b, c = chain(cast)
    d = weighed(cast)
    acts: list[Act] = [
        (a, "unmerge", {"reason": "Toch twee."}),
        (b, "unmerge", {"reason": "Toch twee."}),
        (c, "merge", {"occurrence": d.ref}),
    ]
    at_once(cast, acts)
    for one in map(fresh, (a, b, c)):
        assert one.merged_into == (way_of(one)[-1] if one.state == "merged" else None)
    standing = [row for row in map(fresh, (a, b, c, d)) if row.state != "merged"]
    assert sum(len(reports_in(row)) for row in standing) == 4
    assert list(breaks()) == []
