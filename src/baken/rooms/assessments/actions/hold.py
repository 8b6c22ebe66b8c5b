"""What happens to an assessment that holds: signed, looked at again, revised, replaced, expired."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from baken.core.access import Actor, system_actor
from baken.core.workflow.advance import Change, advance, locked
from baken.rooms.assessments.actions.begin_assessment import begin_assessment
from baken.rooms.assessments.models import Assessment
from baken.rooms.assessments.queries.sheet import newest_version, sheet_of
from baken.rooms.assessments.queries.terms import day_of
from baken.rooms.assessments.rules import HOLDING, months_later, next_review, why_due
from baken.rooms.org.queries import tree
from baken.rooms.sheets.actions import freeze_sheet, withdraw_sheet
from baken.rooms.sheets.queries.filled import definition_of

Fields = Mapping[str, Any]
MAX_MONTHS, REVIEW_MONTHS = (
    48,
    12,
)  # where an instrument does not say. Source: instruments, section 1


def signed(record: Assessment, actor: Actor, at: datetime, fields: Fields) -> Change:
    """In force from now on: the sheet is frozen, everybody in the unit may read it, the terms run.

    The one it replaces holds no more. Source: domain reference, instruments, section 2.
    """
    day = day_of(record, at)
    held = definition_of(sheet_of(record)).head.validity
    valid_until = months_later(day, held.max_months or MAX_MONTHS)
    review_on = next_review(day, held.review_months or REVIEW_MONTHS, valid_until)
    values = {
        "in_force_at": at,
        "kept_at": None,
        "decided_by": actor.person,
        "decided_post": actor.post,
        "valid_until": valid_until,
        "review_on": review_on,
        "reason": "",
        "reason_text": "",
    }

    def then(fresh: Assessment) -> None:
        freeze_sheet(actor=system_actor("assessments"), record=sheet_of(fresh), at=at)
        if fresh.earlier_id is not None:
            _replace(fresh.earlier_id, at)

    told = {"valid_until": valid_until.isoformat(), "review_on": review_on.isoformat()}
    return Change(values=values, facts=told, then=then)


def _replace(number: int, at: datetime) -> None:
    """Let the assessment that was replaced hold no more, unless it ended before."""
    rows = Assessment.objects.for_system(reason="advance")
    before: Assessment = locked(rows.get(pk=number))
    if before.state in (*HOLDING, "expired"):
        change = Change(values={"ended_at": at, "review_on": None, "touched_at": at})
        advance(
            record=before, step="supersede", actor=system_actor("assessments"), at=at, change=change
        )


def _give_back(number: int, at: datetime) -> None:
    """What was being revised holds as before, now that its new version is not made any more."""
    rows = Assessment.objects.for_system(reason="advance")
    before: Assessment = locked(rows.get(pk=number))
    if before.state == "under_revision":
        system = system_actor("assessments")
        change = replace(revision_ended(before, system, at, {}), values={"touched_at": at})
        advance(record=before, step="end_revision", actor=system, at=at, change=change)


def change_noted(record: Assessment, actor: Actor, at: datetime, fields: Fields) -> Change:
    """Something changed by which it must be looked at again."""
    values = {"reason": fields["why"], "reason_text": fields["text"]}
    return Change(values=values, facts={"why": fields["why"]}, words={"told": fields["text"]})


def called(record: Assessment, actor: Actor, at: datetime, fields: Fields) -> Change:
    """The term to look at it again has come, or something happened that asks for it."""
    why = fields.get("why") or why_due(day_of(record, at), record.valid_until)
    told = {"version": newest_version(record)} if why == "instrument" else {}
    return Change(values={"reason": why}, facts={"why": why, **told})


def confirmed(record: Assessment, actor: Actor, at: datetime, fields: Fields) -> Change:
    """It was looked at again and still holds, until the next time; its last day stays."""
    held = definition_of(sheet_of(record)).head.validity
    day, months = day_of(record, at), held.review_months or REVIEW_MONTHS
    review_on = next_review(day, months, record.valid_until or months_later(day, MAX_MONTHS))
    values = {"reason": "", "reason_text": "", "review_on": review_on}
    return Change(values=values, words={"reason": fields["reason"]})


def revised(record: Assessment, actor: Actor, at: datetime, fields: Fields) -> Change:
    """A new version begins with the answers of this one, which holds until the new one does."""

    def then(fresh: Assessment) -> None:
        begin_assessment(
            actor=actor,
            unit=tree().by_id[fresh.unit_id],
            fields={
                "title": fresh.title,
                "scope": fresh.scope,
                "headcount": fresh.headcount,
                "instrument": sheet_of(fresh).instrument,
            },
            at=at,
            earlier=fresh,
            confidentiality=fresh.confidentiality,
        )

    return Change(then=then)


def revision_ended(record: Assessment, actor: Actor, at: datetime, fields: Fields) -> Change:
    """Its new version was withdrawn: it holds as it did, or must still be looked at again."""
    return Change(state="review_due" if record.reason else "in_force")


def superseded(record: Assessment, actor: Actor, at: datetime, fields: Fields) -> Change:
    """A new version came in its place."""
    return Change(values={"ended_at": at, "review_on": None})


def expired(record: Assessment, actor: Actor, at: datetime, fields: Fields) -> Change:
    """Its last day is over; it stays readable, marked as expired."""
    return Change(values={"review_on": None})


def withdrawn(record: Assessment, actor: Actor, at: datetime, fields: Fields) -> Change:
    """It is not made any more; its sheet is not filled in any more."""

    def then(fresh: Assessment) -> None:
        sheet = sheet_of(fresh)
        system = system_actor("assessments")
        withdraw_sheet(actor=system, record=sheet, reason=fields["reason"], at=at)
        if fresh.earlier_id is not None:
            _give_back(fresh.earlier_id, at)

    return Change(values={"ended_at": at}, words={"reason": fields["reason"]}, then=then)
