"""Rows that come together are found like rows that come alone."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from baken.core.records.bulk import insert_many
from baken.core.search.many import FEW, words_of_many
from baken.core.search.words import keys_with_words, words_of
from baken.rooms.reports.models import Report
from baken.rooms.reports.permits import READ
from baken.rooms.reports.tests.factories import make_report

STORY = "De kabelbaan hing los."


def _found(cast: Any, most: int = 50) -> list[int]:
    branches = Report.objects.visible_branches(cast.commander.actor, READ)
    return keys_with_words(branches=branches, wanted=words_of("kabelbaan"), most=most)


def _many(cast: Any, how_many: int) -> list[Report]:
    return [
        Report(
            number=number,
            ref=f"M-2020-{number:06}",
            unit=cast.company,
            story=STORY if number % 2 else "Niets aan de hand.",
            place="Loods",
            state="received",
            received_at=cast.at,
            touched_at=cast.at,
        )
        for number in range(1, how_many + 1)
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("how_many", [2, FEW, FEW + 1])
def test_rows_that_come_together_are_found_as_if_they_came_alone(cast: Any, how_many: int) -> None:
    rows = _many(cast, how_many)
    with words_of_many(Report, rows):
        insert_many(rows)
    make_report(unit=cast.company, story=STORY)
    odd = {row.number for row in rows if row.number % 2}
    found = _found(cast, how_many)
    assert (len(found), odd - set(found)) == (len(odd) + 1, set())
    if connection.vendor == "sqlite":
        _index_is_whole()


@pytest.mark.django_db
def test_rows_that_fail_together_leave_the_index_to_the_next_one(cast: Any) -> None:
    rows = _many(cast, FEW)
    with pytest.raises(IntegrityError), transaction.atomic(), words_of_many(Report, rows):
        insert_many([*rows, rows[0]])
    make_report(unit=cast.company, story=STORY)
    assert len(_found(cast)) == 1
    if connection.vendor == "sqlite":
        _index_is_whole()


def _index_is_whole() -> None:
    """Raises DatabaseError when the index and the rows it is made of differ."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO reports_report_words(reports_report_words, rank)"
            " VALUES('integrity-check', 1)"
        )
