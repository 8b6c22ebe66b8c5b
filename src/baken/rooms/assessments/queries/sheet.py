"""The sheet on which an assessment is filled in, and what follows from it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from baken.core.access.once import once_a_page
from baken.core.instruments.filling import RaisedRisk
from baken.rooms.assessments.models import Assessment, AssessmentBasis, AssessmentFinding
from baken.rooms.library.queries.instruments import newest
from baken.rooms.register.queries.origins import hazards_of_risks
from baken.rooms.sheets.queries.filled import Whole
from baken.rooms.sheets.queries.reading import sheet_of_record, whole_sheet

KIND = "assessment"


def sheet_of(record: Assessment) -> Any:
    """The sheet of an assessment that was read through the guard."""
    return sheet_of_record(record)


def newest_version(record: Assessment) -> str:
    """The newest version there is of the instrument of an assessment."""
    return str(newest(sheet_of(record).instrument).head.version)


def whole_of(record: Assessment) -> Whole:
    """What was filled in for an assessment, and what follows from it."""
    return whole_sheet(sheet_of(record))


@once_a_page
def basis_of(record: Assessment) -> list[AssessmentBasis]:
    """What an assessment rests on and covers, in the order in which it was written down."""
    return list(AssessmentBasis.objects.of(record).order_by("pk"))


@once_a_page
def findings_of(record: Assessment) -> list[AssessmentFinding]:
    """The findings of an assessment, in the order of the sheet."""
    return list(AssessmentFinding.objects.of(record).order_by("pk"))


def key_of(one: RaisedRisk) -> tuple[str, str, int]:
    """Where a raised risk stands on its sheet."""
    return (one.place.key, one.place.repetition, one.nth)


def scorers_of(whole: Whole, one: RaisedRisk) -> set[UUID]:
    """Who scored a raised risk as it is now."""
    rows = whole.scores.get(one.place, ())
    return {row.by for row in rows if row.moment == "current" and row.by}


def hazard_of(one: RaisedRisk) -> str:
    """The hazard of a raised risk; nothing where it was left open."""
    return one.trigger.hazard if one.trigger else str((one.line or {}).get("hazard", ""))


def hazard_groups(risks: Iterable[RaisedRisk]) -> set[str]:
    """The groups of the hazards of some risks."""
    return {hazard_of(one).partition(".")[0] for one in risks if hazard_of(one)}


def groups_named_later(findings: Iterable[AssessmentFinding]) -> set[str]:
    """The groups of the hazards that the risks of findings have in the register now; one query."""
    codes = hazards_of_risks([one.risk_number for one in findings])
    return {code.partition(".")[0] for code in codes if code}


def people_of(whole: Whole) -> set[UUID]:
    """Who filled in or scored."""
    rows = [row.by for row in whole.answers.values()]
    rows += [row.by for found in whole.scores.values() for row in found]
    return {one for one in rows if one}


def classes_of(risks: Iterable[RaisedRisk]) -> Mapping[tuple[str, str, int], str]:
    """The common class of each risk as it is now; nothing where nobody scored it."""
    return {
        key_of(one): one.current.common.value if one.current and one.current.common else ""
        for one in risks
    }
