"""A recommendation over HTTP."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel, Field

from baken.core.api.schemas import Body
from baken.core.workflow.fields import LONGEST_TEXT
from baken.rooms.measures.models import Recommendation
from baken.rooms.measures.schemas.measure import Line
from baken.rooms.org.queries import tree


class RecommendationBody(Body):
    """A recommendation that somebody enters."""

    title: Line
    description: str = Field(
        min_length=1, max_length=LONGEST_TEXT, description="A summary in your own words."
    )
    source: str = Field(max_length=24, description="Code of `recommendation_sources`.")
    party: Line = ""
    report_number: Line
    report_on: date
    place: Line = ""
    publication: Line = ""
    offered_on: date
    addressee: str = Field(max_length=40, description="Code of the unit.")
    category: str = Field(max_length=32, description="Code of `recommendation_categories`.")
    cause: str = Field(max_length=32, description="Code of `cause_codes`.")

    def described(self) -> dict[str, Any]:
        """What describes the recommendation, as the action takes it; what was left empty is left out."""
        plain = self.model_dump(mode="json")
        return {name: value for name, value in plain.items() if value not in (None, "")}


class RecommendationOut(BaseModel):
    """A recommendation. `times_before` counts the earlier ones of the same cause."""

    id: UUID
    ref: str
    title: str
    description: str
    source: str
    party: str
    report_number: str
    report_on: date
    place: str
    publication: str
    offered_on: date
    addressee: str = Field(description="Code of the unit that answers.")
    category: str
    cause: str
    times_before: int
    parliament_due: date | None = Field(description="By when parliament gets it; null: need not.")
    reaction_on: date | None
    appreciation: str | None = Field(description="accepted, accepted_partly or rejected.")
    appreciation_reason: str
    appreciated_at: datetime | None
    owner: UUID | None
    owner_post: str
    plan: str
    due_on: date | None
    effect_measure: str
    proof: str
    none_needed: str
    reported_at: datetime | None
    effect_check_on: date | None
    effect: str
    verdict: str | None = Field(
        description="met, partly_met, not_met or withdrawn; of the source alone."
    )
    verdict_reason: str
    verdict_document: str
    assessed_at: datetime | None
    closed_at: datetime | None
    reopened_at: datetime | None
    confidentiality: str
    state: str
    received_at: datetime
    first_answer_at: datetime | None
    due_at: datetime | None = Field(description="When the next step is owed.")


class RecommendationPage(BaseModel):
    """A page of recommendations."""

    items: list[RecommendationOut]
    next: str | None


_EMPTY = ("appreciation", "verdict")
_TURNED = (*_EMPTY, "addressee", "confidentiality")


def recommendation_out(record: Recommendation) -> RecommendationOut:
    """A recommendation as the API shows it."""
    plain: dict[str, Any] = {
        name: getattr(record, name)
        for name in RecommendationOut.model_fields
        if name not in _TURNED
    }
    plain |= {name: getattr(record, name) or None for name in _EMPTY}
    return RecommendationOut(
        **plain,
        addressee=tree().by_id[record.unit_id].code,
        confidentiality=str(record.get_confidentiality_display()),
    )
