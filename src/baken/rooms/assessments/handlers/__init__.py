"""What assessments do at news: open further inventories, call for a review, tell people."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from baken.core.access import system_actor
from baken.core.links.registry import ties_of
from baken.rooms.assessments.actions import open_follow_ups
from baken.rooms.assessments.handlers.calling import call
from baken.rooms.assessments.models import Assessment, AssessmentCondition, AssessmentFinding
from baken.rooms.notices.actions import notify
from baken.rooms.notices.queries import declare_notice
from baken.rooms.org.queries import nearest_holders, own_key_of, tree
from baken.rooms.register.queries.origins import RISK_TABLE
from baken.rooms.reports.queries.weights import weight_of_occurrence
from baken.rooms.sheets.queries.subjects import FILLED_IN

PAGE = Assessment.page_name
# By these an occurrence gets its potential severity; whatever else happens to it weighs nothing anew.
WEIGHED = ("reports.occurrence.triaged", "classify", "raise")
GRAVE = 4  # the potential severity from which an occurrence calls for a review
ROLES = {
    "team": ("arbo_coordinator", "prevention_officer", "commander"),
    "head": ("commander",),
    "experts": ("core_expert",),
    "unit": ("commander", "prevention_officer"),
    "late_conditions": ("commander",),
}
# Whom of a condition a step concerns: who asked it, or who meets it.
CONCERNS = {
    "reviewer": "asked_by",
    "condition_owner": "owner",
    "late_conditions": "owner",
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
    "end_revision": _("The new version of RI&E %(ref)s was withdrawn: it holds as it did."),
    "assign_condition": _("You meet a condition of the review of RI&E %(ref)s."),
    "meet_condition": _("A condition of your review of RI&E %(ref)s was met."),
    "pass_conditions": _("A condition of the review of RI&E %(ref)s is overdue."),
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
    people = _people_of(record, audience, event.payload, at)
    keys = sorted({own_key_of(one) for one in people})
    notify(to_keys=keys, code=CODES[step], record=record, at=event.at)


def _people_of(
    record: Assessment, audience: str, payload: Mapping[str, Any], at: datetime
) -> set[UUID]:
    """Whom a step is told: who holds a role there, or who has to do with the conditions it names."""
    unit = tree().by_id[record.unit_id]
    roles = ROLES.get(audience, ())
    people = {one.person for one in nearest_holders(roles=roles, unit=unit, at=at)}
    if audience == "team" and record.begun_by:
        people.add(record.begun_by)
    if audience in CONCERNS:
        rows = AssessmentCondition.objects.of(record).filter(nth__in=payload["conditions"])
        people |= set(rows.values_list(CONCERNS[audience], flat=True)) - {None}
    return people


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
        call(record, "occurrence", at)


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
            call(record, "measure", at)
