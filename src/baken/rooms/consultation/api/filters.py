"""The filters of the list of consultations."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from pydantic import Field

from baken.core.api.problems import ApiProblem
from baken.core.api.queries import PeriodQuery
from baken.core.search.words import LONGEST_QUERY, Wanted, words_of
from baken.rooms.consultation.queries.lists import LATE, OPEN, narrowed
from baken.rooms.consultation.queries.subjects import kinds_named
from baken.rooms.consultation.rules import KINDS, OUTCOMES
from baken.rooms.consultation.workflow import CONSULTATION
from baken.rooms.org.queries import tree

_STATE = "A state; `open`: something is still to be done; `late`: asked, and the term has passed."


class ConsultationQuery(PeriodQuery):
    """A page of consultations. The days are those on which one was drafted."""

    unit: str = Field(
        "", max_length=40, description="Unit code: asked by or of this unit and all below it."
    )
    state: str = Field("", max_length=24, description=_STATE)
    kind: str = Field("", max_length=8, description="`advice` or `consent`.")
    outcome: str = Field("", max_length=24)
    subject_kind: str = Field("", max_length=20, description="Kind of record it is about.")
    q: str = Field("", max_length=LONGEST_QUERY, description="Words that must all be there.")

    def words(self) -> Wanted | None:
        """The words to look for, or None."""
        return words_of(self.q) if self.q.strip() else None

    def narrow(self, at: datetime) -> Any:
        """What narrows a query set of consultations. Raises ApiProblem 400 for unknown codes."""
        unit = tree().find(self.unit) if self.unit else None
        if self.unit and unit is None:
            raise _unknown("unit", _("There is no unit with this code."))
        known: dict[str, Collection[str]] = {
            "state": (OPEN, LATE, *CONSULTATION.states),
            "kind": KINDS,
            "outcome": OUTCOMES,
            "subject_kind": kinds_named(),
        }
        chosen = {name: getattr(self, name) for name in known}
        for name, asked in chosen.items():
            if asked and asked not in known[name]:
                raise _unknown(name, ", ".join(known[name]))
        whole = Q(**self.period()) & narrowed(chosen | {"unit": unit.code if unit else ""}, at)
        return lambda rows: rows.filter(whole)


def _unknown(field: str, text: str) -> ApiProblem:
    return ApiProblem(400, _("This list cannot be filtered by that."), {field: text})
