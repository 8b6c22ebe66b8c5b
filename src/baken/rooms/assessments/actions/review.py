"""What a certified expert judges of an assessment."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from baken.core.access import Actor
from baken.core.workflow.advance import Change
from baken.core.workflow.errors import FieldsRefused
from baken.rooms.assessments.actions.conditions import fresh_conditions, lapsed_conditions
from baken.rooms.assessments.models import Assessment, AssessmentReview
from baken.rooms.assessments.queries.parts import review_part
from baken.rooms.assessments.queries.reviews import certificate_for
from baken.rooms.assessments.queries.terms import day_of
from baken.rooms.assessments.rules import conditions_problem
from baken.rooms.assessments.texts import CRITERIA, PROBLEMS

Fields = Mapping[str, Any]


def reviewed(record: Assessment, actor: Actor, at: datetime, fields: Fields) -> Change:
    """One review, by a certificate for that field that is valid on the day; the newest of a field counts.

    Source: Working Conditions Act 14; domain reference, instruments, section 16, test 9.
    """
    scope, day = fields["scope"], day_of(record, at)
    certificate = certificate_for(actor, scope, day)
    if certificate is None or actor.person is None:
        told = _("You hold no certificate for this field that is valid today.")
        raise FieldsRefused({"scope": told})
    conditions = fields.get("conditions", "")
    problem = conditions_problem(fields["outcome"], conditions, fields.get("conditions_due_on"))
    if problem:
        field, text = PROBLEMS[problem]
        raise FieldsRefused({field: str(text)})
    row = AssessmentReview(
        record=record,
        scope=scope,
        criteria={
            code: {"verdict": fields[code], "evidence": fields[f"{code}_evidence"]}
            for code in CRITERIA
        },
        outcome=fields["outcome"],
        conditions=conditions,
        conditions_due_on=fields.get("conditions_due_on"),
        certificate=certificate.number,
        certificate_code=certificate.code,
        certificate_until=certificate.valid_until,
        reviewed_on=day,
        at=at,
        by=actor.person,
        post=actor.post,
    )
    lapsed = lapsed_conditions(record, scope)
    return Change(
        facts={"scope": scope, "outcome": row.outcome},
        words={"conditions": conditions},
        parts=review_part(row) | lapsed | fresh_conditions(record, row),
        then=lambda _record: row.save(force_insert=True),
    )
