"""A measure over HTTP."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, Field

from baken.core.api.schemas import Body
from baken.core.workflow.fields import LONGEST_TEXT
from baken.rooms.measures.models import Measure
from baken.rooms.measures.rules.money import MOST_CENTS, euros_of
from baken.rooms.org.queries import tree

Text = Annotated[str, Field(max_length=LONGEST_TEXT)]
Line = Annotated[str, Field(max_length=200)]
BESIDE = ("serves", "budget_cents")


class MeasureBody(Body):
    """A measure that somebody proposes about a risk or an occurrence."""

    serves: str = Field(max_length=20, description="Reference of the risk or occurrence.")
    title: Line
    description: str = Field(min_length=1, max_length=LONGEST_TEXT)
    control_level: str = Field(
        max_length=24, description="source, collective_engineering, organisational or ppe."
    )
    standard: str = Field("", max_length=48, description="Code of a standard measure.")
    justification: str = Field(
        "",
        max_length=LONGEST_TEXT,
        description="Needed when the best that is done is organisational or protects persons alone.",
    )
    ends_on: date | None = Field(
        None, description="Last day of protecting persons, when nothing else is done."
    )
    priority: int | None = Field(
        None, ge=1, le=4, description="1 is first; null: as the class says."
    )
    priority_reason: Text = ""
    start_on: date | None = None
    due_on: date | None = None
    interim: Text = ""
    budget_cents: int | None = Field(None, ge=0, lt=MOST_CENTS, description="In euro cents.")
    budget_source: str = Field("", max_length=8, description="regular, zka or project.")
    expected_residual: str = Field("", max_length=8)
    side_effects: Text = ""
    success_criterion: Text = ""
    verification_method: Text = ""
    alarp_more: Text = ""
    alarp_cost: Text = ""
    alarp_time: Text = ""
    alarp_trouble: Text = ""

    def described(self) -> dict[str, Any]:
        """What describes the measure, as the action takes it; what was left empty is left out."""
        plain = self.model_dump(mode="json", exclude=set(BESIDE))
        if self.budget_cents is not None:
            plain["budget"] = euros_of(self.budget_cents)
        return {name: value for name, value in plain.items() if value not in (None, "")}


class MeasureOut(BaseModel):
    """A measure. Class and severity are null where none is known of what it serves."""

    id: UUID
    ref: str
    title: str
    description: str
    standard: str | None
    control_level: str
    justification: str
    risk_class: str | None
    severity: int | None
    priority: int
    priority_reason: str
    unit: str
    owner_unit: str | None = Field(description="The unit that acts, when it is another one.")
    owner: UUID | None
    owner_post: str
    authority_confirmed_at: datetime | None
    budget_cents: int | None
    budget_source: str | None
    start_on: date | None
    due_on: date | None
    interim: str
    expected_residual: str | None
    side_effects: str
    success_criterion: str
    verification_method: str
    verifier: UUID | None
    ends_on: date | None
    alarp_more: str
    alarp_cost: str
    alarp_time: str
    alarp_trouble: str
    power: str
    asked_unit: str | None
    asked_party: str
    asked_at: datetime | None
    answer: str | None
    answered_at: datetime | None
    answer_due_at: datetime | None
    climbs: int
    postponed: int
    raised_to: str | None = Field(description="The unit above to which it is shown as overdue.")
    confidentiality: str
    state: str
    proposed_at: datetime
    decided_at: datetime | None
    due_at: datetime | None = Field(description="When the next step is owed.")
    implemented_at: datetime | None
    verified_at: datetime | None
    cancelled_at: datetime | None


class MeasurePage(BaseModel):
    """A page of measures."""

    items: list[MeasureOut]
    next: str | None


_UNITS = ("owner_unit", "asked_unit", "raised_to")
_EMPTY = ("standard", "risk_class", "budget_source", "expected_residual", "answer")
_TURNED = (*_UNITS, *_EMPTY, "unit", "confidentiality")


def measure_out(measure: Measure) -> MeasureOut:
    """A measure as the API shows it."""
    here = tree()

    def code(unit: int | None) -> str | None:
        return None if unit is None else here.by_id[unit].code

    plain: dict[str, Any] = {
        name: getattr(measure, name) for name in MeasureOut.model_fields if name not in _TURNED
    }
    plain |= {name: getattr(measure, name) or None for name in _EMPTY}
    plain |= {name: code(getattr(measure, f"{name}_id")) for name in _UNITS}
    return MeasureOut(
        **plain,
        unit=here.by_id[measure.unit_id].code,
        confidentiality=str(measure.get_confidentiality_display()),
    )
