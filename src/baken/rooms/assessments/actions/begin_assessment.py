"""Begins an assessment of a unit, with the sheet on which it is filled in."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from baken.core import clock
from baken.core.access import Actor, refuse_unless, signing
from baken.core.access.reach import Confidentiality
from baken.core.records.numbers import row_number
from baken.core.records.references import next_reference
from baken.core.workflow.advance import Change, begin
from baken.core.workflow.errors import FieldsRefused
from baken.core.workflow.fields import clean_fields
from baken.rooms.assessments.models import Assessment, AssessmentBasis
from baken.rooms.assessments.permits import WORK
from baken.rooms.assessments.queries.choices import BASIS, choices_of
from baken.rooms.assessments.queries.parts import basis_part
from baken.rooms.assessments.queries.sheet import KIND, sheet_of
from baken.rooms.assessments.workflow import BEGINNING
from baken.rooms.library.queries import code_list
from baken.rooms.library.queries.instruments import newest
from baken.rooms.org.queries import UnitView
from baken.rooms.org.queries.heirs import why_gone
from baken.rooms.sheets.actions import begin_sheet, copy_answers

SEALED = ("title", "scope", "reason_text")


def begin_assessment(
    *,
    actor: Actor,
    unit: UnitView,
    fields: Mapping[str, Any],
    at: datetime,
    earlier: Assessment | None = None,
    confidentiality: int = Confidentiality.NORMAL,
) -> Assessment:
    """A new assessment of a unit in preparation; as a new version it begins with the earlier answers.

    Raises AccessDenied for who does not make assessments of that unit, and FieldsRefused with a message
    per field. Source: domain reference, instruments, sections 2 and 6.
    """
    record = Assessment(
        number=row_number(at),
        unit_id=unit.id,
        confidentiality=int(confidentiality),
        kind="rie",
        earlier=earlier,
        begun_at=at,
        begun_by=actor.person,
        touched_at=at,
        kept_at=at,
    )
    refuse_unless(actor, WORK, record)
    if gone := why_gone(unit):
        raise FieldsRefused({"unit": gone})
    cleaned = clean_fields(step=BEGINNING, raw=fields, choices_of=choices_of)
    for name, value in described(cleaned).items():
        setattr(record, name, value)
    with transaction.atomic():
        record.ref = next_reference(Assessment.prefix, clock.local_date(at))
        _store(record, actor, at, cleaned["instrument"])
        _begin_sheet(record, actor, at, cleaned["instrument"])
    return record


def described(cleaned: Mapping[str, Any]) -> dict[str, Any]:
    """What describes an assessment, out of cleaned fields. Raises FieldsRefused."""
    if cleaned["headcount"] < 1:
        raise FieldsRefused({"headcount": _("Give at least one.")})
    return {name: cleaned[name] for name in ("title", "scope", "headcount")}


def _store(record: Assessment, actor: Actor, at: datetime, instrument: str) -> None:
    rows = [
        AssessmentBasis(record=record, sort=sort, code=code)
        for sort, name in BASIS.items()
        for code in code_list(name)
    ]
    begin(
        record=record,
        code="assessments.assessment.begun",
        actor=signing(actor, WORK, record),
        at=at,
        change=Change(
            facts={
                "instrument": instrument,
                "earlier": record.earlier.ref if record.earlier else "",
            },
            words={"title": record.title, "scope": record.scope},
            seal=SEALED,
            parts={key: value for row in rows for key, value in basis_part(row).items()},
        ),
    )
    AssessmentBasis.objects.bulk_create(rows)


def _begin_sheet(record: Assessment, actor: Actor, at: datetime, instrument: str) -> None:
    before = sheet_of(record.earlier) if record.earlier else None
    sheet = begin_sheet(
        actor=actor,
        subject=record,
        serves=KIND,
        instrument_code=instrument,
        version=str(newest(instrument).head.version),
        title=record.title,
        at=at,
        earlier=before,
    )
    if before is not None:
        copy_answers(actor=actor, record=sheet, source=before, at=at)
