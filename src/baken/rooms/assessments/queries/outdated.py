"""Assessments in force that were filled in on an instrument of which there is a newer version."""

from __future__ import annotations

from typing import Any

from baken.core.instruments.definitions.version import version_of
from baken.core.links.registry import ties_of
from baken.rooms.assessments.models import Assessment, AssessmentStep
from baken.rooms.assessments.queries.sheet import KIND
from baken.rooms.assessments.rules import is_newer_in_kind
from baken.rooms.library.queries.instruments import instruments
from baken.rooms.sheets.queries.reading import SHEET_TABLE, frozen_sheets
from baken.rooms.sheets.queries.subjects import FILLED_IN

CALLED = "assessments.assessment.review_called"


def with_newer_instrument(most: int) -> list[Assessment]:
    """Those that were not called for a review because of that version before; a few queries for all."""
    newest: dict[str, str] = {}
    for head in instruments():
        newest.setdefault(head.code, str(head.version))
    behind = {
        sheet: newest[code]
        for sheet, code, version in frozen_sheets(KIND)
        if code in newest and is_newer_in_kind(version_of(newest[code]), version_of(version))
    }
    wanted = {
        number: behind[sheet]
        for table, number, relation, _other, sheet in ties_of({SHEET_TABLE: list(behind)})
        if table == Assessment._meta.label_lower and relation == FILLED_IN
    }
    rows: Any = Assessment.objects.for_system(reason="terms").filter(state="in_force")
    found = list(rows.filter(pk__in=wanted).order_by("number"))
    called = _called_for([one.pk for one in found])
    return [one for one in found if (one.pk, wanted[one.pk]) not in called][:most]


def _called_for(numbers: list[int]) -> set[tuple[int, str]]:
    """By row number for which versions of their instrument assessments were called for a review."""
    rows: Any = AssessmentStep.objects.for_system(reason="terms")
    told = rows.filter(record__in=numbers, code=CALLED).values_list("record", "facts")
    return {(number, facts.get("version", "")) for number, facts in told} if numbers else set()
