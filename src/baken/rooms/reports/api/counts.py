"""Counts of occurrences over HTTP: the figures of the page, small ones left out."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Query, Router
from pydantic import BaseModel, Field

from baken.core import clock
from baken.core.api.endpoints import endpoint
from baken.core.api.queries import FIRST_DAY, LAST_DAY, NamedQuery
from baken.core.export.figures import Figure
from baken.core.workflow.errors import FieldsRefused
from baken.rooms.reports.api.series import BorderOut, border_out
from baken.rooms.reports.permits import COUNT, READ_SUMMARY
from baken.rooms.reports.queries.counts import CATEGORIES, CountRow, CountTable, Part, table_asked
from baken.rooms.reports.queries.months import MonthTable, months_asked
from baken.rooms.reports.queries.series import borders_of_year

router = Router()


class CountQuery(NamedQuery):
    """The unit and the year to count, and by which tree."""

    unit: str = Field("", max_length=40, description="Unit code; empty is the top of your reach.")
    year: int | None = Field(
        None, ge=FIRST_DAY.year, le=LAST_DAY.year, description="Empty is this year."
    )
    tree: Literal["then", "now"] = Field(
        "then",
        description="`then`: the organisation as on the last day of that year; `now`: today's.",
    )


class MonthQuery(NamedQuery):
    """The unit and the year to count by month."""

    unit: str = Field("", max_length=40, description="Unit code; empty is the top of your reach.")
    year: int | None = Field(
        None, ge=FIRST_DAY.year, le=LAST_DAY.year, description="Empty is this year."
    )


class MonthRowOut(BaseModel):
    """How many occurrences per month: of the unit alone, or of a unit below with all below that."""

    unit: str
    name: str
    part: Literal["itself", "below"]
    counts: list[int]
    total: int


class MonthsOut(BaseModel):
    """A year of a unit by month, in the tree of today."""

    unit: str
    year: int
    months: list[str] = Field(description="The months of the year up to now, as 2026-11.")
    whole: bool = Field(description="False where you may not see all of this unit and below it.")
    rows: list[MonthRowOut]


class CountFigure(BaseModel):
    """One count. `value` is null where it is hidden, never zero."""

    value: int | None
    hidden: bool = Field(description="True where the number is not told.")
    small: bool = Field(description="True where all that is told is that it is under five.")
    at_least: int | None = Field(description="The least a hidden number is, where that is told.")


class CategoryCount(CountFigure):
    """The count of a category."""

    category: int | None = Field(description="0 to 4; null is not known.")


class CountRowOut(BaseModel):
    """The figures of a unit, or of part of it."""

    unit: str
    name: str
    part: Part = Field(
        description="The unit alone; a unit below with all below that; units that did not stand on"
        " the day; all together."
    )
    opens: bool = Field(description="Whether you may ask for the counts of this unit.")
    categories: list[CategoryCount]
    total: CountFigure


class CountsOut(BaseModel):
    """The figures of a unit and the units directly below it, and their total."""

    unit: str
    year: int
    tree_on: date | None = Field(
        description="The day whose organisation is shown; null is today's."
    )
    borders: list[BorderOut] = Field(
        description="The days in this year on which one reporting system ends or another begins:"
        " figures before and after do not compare."
    )
    for_reader_alone: bool = Field(
        description="Not to be handed on: what is hidden of units you can open could be computed."
    )
    rows: list[CountRowOut]
    total: CountRowOut


@router.get("/occurrences/counts", response=CountsOut, operation_id="occurrence_counts")
@endpoint(permit=READ_SUMMARY, also=(COUNT,))
def counts(request: HttpRequest, asked: Query[CountQuery]) -> CountsOut:
    """How many occurrences came in during a year, by unit and category.

    Numbers under five are hidden, of closed units zero too, and so is what they could be computed
    from.
    """
    actor, at = request.actor, request.at  # type: ignore[attr-defined]
    year = asked.year or clock.local_date(at).year
    table = table_asked(actor=actor, code=asked.unit, year=year, by_today=asked.tree == "now")
    if table is None:
        raise FieldsRefused({"unit": _("There is no unit whose occurrences you may count.")})
    return _out(table)


@router.get("/occurrences/months", response=MonthsOut, operation_id="occurrence_months")
@endpoint(permit=READ_SUMMARY)
def months(request: HttpRequest, asked: Query[MonthQuery]) -> MonthsOut:
    """How many occurrences came in per month of a year: exact, and only of what you may read."""
    actor, at = request.actor, request.at  # type: ignore[attr-defined]
    today = clock.local_date(at)
    year, until = asked.year or today.year, today.year * 100 + today.month
    if year > today.year:
        raise FieldsRefused({"year": _("This year has not begun.")})
    table = months_asked(actor=actor, code=asked.unit, year=year, until=until)
    if table is None:
        raise FieldsRefused({"unit": _("There is no unit whose occurrences you may read.")})
    return _months_out(table)


def _months_out(table: MonthTable) -> MonthsOut:
    return MonthsOut(
        unit=table.unit.code,
        year=table.year,
        months=[f"{month // 100:04d}-{month % 100:02d}" for month in table.months],
        whole=table.whole,
        rows=[
            MonthRowOut(
                unit=row.unit.code,
                name=row.unit.name,
                part="itself" if row.itself else "below",
                counts=list(row.counts),
                total=row.total,
            )
            for row in table.rows
        ],
    )


def _out(table: CountTable) -> CountsOut:
    total = CountRow(table.unit, table.total, part="total", opens=True)
    return CountsOut(
        unit=table.unit.code,
        year=table.year,
        tree_on=table.day,
        borders=[border_out(border) for border in borders_of_year(table.year)],
        for_reader_alone=table.for_reader_alone,
        rows=[_row(row) for row in table.rows],
        total=_row(total),
    )


def _row(row: CountRow) -> CountRowOut:
    by_category = zip(CATEGORIES, row.figures, strict=False)
    return CountRowOut(
        unit=row.unit.code,
        name=row.unit.name,
        part=row.part,
        opens=row.opens,
        categories=[CategoryCount(category=one, **_told(figure)) for one, figure in by_category],
        total=CountFigure(**_told(row.figures[-1])),
    )


def _told(figure: Figure) -> dict[str, Any]:
    return {
        "value": figure.exact,
        "hidden": figure.exact is None,
        "small": figure.is_small,
        "at_least": figure.at_least or None,
    }
