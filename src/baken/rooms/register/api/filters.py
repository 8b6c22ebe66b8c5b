"""The filters of the list of risks."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _
from pydantic import Field

from baken.core.access import Actor
from baken.core.api.problems import ApiProblem
from baken.core.api.queries import PeriodQuery
from baken.core.search.words import LONGEST_QUERY, Wanted, words_of
from baken.rooms.library.queries import code_list
from baken.rooms.org.queries import tree
from baken.rooms.register.queries.appetite import decided_outside
from baken.rooms.register.queries.independent import in_class
from baken.rooms.register.queries.lists import GROUPS, SUSPENDED, harms, in_state
from baken.rooms.register.workflow import RISK

UNSCORED = "unscored"
_STATE = (
    "A state; `open`: every one but closed; `to_decide`: needs a decision; `held`: accepted or watched; "
    "`scored`: open and still being scored; `weighed`: open and no longer scored; "
    "`suspended`: the decision does not hold now."
)


class RiskQuery(PeriodQuery):
    """A page of risks. The days are those on which a risk was stated."""

    unit: str = Field("", max_length=40, description="Unit code: this unit and all below it.")
    state: str = Field("", max_length=24, description=_STATE)
    risk_class: str = Field(
        "", max_length=8, description="low, medium, high or extreme as it is now, or `unscored`."
    )
    hazard: str = Field("", max_length=60)
    category: str = Field("", max_length=24, description="A kind of harm.")
    owner: UUID | None = Field(None, description="The person who owns it.")
    outside_appetite: bool = Field(
        False, description="Only what a standing decision lets go on outside the risk appetite."
    )
    q: str = Field("", max_length=LONGEST_QUERY, description="Words that must all be there.")

    def words(self) -> Wanted | None:
        """The words to look for, or None."""
        return words_of(self.q) if self.q.strip() else None

    def narrow(self, actor: Actor) -> Any:
        """What narrows a query set of risks for somebody.

        Raises ApiProblem 400 for codes that do not exist.
        """
        whole = Q(**self.period())
        if self.unit:
            here = tree()
            unit = here.find(self.unit)
            if unit is None:
                raise _unknown("unit", _("There is no unit with this code."))
            whole &= here.among("unit_id", here.ids_in((unit.range,)))
        if self.state:
            whole &= in_state(_known("state", self.state, (*GROUPS, SUSPENDED, *RISK.states)))
        if self.risk_class:
            classes = (UNSCORED, *code_list("risk_classes"))
            asked = _known("risk_class", self.risk_class, classes)
            whole &= in_class(actor, "" if asked == UNSCORED else asked)
        if self.hazard:
            whole &= Q(hazard=_known("hazard", self.hazard, code_list("hazards")))
        if self.category:
            whole &= harms(_known("category", self.category, code_list("risk_categories")))
        whole &= self._carried()
        return lambda rows: rows.filter(whole)

    def _carried(self) -> Q:
        """Who carries it, and how it was decided on."""
        owned = Q() if self.owner is None else Q(owner=self.owner)
        return owned & decided_outside() if self.outside_appetite else owned


def _known(field: str, asked: str, known: Any) -> str:
    if asked not in known:
        raise _unknown(field, ", ".join(known))
    return asked


def _unknown(field: str, text: str) -> ApiProblem:
    return ApiProblem(400, _("This list cannot be filtered by that."), {field: text})
