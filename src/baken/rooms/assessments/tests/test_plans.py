"""How the database finds RI&Es: lists, what waits for somebody and what is due, by indexes."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from baken.core import clock
from baken.core.access import Actor, system_actor
from baken.rooms.assessments.actions import act_on_assessments
from baken.rooms.assessments.queries.inbox import assessments_waiting
from baken.rooms.assessments.queries.lists import assessments_page
from baken.rooms.assessments.queries.progress import standings
from baken.rooms.assessments.tests.factories import assessment_in
from baken.rooms.org.queries import tree

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(
        connection.vendor != "sqlite", reason="an empty table has no plan worth a look elsewhere"
    ),
]
# A table of RI&Es or of what belongs to them, read from end to end, by whatever index.
DEAR = re.compile(r"^SCAN (assessments|sheets)_\w+")


def _dear(asked: CaptureQueriesContext) -> list[tuple[str, str]]:
    """The steps of the plans that grow with the whole table."""
    found = []
    for sql in [one["sql"] for one in asked if '"assessments_' in one["sql"]]:
        found += [(sql, step) for step in _plan_of(sql) if DEAR.search(step)]
    return found


def _list(actor: Actor, _cast: Any) -> Any:
    return assessments_page(actor)


def _inbox(actor: Actor, cast: Any) -> Any:
    return assessments_waiting(actor, clock.local_date(cast.at), 10).turns


def _progress(actor: Actor, cast: Any) -> Any:
    return standings(actor, tree().by_id[cast.battalion.pk], clock.local_date(cast.at))


@pytest.mark.parametrize("look", [_list, _inbox, _progress])
def test_ries_are_found_by_indexes(cast: Any, look: Any) -> None:
    assessment_in(unit=cast.company, state="approved", at=cast.at)
    with CaptureQueriesContext(connection) as asked:
        assert look(cast.commander.actor, cast)
    assert len(asked) > 0
    assert _dear(asked) == []


def test_ries_to_be_looked_at_again_are_found_by_their_index(cast: Any) -> None:
    with CaptureQueriesContext(connection) as asked:
        act_on_assessments(actor=system_actor("clock"), at=cast.at)
    [due] = [one["sql"] for one in asked if '"review_on" <=' in one["sql"]]
    assert any("assessment_due" in step for step in _plan_of(due))


def _plan_of(sql: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
        return [str(row[3]) for row in cursor.fetchall()]
