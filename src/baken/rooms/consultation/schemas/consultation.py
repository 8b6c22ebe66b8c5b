"""A consultation as the API takes it in and gives it out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, Field

from baken.core.access import Actor
from baken.core.api.schemas import Body
from baken.core.workflow.fields import LONGEST_TEXT
from baken.rooms.consultation.models import Consultation, ConsultationCondition
from baken.rooms.consultation.queries.bodies import body_names, councils_by_code
from baken.rooms.consultation.queries.exports import conditions_by_record
from baken.rooms.consultation.queries.subjects import subjects_of
from baken.rooms.consultation.rules import consent_of
from baken.rooms.org.queries import tree

Line = Annotated[str, Field(max_length=200)]


class ConsultationBody(Body):
    """A draft: about which record, for which unit, what is asked of whom, and by when."""

    unit: str = Field(max_length=40, description="Code of the unit that asks.")
    subject_kind: str = Field(max_length=20, description="Kind of record, such as `risk`.")
    subject: str = Field(max_length=40, description="Reference or UUID of a record that you read.")
    title: Line
    question: str = Field(max_length=LONGEST_TEXT)
    kind: str = Field(max_length=20, description="`advice` or `consent`.")
    council: str = Field("", max_length=20, description="Code of a council; or else a unit.")
    body_unit: str = Field("", max_length=40, description="Code of a unit: its head answers.")
    due_on: date = Field(description="The last day on which the body answers in time.")

    def described(self) -> dict[str, Any]:
        """What describes the consultation, as the action wants it."""
        told = self.model_dump(exclude={"unit", "subject_kind", "subject"})
        return told | {"due_on": self.due_on.isoformat()}


class ConsultationConditionOut(BaseModel):
    """A condition that the body attached to its yes."""

    nth: int
    text: str
    standing: str = Field(description="`open`, `met` or `not_met`.")
    how: str
    noted_at: datetime | None
    noted_by_post: str


class ConsultationOut(BaseModel):
    """A consultation."""

    id: UUID
    ref: str
    title: str
    question: str
    kind: str = Field(description="`advice` or `consent`.")
    unit: str = Field(description="Code of the unit that asks.")
    body: str = Field(description="`council` or `unit`.")
    body_unit: str = Field(description="Code of the unit of the body.")
    council: str | None = Field(description="Code of the council, when one is asked.")
    body_name: str
    subject_kind: str
    subject: str | None = Field(description="Reference of the record; null if you may not read it.")
    confidentiality: str
    state: str
    due_on: date
    proposed_on: date | None = Field(description="A later last day that the body asked for.")
    extended_from: date | None = Field(description="The last day before it was extended.")
    drafted_at: datetime
    asked_at: datetime | None
    passed_at: datetime | None = Field(description="When both sides heard that the term passed.")
    outcome: str | None = Field(
        description="`positive`, `positive_with_conditions`, `negative` or `no_response`."
    )
    answer: str
    answered_at: datetime | None
    conditions: list[ConsultationConditionOut]
    consent: str | None = Field(
        description="Of a request for consent: `waiting`, `given`, `given_with_conditions` or"
        " `not_given`."
    )
    reply: str | None = Field(description="`adopted`, `adopted_in_part` or `not_adopted`.")
    reasons: str
    replied_at: datetime | None
    closed_at: datetime | None


class ConsultationPage(BaseModel):
    """Consultations, newest first."""

    items: list[ConsultationOut]
    next: str | None


_PLAIN = (
    *("id", "ref", "title", "question", "kind", "body", "subject_kind", "state", "due_on"),
    *("proposed_on", "extended_from", "drafted_at", "asked_at", "passed_at", "answer"),
    *("answered_at", "reasons", "replied_at", "closed_at"),
)


def consultations_out(actor: Actor, found: Sequence[Consultation]) -> list[ConsultationOut]:
    """Consultations as the caller may see them; a fixed number of queries however many there are."""
    here, kept = tree(), list(found)
    names, about, rows = body_names(kept), subjects_of(actor, kept), conditions_by_record(kept)
    councils = {one.id: code for code, one in councils_by_code().items()}
    return [
        ConsultationOut(
            **{name: getattr(one, name) for name in _PLAIN},
            unit=here.by_id[one.unit_id].code,
            body_unit=here.by_id[one.body_unit_id].code,
            council=councils[one.council_id] if one.council_id else None,
            body_name=names[one.pk],
            subject=about[one.pk].ref if one.pk in about else None,
            confidentiality=one.get_confidentiality_display(),
            outcome=one.outcome or None,
            consent=consent_of(one.kind, one.outcome) or None,
            reply=one.reply or None,
            conditions=[_condition(row) for row in rows[one.pk]],
        )
        for one in kept
    ]


def _condition(row: ConsultationCondition) -> ConsultationConditionOut:
    return ConsultationConditionOut(
        nth=row.nth,
        text=row.text,
        standing=row.standing,
        how=row.how,
        noted_at=row.noted_at,
        noted_by_post=row.post,
    )
