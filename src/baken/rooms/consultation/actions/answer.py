"""What a body answers, what is done with it, and what became of its conditions."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from baken.core.access import Actor
from baken.core.workflow.advance import Change
from baken.core.workflow.errors import FieldsRefused
from baken.rooms.consultation.actions.describe import SEALED, refused
from baken.rooms.consultation.models import Consultation, ConsultationCondition
from baken.rooms.consultation.queries.facts import conditions_of
from baken.rooms.consultation.queries.parts import condition_part
from baken.rooms.consultation.queries.terms import reply_due
from baken.rooms.consultation.rules import OPEN, conditions_in, conditions_problem

Fields = Mapping[str, Any]
_NOTED = ("standing", "how", "noted_at", "noted_by", "post")


def answered(record: Consultation, actor: Actor, at: datetime, fields: Fields) -> Change:
    """The answer of the body, with its conditions; a late one counts. More time is not asked any more."""
    outcome = fields["outcome"]
    texts = conditions_in(fields.get("conditions", ""))
    if problem := conditions_problem(outcome, texts):
        raise refused(problem)
    rows = [
        ConsultationCondition(record=record, nth=nth, text=text)
        for nth, text in enumerate(texts, start=1)
    ]
    ConsultationCondition.objects.bulk_create(rows)
    parts = {key: value for row in rows for key, value in condition_part(row).items()}
    return Change(
        values={
            "outcome": outcome,
            "answer": fields["answer"],
            "answered_at": at,
            "proposed_on": None,
            "due_at": reply_due(record.unit_id, at),
        },
        facts={"outcome": outcome, "conditions": len(rows)},
        words={"answer": fields["answer"]},
        seal=SEALED,
        parts=parts,
    )


def replied(record: Consultation, actor: Actor, at: datetime, fields: Fields) -> Change:
    """What the side that asked does with the answer, and why."""
    values = {"reply": fields["reply"], "reasons": fields["reasons"], "replied_at": at}
    return Change(
        values=values,
        facts={"reply": fields["reply"]},
        words={"reasons": fields["reasons"]},
        seal=SEALED,
    )


def noted(record: Consultation, actor: Actor, at: datetime, fields: Fields) -> Change:
    """Whether one condition was met, by whom it was noted and how. Each is noted once.

    It is stored once the step stands: until then the guard of the step counts it as open.
    """
    row = _condition(record, fields["condition"])
    row.standing, row.how = fields["standing"], fields["how"]
    row.noted_at, row.noted_by, row.post = at, actor.person, actor.post
    return Change(
        facts={"condition": row.nth, "standing": row.standing},
        words={"how": row.how},
        parts=condition_part(row),
        then=lambda _record: row.save(update_fields=_NOTED),
    )


def _condition(record: Consultation, nth: int) -> ConsultationCondition:
    for row in conditions_of(record):
        if row.nth == nth:
            if row.standing != OPEN:
                raise FieldsRefused({"condition": _("Of this condition it was noted already.")})
            return row
    raise FieldsRefused({"condition": _("There is no condition with this number.")})
