"""The filters of the list of recommendations."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _
from pydantic import Field

from baken.core.api.queries import PeriodQuery
from baken.core.search.words import LONGEST_QUERY, Wanted, words_of
from baken.rooms.library.queries import code_list
from baken.rooms.measures.api.filters import known_code, unknown_code
from baken.rooms.measures.queries.recommendations import (
    OPEN,
    in_recommendation_state,
    owed_before,
)
from baken.rooms.measures.workflow import RECOMMENDATIONS
from baken.rooms.org.queries import tree

LISTS = {
    "source": "recommendation_sources",
    "category": "recommendation_categories",
    "cause": "cause_codes",
}


class RecommendationQuery(PeriodQuery):
    """A page of recommendations. The days are those on which a recommendation was entered."""

    unit: str = Field("", max_length=40, description="Unit code: addressed to it or below it.")
    source: str = Field("", max_length=24)
    state: str = Field(
        "", max_length=24, description="A state; `open`: everything that is still to be done."
    )
    category: str = Field("", max_length=32)
    cause: str = Field("", max_length=32)
    owner: UUID | None = Field(None, description="The person who owns it.")
    overdue: bool = Field(False, description="Only where the next step was owed before now.")
    q: str = Field("", max_length=LONGEST_QUERY, description="Words that must all be there.")

    def words(self) -> Wanted | None:
        """The words to look for, or None."""
        return words_of(self.q) if self.q.strip() else None

    def narrow(self, at: datetime) -> Any:
        """What narrows a query set. Raises ApiProblem 400 for codes that do not exist."""
        whole = Q(**self.period()) & self._codes()
        if self.unit:
            here = tree()
            unit = here.find(self.unit)
            if unit is None:
                raise unknown_code("unit", _("There is no unit with this code."))
            whole &= here.among("unit_id", here.ids_in((unit.range,)))
        if self.state:
            states = (OPEN, *RECOMMENDATIONS.states)
            whole &= in_recommendation_state(known_code("state", self.state, states))
        if self.owner is not None:
            whole &= Q(owner=self.owner)
        if self.overdue:
            whole &= owed_before(at)
        return lambda rows: rows.filter(whole)

    def _codes(self) -> Q:
        """The condition on what is a code of the library."""
        asked = {name: getattr(self, name) for name in LISTS if getattr(self, name)}
        return Q(
            **{one: known_code(one, code, code_list(LISTS[one])) for one, code in asked.items()}
        )
