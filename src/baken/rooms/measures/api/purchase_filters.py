"""The filters of the list of small purchases."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from pydantic import Field

from baken.core.api.queries import PeriodQuery
from baken.core.search.words import LONGEST_QUERY, Wanted, words_of
from baken.rooms.measures.api.filters import known_code, unknown_code
from baken.rooms.measures.queries.choices import choices_of
from baken.rooms.measures.queries.lists import OPEN
from baken.rooms.measures.queries.purchase_lists import (
    about_risk,
    overdue_purchases,
    purchases_in_state,
)
from baken.rooms.measures.workflow import PURCHASE
from baken.rooms.org.queries import tree


class PurchaseQuery(PeriodQuery):
    """A page of purchases. The days are those on which one was asked for."""

    unit: str = Field("", max_length=40, description="Unit code: this unit and all below it.")
    state: str = Field(
        "", max_length=24, description="A state; `open`: everything that is still to be done."
    )
    category: str = Field("", max_length=32)
    risk: str = Field("", max_length=3, description="yes: for a risk; no: with a code instead.")
    overdue: bool = Field(False, description="Only what was to be done before now.")
    q: str = Field("", max_length=LONGEST_QUERY, description="Words that must all be there.")

    def words(self) -> Wanted | None:
        """The words to look for, or None."""
        return words_of(self.q) if self.q.strip() else None

    def narrow(self, at: datetime) -> Any:
        """What narrows a query set of purchases. Raises ApiProblem 400 for codes that do not exist."""
        whole = Q(**self.period())
        if self.unit:
            here = tree()
            unit = here.find(self.unit)
            if unit is None:
                raise unknown_code("unit", _("There is no unit with this code."))
            whole &= here.among("unit_id", here.ids_in((unit.range,)))
        if self.state:
            whole &= purchases_in_state(known_code("state", self.state, (OPEN, *PURCHASE.states)))
        if self.category:
            kinds = choices_of("purchase_categories")
            whole &= Q(category=known_code("category", self.category, kinds))
        if self.risk:
            whole &= about_risk(known_code("risk", self.risk, ("yes", "no")))
        if self.overdue:
            whole &= overdue_purchases(at)
        return lambda rows: rows.filter(whole)
