"""Counts of occurrences in time over HTTP, with the borders between systems."""

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
from baken.rooms.reports.permits import READ_SUMMARY
from baken.rooms.reports.queries.series import USUAL_YEARS, Series, SeriesRow, first_year, series
from baken.rooms.reports.rules.periods import Border

router = Router()


class SeriesQuery(NamedQuery):
    """The unit, the years, and how they are cut."""

    unit: str = Field("", max_length=40, description="Unit code; empty is the top of your reach.")
    from_year: int | None = Field(
        None,
        ge=FIRST_DAY.year,
        le=LAST_DAY.year,
        description="Empty is ten years, or all there is.",
    )
    to_year: int | None = Field(
        None, ge=FIRST_DAY.year, le=LAST_DAY.year, description="Empty is this year."
    )
    per: Literal["year", "month"] = "year"


class SeriesFigure(BaseModel):
    """One count. `value` is null where it is hidden, never zero."""

    value: int | None
    hidden: bool
    small: bool = Field(description="True where all that is told is that it is under five.")
    at_least: int | None


class SystemFigure(SeriesFigure):
    """The count of one system."""

    system: str = Field(
        description="Empty: made here. Two systems that tell of one have both names."
    )


class BorderOut(BaseModel):
    """A day on which one system ends or another begins: figures before and after do not compare."""

    on: date
    begins: list[str]
    ended: list[str]


class PeriodOut(BaseModel):
    """The figures of a year or a month."""

    first: date
    last: date
    total: SeriesFigure
    systems: list[SystemFigure]
    borders: list[BorderOut]


class SeriesOut(BaseModel):
    """Counts in time of a unit with all below it, of what you may read."""

    unit: str
    per: Literal["year", "month"]
    total: SeriesFigure
    undated: SeriesFigure = Field(
        description="Counted on the day they came in: no day of their own."
    )
    uncategorised: SeriesFigure = Field(description="Without a known category.")
    borders: list[BorderOut]
    periods: list[PeriodOut]


@router.get(
    "/occurrences/counts/series",
    response=SeriesOut,
    operation_id="occurrence_series",
)
@endpoint(permit=READ_SUMMARY)
def occurrence_series(request: HttpRequest, asked: Query[SeriesQuery]) -> SeriesOut:
    """How many occurrences there were, by year or month and by the system that told of them.

    Where one reporting system ends and another begins stands in `borders`. An occurrence of which
    two systems tell counts once.
    """
    this_year = clock.local_date(request.at).year  # type: ignore[attr-defined]
    last = asked.to_year or this_year
    begins = min(max(first_year(this_year), last - USUAL_YEARS + 1), last)
    counted = series(
        actor=request.actor,  # type: ignore[attr-defined]
        code=asked.unit,
        years=(asked.from_year or begins, last),
        per=asked.per,
        split=True,
    )
    if counted is None:
        raise FieldsRefused({"unit": _("There is no unit whose occurrences you may count.")})
    return _out(counted)


def border_out(border: Border) -> BorderOut:
    """A border as programs get it."""
    return BorderOut(on=border.on, begins=list(border.begins), ended=list(border.ended))


def _out(counted: Series) -> SeriesOut:
    return SeriesOut(
        unit=counted.unit.code,
        per=counted.per,
        total=SeriesFigure(**told(counted.total)),
        undated=SeriesFigure(**told(counted.undated)),
        uncategorised=SeriesFigure(**told(counted.uncategorised)),
        borders=[border_out(border) for border in counted.borders],
        periods=[_period(counted, row) for row in counted.rows],
    )


def _period(counted: Series, row: SeriesRow) -> PeriodOut:
    return PeriodOut(
        first=row.period.first,
        last=row.period.last,
        total=SeriesFigure(**told(row.figures[-1])),
        systems=[
            SystemFigure(system=name, **told(figure))
            for name, figure in zip(counted.systems, row.figures, strict=False)
        ],
        borders=[border_out(border) for border in row.borders],
    )


def told(figure: Figure) -> dict[str, Any]:
    """A figure as programs get it."""
    return {
        "value": figure.exact,
        "hidden": figure.exact is None,
        "small": figure.is_small,
        "at_least": figure.at_least or None,
    }
