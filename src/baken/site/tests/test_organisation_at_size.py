"""The acceptance tests of the organisation that need the whole tree: the demonstration's, and 6,000."""

from __future__ import annotations

import re
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from baken.conftest import Cast
from baken.rooms.org.actions.versions import turn_page
from baken.rooms.org.models import Unit, UnitVersion
from baken.rooms.org.queries import actor_for, tree
from baken.rooms.org.queries.past import forget_past_trees, tree_on
from baken.rooms.org.rules import tree_problems
from baken.rooms.org.schemas import read_organisation
from baken.rooms.reports.queries.lists import reports_page
from baken.site.demo.loader import FOLDER

BRANCH = re.compile(r'\((SELECT "reports_report".*?LIMIT \d+)\) AS branch')
UNITS = 6000
YEARS = 10


def test_organisation_12_10_demo_tree_loads_from_yaml_and_validates() -> None:
    """One root, no circles, no level below that is higher; and the check itself sees mistakes."""
    rows = read_organisation(FOLDER / "organisation.yaml").units
    levels = {row.code: row.level for row in rows}
    above = {row.code: row.parent for row in rows}

    assert tree_problems(rows) == []
    assert [code for code, parent in above.items() if not parent] == ["MINDEF"]
    assert [c for c, parent in above.items() if parent and levels[c] > levels[parent]] == []
    for code in above:
        way = [code]
        while above[way[-1]]:
            assert above[way[-1]] not in way, f"{code} stands in a circle"
            way.append(above[way[-1]])
    assert tree_problems([row for row in rows if row.code != "CLAS"])


@pytest.fixture
def at_size(cast: Cast) -> date:
    """Six thousand units below the cast's, each renamed once a year for ten years; today's day."""
    today = cast.at.date()
    platoons = [
        Unit(
            code=f"U{number:04}",
            name_nl=f"Peloton {number}",
            level=1,
            parent=cast.company,
            path=f"{cast.company.path}{number:04}",
        )
        for number in range(1, UNITS + 1)
    ]
    made = Unit.objects.bulk_create(platoons, batch_size=500)
    starts = [today - timedelta(days=365 * year) for year in range(YEARS, 0, -1)]
    versions = [
        UnitVersion(
            unit=unit,
            parent=cast.company,
            level=1,
            name_nl=f"{unit.name_nl} van {start.year}",
            from_on=start,
            until=following - timedelta(days=1) if following else None,
        )
        for unit in made
        for start, following in [*pairwise(starts), (starts[-1], None)]
    ]
    UnitVersion.objects.bulk_create(versions, batch_size=1000)
    turn_page()
    return today


def test_organisation_12_7_scope_at_6000_units_and_10_years_reads_no_unit_and_uses_an_index(
    cast: Cast, at_size: date
) -> None:
    """The tree stands in memory; the figure of 50 ms is measured by ``make bench``."""
    actor = actor_for(cast.safety_adviser.account, cast.at)
    assert len(tree().units) > UNITS
    reports_page(actor)  # reads the tree into memory

    with CaptureQueriesContext(
        connection,
    ) as asked:
        reports_page(actor)

    said = [query["sql"] for query in asked.captured_queries]
    assert not [sql for sql in said if "org_unitversion" in sql or 'FROM "org_unit"' in sql]
    lists = [inner for sql in said for inner in BRANCH.findall(sql)]
    assert lists
    for sql in lists:
        assert len(sql) < 2000, "the scope is named unit by unit instead of by path"
        assert _scans(sql) == [], sql


def test_organisation_12_7_a_past_day_is_read_once_and_kept(at_size: date) -> None:
    forget_past_trees()
    day = at_size - timedelta(days=365 * 3 + 10)
    with CaptureQueriesContext(connection) as first:
        then = tree_on(day)
    with CaptureQueriesContext(connection) as again:
        assert tree_on(day) is then

    assert len(first) <= 5  # version, units and lines of today; units and lines of the day
    assert [q["sql"] for q in again.captured_queries if "org_unitversion" in q["sql"]] == []
    assert then.by_code["U0001"].name_nl.endswith(str((at_size - timedelta(days=365 * 4)).year))


def _scans(sql: str) -> list[str]:
    """The lines of the plan that read and sort all of the reports instead of walking an index.

    SQLite walks the newest first along the primary key when most is within reach, and says SCAN; what
    it must not do is sort. PostgreSQL is told that reading everything is dear, as it is at size.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
            lines: list[Any] = [row[-1] for row in cursor.fetchall()]
            return [line for line in lines if "TEMP B-TREE" in line]
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"EXPLAIN {sql}")
        lines = [row[0] for row in cursor.fetchall()]
        cursor.execute("SET LOCAL enable_seqscan = on")
        return [line for line in lines if "Seq Scan on reports_report" in line]
