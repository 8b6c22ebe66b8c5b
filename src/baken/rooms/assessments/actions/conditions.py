"""What becomes of the conditions that experts attach to a positive review: who meets them, by when, how."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from baken.core.access import Actor
from baken.core.workflow.advance import Change
from baken.core.workflow.errors import FieldsRefused
from baken.rooms.assessments.models import Assessment, AssessmentCondition, AssessmentReview
from baken.rooms.assessments.queries.parts import condition_part
from baken.rooms.assessments.queries.reviews import owners_to_choose, untold_of
from baken.rooms.assessments.queries.terms import day_of
from baken.rooms.assessments.rules import LAPSED, MET, OPEN, conditions_in, term_problem
from baken.rooms.assessments.texts import PROBLEMS

Fields = Mapping[str, Any]


def fresh_conditions(record: Assessment, review: AssessmentReview) -> dict[str, Any]:
    """Keep each condition of a review; whoever began the assessment meets it until another is named.

    Returns what the history vouches for. Source: domain reference, instruments, section 6.
    """
    before = AssessmentCondition.objects.of(record).count()
    rows = [
        AssessmentCondition(
            record=record,
            nth=nth,
            scope=review.scope,
            text=text,
            asked_by=review.by,
            latest_on=review.conditions_due_on,
            owner=record.begun_by,
            due_on=review.conditions_due_on,
        )
        for nth, text in enumerate(conditions_in(review.conditions), start=before + 1)
    ]
    AssessmentCondition.objects.bulk_create(rows)
    return _vouched(rows)


def lapsed_conditions(record: Assessment, scope: str) -> dict[str, Any]:
    """What was asked in a field and not met lapses when it is reviewed anew: the new review counts."""
    rows = list(AssessmentCondition.objects.of(record).filter(scope=scope, standing=OPEN))
    for row in rows:
        row.standing = LAPSED
        row.save(update_fields=["standing"])
    return _vouched(rows)


def condition_given(record: Assessment, actor: Actor, at: datetime, fields: Fields) -> Change:
    """Somebody who makes assessments there meets it, by a day that the expert would agree to."""
    row = _open_one(record, fields["condition"])
    row.owner = _owner(record, fields["owner"], at)
    if due_on := fields.get("due_on"):
        problem = term_problem(due_on, today=day_of(record, at), latest=row.latest_on)
        if problem:
            field, text = PROBLEMS[problem]
            raise FieldsRefused({field: str(text)})
        row.due_on, row.told_at = due_on, None
    row.save(update_fields=["owner", "due_on", "told_at"])
    return _told(row)


def condition_met(record: Assessment, actor: Actor, at: datetime, fields: Fields) -> Change:
    """How a condition was met; the expert who asked it is told."""
    row = _open_one(record, fields["condition"])
    row.standing, row.how = MET, fields["text"]
    row.noted_at, row.noted_by, row.post = at, actor.person, actor.post
    row.save(update_fields=["standing", "how", "noted_at", "noted_by", "post"])
    return _told(row, told=row.how)


def conditions_passed(record: Assessment, actor: Actor, at: datetime, fields: Fields) -> Change:
    """The term of conditions passed: it is told once, to who meets them and to the head of the unit."""
    rows = untold_of(record, day_of(record, at))
    for row in rows:
        row.told_at = at

    def then(_fresh: Assessment) -> None:  # not before: the step asks whether one is untold
        AssessmentCondition.objects.of(record).bulk_update(rows, ["told_at"])

    numbers = {"conditions": [row.nth for row in rows]}
    return Change(facts=numbers, parts=_vouched(rows), news=numbers, then=then)


def _told(row: AssessmentCondition, **words: str) -> Change:
    numbers = {"conditions": [row.nth]}
    return Change(facts=numbers, words=words, parts=condition_part(row), news=numbers)


def _open_one(record: Assessment, number: int) -> AssessmentCondition:
    rows = AssessmentCondition.objects.of(record).filter(standing=OPEN)
    row: AssessmentCondition | None = next((one for one in rows if one.nth == number), None)
    if row is None:
        raise FieldsRefused({"condition": _("This condition is not open here.")})
    return row


def _owner(record: Assessment, wanted: str, at: datetime) -> uuid.UUID:
    """The person meant by an id or a name. Raises FieldsRefused for who makes no assessments there."""
    for person, name in owners_to_choose(record, at).items():
        if wanted in (person, name):
            return uuid.UUID(person)
    raise FieldsRefused({"owner": _("This person makes no assessments of this unit.")})


def _vouched(rows: list[AssessmentCondition]) -> dict[str, Any]:
    return {key: value for row in rows for key, value in condition_part(row).items()}
