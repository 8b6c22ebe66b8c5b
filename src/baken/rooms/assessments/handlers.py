"""What assessments do at news: open further inventories, call for a review, tell people."""

from __future__ import annotations

import logging
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from baken.core.access import system_actor
from baken.core.links.registry import ties_of
from baken.core.workflow.errors import StepRefused
from baken.rooms.assessments.actions import open_follow_ups, take_assessment_step
from baken.rooms.assessments.models import Assessment, AssessmentFinding
from baken.rooms.notices.actions import notify
from baken.rooms.notices.queries import declare_notice
from baken.rooms.org.queries import nearest_holders, own_key_of, tree
from baken.rooms.register.queries.origins import RISK_TABLE
from baken.rooms.reports.queries.weights import weight_of_occurrence
from baken.rooms.sheets.queries.subjects import FILLED_IN

log = logging.getLogger(__name__)
PAGE = Assessment.page_name
# By these an occurrence gets its potential severity; whatever else happens to it weighs nothing anew.
WEIGHED = ("reports.occurrence.triaged", "classify", "raise")
GRAVE = 4  # the potential severity from which an occurrence calls for a review
ROLES = {
    "team": ("arbo_coordinator", "prevention_officer", "commander"),
    "head": ("commander",),
    "experts": ("core_expert",),
    "unit": ("commander", "prevention_officer"),
}
_TOLD = {
    "end_inventory": _("The inventory of RI&E %(ref)s is done."),
    "end_plan": _("The plan of RI&E %(ref)s is done. Ask the employee council."),
    "end_consultation": _("RI&E %(ref)s waits for the review of experts."),
    "review": _("RI&E %(ref)s was reviewed."),
    "send_back": _("RI&E %(ref)s was sent back."),
    "approve": _("RI&E %(ref)s is approved and waits for your signature."),
    "sign": _("RI&E %(ref)s is in force."),
    "note_change": _("RI&E %(ref)s must be looked at again: something changed."),
    "call_for_review": _("RI&E %(ref)s must be looked at again."),
    "expire": _("RI&E %(ref)s expired. Make a new version."),
}
CODES = {
    step: declare_notice(f"assessments.stepped.{step}", text, PAGE, by_mail="reference")
    for step, text in _TOLD.items()
}


def tell_about_assessment(event: Any, at: datetime) -> None:
    """Tell those who have something to do, or who want to know that it holds; safe to repeat."""
    rows: Any = Assessment.objects.for_system(reason="deliver").filter(pk=event.record)
    record, step = rows.first(), event.payload["step"]
    audience = event.payload.get("notice")
    if record is None or not audience or step not in CODES:
        return
    unit = tree().by_id[record.unit_id]
    people = {one.person for one in nearest_holders(roles=ROLES[audience], unit=unit, at=at)}
    if audience == "team" and record.begun_by:
        people.add(record.begun_by)
    keys = sorted({own_key_of(one) for one in people})
    notify(to_keys=keys, code=CODES[step], record=record, at=event.at)


def follow_sheet(event: Any, at: datetime) -> None:
    """Open the further inventories that new answers ask for, each once; safe to repeat."""
    for number in _assessments_on(event.table, event.record):
        rows: Any = Assessment.objects.for_system(reason="deliver").filter(pk=number)
        record = rows.first()
        if record is not None:
            open_follow_ups(actor=system_actor("assessments"), record=record, at=at)


def _assessments_on(table: str, number: int) -> list[int]:
    """The row numbers of the assessments that are filled in on a sheet."""
    here = Assessment._meta.label_lower
    return [
        source
        for source_table, source, relation, _table, _target in ties_of({table: [number]})
        if source_table == here and relation == FILLED_IN
    ]


def call_after_occurrence(event: Any, at: datetime) -> None:
    """An occurrence that could have killed or maimed calls for a review of what holds in its unit.

    Source: domain reference, instruments, section 2 (re-assessment triggers).
    """
    weight = weight_of_occurrence(event.record) if event.payload["step"] in WEIGHED else None
    if weight is None or (weight.potential_severity or 0) < GRAVE:
        return
    line = [one.id for one in tree().line_up(tree().by_id[weight.unit])]
    rows: Any = Assessment.objects.for_system(reason="deliver").filter(
        state="in_force", unit__in=line
    )
    for record in rows:
        _call(record, "occurrence", at)


def call_after_measure(event: Any, at: datetime) -> None:
    """A measure that turned out not to work calls for a review of the assessment whose finding it serves."""
    if event.payload.get("effect") != "ineffective":
        return
    risks = [number for table, number in event.payload.get("serves", ()) if table == RISK_TABLE]
    rows: Any = AssessmentFinding.objects.for_system(reason="deliver").filter(risk_number__in=risks)
    for number in set(rows.values_list("record", flat=True)):
        found: Any = Assessment.objects.for_system(reason="deliver").filter(
            pk=number, state="in_force"
        )
        record = found.first()
        if record is not None:
            _call(record, "measure", at)


def _call(record: Assessment, reason: str, at: datetime) -> None:
    actor, told = system_actor("assessments"), {"why": reason}
    try:
        take_assessment_step(actor=actor, record=record, step="call_for_review", at=at, fields=told)
    except StepRefused:
        log.info("%s was called for a review already", record.ref)
