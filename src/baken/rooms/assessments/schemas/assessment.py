"""An assessment as the API takes it in and gives it out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel, Field

from baken.core.access import Actor
from baken.core.api.schemas import Body
from baken.core.workflow.fields import LONGEST_TEXT
from baken.rooms.assessments.models import Assessment
from baken.rooms.assessments.queries.hints import hints_of
from baken.rooms.assessments.queries.shown import Inside, inside_of, needed_scopes
from baken.rooms.assessments.texts import hint_in_words
from baken.rooms.org.queries import tree


class AssessmentBody(Body):
    """A new assessment."""

    unit: str = Field(max_length=40, description="Code of the unit.")
    title: str = Field(max_length=200)
    scope: str = Field(max_length=LONGEST_TEXT, description="What it is about. No names.")
    headcount: int = Field(ge=1, le=10**6)
    instrument: str = Field(max_length=40, description="Code of an RI&E instrument.")

    def described(self) -> dict[str, Any]:
        """What describes the assessment, as the action wants it."""
        return self.model_dump(exclude={"unit"})


class AssessmentOut(BaseModel):
    """An assessment."""

    id: UUID
    ref: str
    kind: str
    title: str
    scope: str
    headcount: int
    unit: str = Field(description="Code of the unit.")
    confidentiality: str
    state: str
    begun_at: datetime
    in_force_at: datetime | None
    valid_until: date | None
    review_on: date | None
    reason: str = Field(
        description="Why it must be looked at again; empty when nothing asks for it."
    )
    decided_post: str
    scopes: list[str] = Field(description="Fields of review that were chosen besides those needed.")
    ended_at: datetime | None


class AssessmentPage(BaseModel):
    """Assessments, newest first."""

    items: list[AssessmentOut]
    next: str | None


class BasisOut(BaseModel):
    """Something it rests on (`input`) or covers (`group`)."""

    sort: str
    code: str
    standing: str = Field(description="`open`, `settled` or `left_out`.")
    text: str


class PlanLineOut(BaseModel):
    """What everybody whom a plan covers reads of a measure in it."""

    title: str
    state: str
    due_on: date | None


class FindingOut(BaseModel):
    """A finding: the answer that brought it, and the risk it became."""

    key: str
    repetition: str
    title: str
    risk_class: str
    risk: str = Field(description="Reference of the risk in the register.")
    measures: list[str] = Field(description="References of the measures that you read.")
    plan: list[PlanLineOut] = Field(
        description="What else the plan in force holds: measures that you do not read themselves."
    )


class ReviewOut(BaseModel):
    """What one certified expert judged."""

    scope: str
    outcome: str
    criteria: dict[str, dict[str, str]]
    conditions: str
    conditions_due_on: date | None
    reviewed_on: date
    post: str


class ReviewConditionOut(BaseModel):
    """A condition of a review, by when it is met, and how it was."""

    number: int
    scope: str
    text: str
    due_on: date
    standing: str = Field(
        description="`open`, `met`, or `lapsed` when the field was reviewed anew."
    )
    how: str


class HintOut(BaseModel):
    """Where who reviews or signs it may look closer. It refuses nothing and is not kept."""

    code: str
    text: str
    found: int
    of: int


class AssessmentFollowUpOut(BaseModel):
    """A further inventory that answers ask for."""

    instrument: str
    due_on: date
    standing: str
    text: str


class WholeAssessmentOut(AssessmentOut):
    """An assessment with everything that belongs to it."""

    sheet: str = Field(description="Reference of the sheet on which it is filled in.")
    earlier: str | None = Field(description="Reference of the one it replaces, when you read it.")
    basis: list[BasisOut]
    findings: list[FindingOut]
    reviews: list[ReviewOut]
    reviews_needed: list[str]
    conditions: list[ReviewConditionOut]
    hints: list[HintOut] = Field(
        description="For who reviews or signs it, while they do; empty for everybody else."
    )
    follow_ups: list[AssessmentFollowUpOut]


_OF_REVIEW = (
    *("scope", "outcome", "criteria", "conditions", "conditions_due_on", "reviewed_on", "post"),
)
_OF_CONDITION = ("scope", "text", "due_on", "standing", "how")
_PLAIN = (
    *("id", "ref", "kind", "title", "scope", "headcount", "state", "begun_at", "in_force_at"),
    *("valid_until", "review_on", "reason", "decided_post", "scopes", "ended_at"),
)


def assessments_out(found: Sequence[Assessment]) -> list[AssessmentOut]:
    """Assessments as the caller may see them."""
    return [AssessmentOut(**_plain(one)) for one in found]


def whole_out(actor: Actor, record: Assessment, at: datetime) -> WholeAssessmentOut:
    """One assessment with everything that belongs to it."""
    inside = inside_of(actor, record)
    return WholeAssessmentOut(
        **_plain(record),
        sheet=inside.sheet.ref,
        earlier=_earlier(actor, record),
        basis=[
            BasisOut(sort=one.sort, code=one.code, standing=one.standing, text=one.text)
            for one in inside.basis
        ],
        findings=_findings(inside),
        reviews=[
            ReviewOut(**{name: getattr(one, name) for name in _OF_REVIEW}) for one in inside.reviews
        ],
        reviews_needed=sorted(needed_scopes(record, inside)),
        conditions=[
            ReviewConditionOut(
                number=one.nth, **{name: getattr(one, name) for name in _OF_CONDITION}
            )
            for one in inside.conditions
        ],
        hints=[
            HintOut(code=one.code, text=hint_in_words(one), found=one.found, of=one.of)
            for one in hints_of(actor, record, inside, at)
        ],
        follow_ups=[
            AssessmentFollowUpOut(
                instrument=one.instrument, due_on=one.due_on, standing=one.standing, text=one.text
            )
            for one in inside.follow_ups
        ],
    )


def _plain(one: Assessment) -> dict[str, Any]:
    told = {name: getattr(one, name) for name in _PLAIN}
    unit = tree().by_id[one.unit_id].code
    return {**told, "unit": unit, "confidentiality": one.get_confidentiality_display()}


def _findings(inside: Inside) -> list[FindingOut]:
    return [
        FindingOut(
            key=one.key,
            repetition=one.repetition,
            title=one.title,
            risk_class=one.common,
            risk=one.risk_ref,
            measures=[m.ref for m in inside.measures.get(one.risk_number, ())],
            plan=[
                PlanLineOut(title=m.title, state=m.state, due_on=m.due_on)
                for m in inside.plan.get(one.risk_number, ())
            ],
        )
        for one in inside.findings
    ]


def _earlier(actor: Actor, record: Assessment) -> str | None:
    if record.earlier_id is None:
        return None
    rows: Any = Assessment.objects.visible_to(actor, Assessment.read_permit)
    found: str | None = rows.filter(pk=record.earlier_id).values_list("ref", flat=True).first()
    return found
