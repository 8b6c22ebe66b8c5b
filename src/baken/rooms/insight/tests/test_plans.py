"""How the database finds what a picture shows: by indexes, whether much or little is within reach."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from baken.conftest import Cast
from baken.rooms.insight.queries import picture_of
from baken.rooms.insight.tests.scenes import begin_counting, reader_of
from baken.rooms.org.queries import tree
from baken.rooms.org.queries.tree import one_tree

pytestmark = pytest.mark.skipif(
    connection.vendor != "sqlite", reason="an empty table has no plan worth a look elsewhere"
)
# A table of records read from end to end, and not by an index.
WHOLE_TABLE = re.compile(r"^SCAN (register|reports|measures)_\w+$")
# The most questions that a picture asks, beside the few about its reader.
MOST_QUERIES = 11


def plan_of(sql: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
        return [str(row[3]) for row in cursor.fetchall()]


@pytest.mark.parametrize("code", ["MINISTRY", "COMPANY"])
def test_picture_reads_no_table_from_end_to_end(cast: Cast, code: str) -> None:
    begin_counting()
    reader = reader_of(code)
    with one_tree(), CaptureQueriesContext(connection) as asked:
        unit = tree().by_code[code]
        picture_of(reader, unit, cast.at)

    questions = [one["sql"] for one in asked if "org_" not in one["sql"]]
    scanned = [(sql, step) for sql in questions for step in plan_of(sql) if WHOLE_TABLE.match(step)]
    assert scanned == []
    assert 0 < len(questions) <= MOST_QUERIES
