"""The filters of the list of measures."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _
from pydantic import Field

from baken.core.api.problems import ApiProblem
from baken.core.api.queries import PeriodQuery
from baken.core.search.words import LONGEST_QUERY, Wanted, words_of
from baken.rooms.library.queries import code_list
from baken.rooms.measures.queries.lists import NO_CLASS, OPEN, in_state, of_class, overdue
from baken.rooms.measures.workflow import MEASURE
from baken.rooms.org.queries import tree


class MeasureQuery(PeriodQuery):
    """A page of measures. The days are those on which a measure was proposed."""

    unit: str = Field("", max_length=40, description="Unit code: this unit and all below it.")
    state: str = Field(
        "", max_length=24, description="A state; `open`: everything that is still to be done."
    )
    risk_class: str = Field(
        "",
        max_length=8,
        description="The class of the worst risk that it serves: low, medium, high or extreme, or `none`.",
    )
    control_level: str = Field("", max_length=24)
    owner: UUID | None = Field(None, description="The person who owns it.")
    overdue: bool = Field(False, description="Only what was to be done before now.")
    q: str = Field("", max_length=LONGEST_QUERY, description="Words that must all be there.")

    def words(self) -> Wanted | None:
        """The words to look for, or None."""
        return words_of(self.q) if self.q.strip() else None

    def narrow(self, at: datetime) -> Any:
        """What narrows a query set of measures. Raises ApiProblem 400 for codes that do not exist."""
        whole = Q(**self.period())
        if self.unit:
            here = tree()
            unit = here.find(self.unit)
            if unit is None:
                raise unknown_code("unit", _("There is no unit with this code."))
            whole &= here.among("unit_id", here.ids_in((unit.range,)))
        if self.state:
            whole &= in_state(known_code("state", self.state, (OPEN, *MEASURE.states)))
        if self.risk_class:
            classes = (*code_list("risk_classes"), NO_CLASS)
            whole &= of_class(known_code("risk_class", self.risk_class, classes))
        if self.control_level:
            levels = code_list("control_levels")
            whole &= Q(control_level=known_code("control_level", self.control_level, levels))
        if self.owner is not None:
            whole &= Q(owner=self.owner)
        if self.overdue:
            whole &= overdue(at)
        return lambda rows: rows.filter(whole)


def known_code(field: str, asked: str, known: Any) -> str:
    """The code that is asked for. Raises ApiProblem 400, with those that exist."""
    if asked not in known:
        raise unknown_code(field, ", ".join(known))
    return asked


def unknown_code(field: str, text: str) -> ApiProblem:
    """What is answered to a filter that is not there."""
    return ApiProblem(400, _("This list cannot be filtered by that."), {field: text})
