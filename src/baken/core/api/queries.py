"""What every list accepts: a limit, a cursor and a period of days."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated, Any

from ninja import Schema
from pydantic import Field

from baken.core import clock
from baken.core.lists import MOST_ROWS, USUAL_ROWS
from baken.core.records.numbers import floor_number

FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2100, 12, 31)
Day = Annotated[date, Field(ge=FIRST_DAY, le=LAST_DAY)]


class NamedQuery(Schema):
    """What may stand in a query; a name that is not known is refused."""

    @classmethod
    def names(cls) -> set[str]:
        """The names that may stand in the query."""
        return {field.alias or name for name, field in cls.model_fields.items()}


class DayQuery(NamedQuery):
    """As of which day something is shown."""

    on: Day | None = Field(None, description="As it was on this day; empty is today.")


class LimitQuery(NamedQuery):
    """How much is asked for."""

    limit: int = Field(USUAL_ROWS, ge=1, le=MOST_ROWS, description="Rows at most.")


class ListQuery(LimitQuery):
    """The page asked for."""

    cursor: str = Field(
        "", max_length=100, description="`next` of the page before; empty is the first page."
    )


class PeriodQuery(ListQuery):
    """A page of records that came in between two days, both included."""

    from_on: Day | None = Field(None, alias="from", description="First day, such as 2026-01-01.")
    to_on: Day | None = Field(None, alias="to", description="Last day, such as 2026-01-31.")

    def period(self, *, whole_months: bool = False) -> dict[str, Any]:
        """The condition on row numbers, which sort by the moment a record came in.

        With ``whole_months`` the period is widened to the months its days lie in.
        """
        first, last = self.from_on, self.to_on
        if whole_months:
            first, last = first and clock.first_of_month(first), last and clock.last_of_month(last)
        found = {}
        if first:
            found["number__gte"] = floor_number(clock.start_of_day(first))
        if last:
            found["number__lt"] = floor_number(clock.start_of_day(last + timedelta(days=1)))
        return found
