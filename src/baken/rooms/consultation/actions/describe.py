"""What describes a consultation, out of the fields of a draft or a revision."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from baken.core.workflow.errors import FieldsRefused
from baken.rooms.consultation.queries.bodies import councils_by_code
from baken.rooms.consultation.queries.terms import day_at, end_of_day, terms
from baken.rooms.consultation.rules import COUNCIL, UNIT, body_problem, term_problem
from baken.rooms.consultation.texts import PROBLEMS
from baken.rooms.org.queries import UnitView, tree
from baken.rooms.org.queries.heirs import why_gone

SEALED = ("title", "question", "answer", "reasons")


def described(fields: Mapping[str, Any], unit: UnitView, at: datetime) -> dict[str, Any]:
    """The values of a consultation that ``unit`` asks: what, of whom, and by when.

    Raises FieldsRefused with a message per field, for a unit that asks itself among them.
    """
    council, body_unit = fields.get("council", ""), fields.get("body_unit", "")
    if problem := body_problem(council=bool(council), unit=bool(body_unit)):
        raise refused(problem)
    body = _council(council) if council else _unit(body_unit, unit)
    due_on: date = fields["due_on"]
    today = day_at(body["body_unit_id"], at)
    if problem := term_problem(due_on, today, terms().shortest):
        raise refused(problem, days=terms().shortest)
    return {
        "title": fields["title"],
        "question": fields["question"],
        "kind": fields["kind"],
        "due_on": due_on,
        "due_at": end_of_day(body["body_unit_id"], due_on),
        **body,
    }


def refused(problem: str, **told: Any) -> FieldsRefused:
    """A refusal at the field that a problem is about."""
    field, text = PROBLEMS[problem]
    return FieldsRefused({field: str(text) % told if told else str(text)})


def _council(code: str) -> dict[str, Any]:
    found = councils_by_code()[code]
    if gone := why_gone(tree().by_id[found.unit]):
        raise FieldsRefused({"council": gone})
    return {"body": COUNCIL, "council_id": found.id, "body_unit_id": found.unit}


def _unit(code: str, asking: UnitView) -> dict[str, Any]:
    found = tree().find(code)
    if found is None:
        raise FieldsRefused({"body_unit": _("There is no unit with this code.")})
    if gone := why_gone(found):
        raise FieldsRefused({"body_unit": gone})
    if found.id == asking.id:
        raise FieldsRefused({"body_unit": _("A unit does not ask itself.")})
    return {"body": UNIT, "council_id": None, "body_unit_id": found.id}
