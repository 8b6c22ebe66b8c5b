"""Possible doubles between older systems over HTTP."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest
from ninja import Query, Router
from pydantic import BaseModel, Field

from baken.core.api.endpoints import endpoint
from baken.core.api.queries import FIRST_DAY, LAST_DAY, NamedQuery
from baken.rooms.reports.models import Occurrence
from baken.rooms.reports.permits import TRIAGE
from baken.rooms.reports.queries.doubles import possible_doubles
from baken.rooms.reports.rules.legacy import names_of

router = Router()


class DoublesQuery(NamedQuery):
    """The year to look through, and where to go on."""

    year: int | None = Field(None, ge=FIRST_DAY.year, le=LAST_DAY.year)
    cursor: str = Field("", max_length=200)


class OneOut(BaseModel):
    """One occurrence of a pair."""

    ref: str
    title: str
    systems: list[str]


class DoubleOut(BaseModel):
    """Two occurrences that may be one event. Take `same_event` or `keep_apart` with the first one."""

    unit: str
    one: OneOut
    other: OneOut
    shares: list[str]


class DoublesOut(BaseModel):
    """Possible doubles, newest first."""

    items: list[DoubleOut]
    looked_back_to: date | None
    next_cursor: str


@router.get("/occurrences/doubles", response=DoublesOut, operation_id="occurrence_doubles")
@endpoint(permit=TRIAGE, root=Occurrence)
def doubles(request: HttpRequest, asked: Query[DoublesQuery]) -> DoublesOut:
    """Occurrences of different older systems with one unit and day, and words or subjects alike.

    Five hundred are looked through at a time; go on with `next_cursor`, also when there are no items.
    """
    found = possible_doubles(
        request.actor,  # type: ignore[attr-defined]
        year=asked.year,
        cursor=asked.cursor,
    )
    items = [
        DoubleOut(
            unit=double.one.unit.code,
            one=_one(double.one),
            other=_one(double.other),
            shares=list(double.shares),
        )
        for double in found.items
    ]
    return DoublesOut(items=items, looked_back_to=found.since, next_cursor=found.next_cursor)


def _one(occurrence: Occurrence) -> OneOut:
    systems = names_of(occurrence.systems)
    return OneOut(ref=occurrence.ref, title=occurrence.title, systems=systems)
