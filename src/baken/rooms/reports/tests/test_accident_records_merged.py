"""Accident records of what is merged: one record of one accident, wherever the occurrence went."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import translation

from baken.conftest import Cast
from baken.core.workflow.errors import FieldsRefused
from baken.rooms.reports.actions.accident_records import (
    open_accident_records,
    request_accident_record,
)
from baken.rooms.reports.models import AccidentRecord, Injury, Occurrence
from baken.rooms.reports.queries.accident_records import (
    accident_records_of,
    accidents_without_records,
)
from baken.rooms.reports.tests.acts import fresh, step
from baken.rooms.reports.tests.factories import make_occurrence

pytestmark = pytest.mark.usefixtures("_english")


@pytest.fixture
def _english() -> Any:
    with translation.override("en"):
        yield


def accident(cast: Cast) -> Occurrence:
    one = make_occurrence(unit=cast.company, at=cast.at, kind="accident", happened_at=cast.at)
    Injury.objects.create(record=one, person_kind="employee", outcome="lost_time")
    return one


def opened(cast: Cast, one: Occurrence) -> list[AccidentRecord]:
    persons = [cast.soldier.person]
    return open_accident_records(
        actor=cast.commander.actor, occurrence=one, persons=persons, at=cast.at
    )


def merged(cast: Cast, one: Occurrence, other: Occurrence) -> Occurrence:
    return step(cast.safety_adviser, one, "merge", at=cast.at, occurrence=other.ref)


def asked(cast: Cast, one: Occurrence) -> AccidentRecord:
    given = {"happened_at": cast.at, "place": "Garage 3", "course": "Gestruikeld."}
    return request_accident_record(actor=cast.soldier.actor, at=cast.at, occurrence=one, **given)


def waiting(cast: Cast) -> list[Occurrence]:
    return accidents_without_records(cast.commander.actor, cast.at, 10)


def test_record_of_a_merged_accident_is_not_opened_again_where_it_went(cast: Cast) -> None:
    one, other = accident(cast), accident(cast)
    [record] = opened(cast, one)
    merged(cast, one, other)
    assert opened(cast, fresh(other)) == [record]
    with pytest.raises(FieldsRefused, match=record.ref):
        asked(cast, fresh(other))
    assert accident_records_of(cast.commander.actor, fresh(other)) == [record]


def test_merged_accident_takes_no_new_records(cast: Cast) -> None:
    one, other = accident(cast), accident(cast)
    merged(cast, one, other)
    for act in (opened, asked):
        with pytest.raises(FieldsRefused, match=f"{one.ref} was merged into {other.ref}"):
            act(cast, one)
    assert not AccidentRecord.objects.for_system(reason="filter").exists()


def test_accident_waits_for_records_unless_one_stands_there_or_came_along(cast: Cast) -> None:
    one, other = accident(cast), accident(cast)
    assert waiting(cast) == [one, other]
    [record] = opened(cast, one)
    assert waiting(cast) == [other]
    merged(cast, one, other)
    assert waiting(cast) == []
    step(cast.commander, record, "withdraw", at=cast.at, reason="Verkeerde persoon.")
    assert waiting(cast) == [fresh(other)]
