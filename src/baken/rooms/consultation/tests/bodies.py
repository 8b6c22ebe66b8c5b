"""A consultation of the company about a risk, to the council of the battalion, and who takes part."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from baken.conftest import Cast
from baken.core.workflow.errors import FieldsRefused, StepRefused
from baken.rooms.consultation.actions import take_consultation_step
from baken.rooms.consultation.models import Consultation, ConsultationCondition
from baken.rooms.consultation.tests.factories import make_council, make_draft

REPLY = {"reply": "adopted_in_part", "reasons": "De helft kan meteen."}
WITH_CONDITIONS = {
    "outcome": "positive_with_conditions",
    "answer": "Mits de mensen tijd krijgen.",
    "conditions": "Een week inwerktijd\nRuimere pauzes",
}


def councillor(cast: Cast, name: str = "councillor", unit: str = "BATTALION") -> Any:
    """A member of the council of a unit, once."""
    if name not in cast.members:
        cast.add(name, ("council_member", unit, None))
    return cast.members[name].actor


def drafted(cast: Cast, **fields: Any) -> Consultation:
    """A draft of the commander of the battalion to its council."""
    councillor(cast)
    make_council(cast.battalion)
    return make_draft(actor=cast.commander.actor, unit=cast.battalion, at=cast.at, **fields)


def take(record: Consultation, step: str, actor: Any, at: datetime, **fields: Any) -> Consultation:
    """The consultation after a step."""
    return take_consultation_step(actor=actor, record=record, step=step, at=at, fields=fields)


def asked(cast: Cast, **fields: Any) -> Consultation:
    """A consultation that was asked."""
    return take(drafted(cast, **fields), "ask", cast.commander.actor, cast.at)


def answered(cast: Cast, *, outcome: str = "negative", **fields: Any) -> Consultation:
    """A consultation that the council answered."""
    said = {"outcome": outcome, "answer": "Daarom."}
    if outcome == "positive_with_conditions":
        said = WITH_CONDITIONS
    return take(asked(cast, **fields), "answer", councillor(cast), cast.at, **said)


def conditions_of(record: Consultation) -> list[ConsultationCondition]:
    """The conditions, in their order."""
    return list(ConsultationCondition.objects.of(record).order_by("nth"))


def later(cast: Cast, days: int) -> datetime:
    """So many days after the fixed moment."""
    return cast.at + timedelta(days=days)


def refusal_of(
    record: Consultation, step: str, actor: Any, at: datetime, **fields: Any
) -> list[str]:
    """The codes of the refusals of a step, or the fields that were refused; nothing is written."""
    before = record.steps.model.objects.of(record).count()
    try:
        take(record, step, actor, at, **fields)
    except StepRefused as refused:
        found = [one.code for one in refused.refusals]
    except FieldsRefused as refused:
        found = sorted(refused.errors)
    else:
        found = []
    if found:
        assert record.steps.model.objects.of(record).count() == before
    return found
