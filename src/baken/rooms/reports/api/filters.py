"""The filters of the lists of reports and occurrences."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from pydantic import Field

from baken.core.api.problems import ApiProblem
from baken.core.api.queries import PeriodQuery
from baken.core.search.words import LONGEST_QUERY, Wanted, words_of
from baken.core.workflow.table import Workflow
from baken.rooms.library.queries import code_list
from baken.rooms.org.queries import tree
from baken.rooms.reports.models import OccurrenceCode
from baken.rooms.reports.queries.lists import OPEN, OccurrenceAsk, in_state
from baken.rooms.reports.workflow import OCCURRENCE, REPORT


class RecordQuery(PeriodQuery):
    """What both lists can be narrowed by. The days are those on which a record came in."""

    unit: str = Field("", max_length=40, description="Unit code: this unit and all below it.")
    state: str = Field(
        "", max_length=24, description="A state, or `open`: something is still owed."
    )
    q: str = Field("", max_length=LONGEST_QUERY, description="Words that must all be there.")
    raised: bool | None = Field(None, description="Whether it was brought to a higher level.")

    def words(self) -> Wanted | None:
        """The words to look for, or None."""
        return words_of(self.q) if self.q.strip() else None

    def conditions(self, workflow: Workflow, *, whole_months: bool = False) -> Q:
        """The filters as one condition. Raises ApiProblem 400 for codes that do not exist."""
        whole = Q(**self.period(whole_months=whole_months))
        if self.unit:
            here = tree()
            unit = here.find(self.unit)
            if unit is None:
                raise _unknown("unit", _("There is no unit with this code."))
            whole &= here.among("unit_id", here.ids_in((unit.range,)))
        if self.state:
            known = (OPEN, *workflow.states)
            if self.state not in known:
                raise _unknown("state", ", ".join(known))
            whole &= in_state(self.state)
        if self.raised is not None:
            whole &= Q(raised_to__isnull=not self.raised)
        return whole


class ReportQuery(RecordQuery):
    """A page of reports."""

    still_dangerous: bool | None = None

    def narrow(self) -> Any:
        """What narrows a query set of reports."""
        whole = self.conditions(REPORT)
        if self.still_dangerous is not None:
            whole &= Q(still_dangerous=self.still_dangerous)
        return lambda rows: rows.filter(whole)


class OccurrenceQuery(RecordQuery):
    """A page of occurrences."""

    kind: str = Field("", max_length=40)
    category: int | None = Field(None, ge=0, le=4)
    potential_severity: int | None = Field(None, ge=0, le=5)
    subject: str = Field("", max_length=40, description="Only with the right to read in full.")

    def ask(self) -> OccurrenceAsk:
        """What is asked of the list: of summaries by whole months, and nothing about subjects."""
        whole = self.narrow(in_full=False)

        def summaries(rows: Any) -> Any:
            return rows.none() if self.subject else whole(rows)

        return OccurrenceAsk(self.narrow(in_full=True), summaries, self.words())

    def narrow(self, *, in_full: bool) -> Any:
        """What narrows a query set of occurrences; by day only for those who read in full."""
        whole = self.conditions(OCCURRENCE, whole_months=not in_full)
        if self.kind:
            whole &= Q(kind=known_code("kind", "kinds", self.kind))
        if self.category is not None:
            whole &= Q(category=self.category)
        if self.potential_severity is not None:
            whole &= Q(potential_severity=self.potential_severity)
        if self.subject:
            code = known_code("subject", "subjects", self.subject)
            coded = OccurrenceCode.objects.for_system(reason="filter")
            coded = coded.filter(scheme="subject", code=code)
            whole &= Q(pk__in=coded.values("record_id"))
        return lambda rows: rows.filter(whole)


def known_code(field: str, codes: str, code: str) -> str:
    """A code of a list as it was asked for. Raises ApiProblem 400, naming those there are."""
    known = code_list(codes)
    if code not in known:
        raise _unknown(field, ", ".join(known))
    return code


def _unknown(field: str, text: str) -> ApiProblem:
    return ApiProblem(400, _("This list cannot be filtered by that."), {field: text})
