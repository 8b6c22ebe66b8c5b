"""A decision over HTTP."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel, Field

from baken.rooms.org.queries import tree
from baken.rooms.register.models import Decision
from baken.rooms.register.queries.decisions import DecisionRead


class DecisionListed(BaseModel):
    """A decision in a list."""

    id: UUID
    ref: str
    risk: str
    kind: str
    state: str
    risk_class: str = Field(description="The class it was decided on.")
    unit: str
    post: str = Field(description="The post that signed.")
    level: int
    signed_at: datetime
    starts_on: date
    ends_on: date | None = Field(description="The first day on which it holds no more.")
    ends_at: datetime | None
    suspended_for: str
    ended_at: datetime | None
    ended_for: str


class ConditionOut(BaseModel):
    """A condition, and how it stands: null when nothing was noted yet."""

    nth: int
    text: str
    expression: str
    value: str
    holds: bool | None
    noted_at: datetime | None


class ConsideredOut(BaseModel):
    """A measure that was considered and not taken."""

    level: str
    measure: str
    effect_on_score: str
    cost: str
    time: str
    feasibility: str
    rejected_because: str


class DecisionOut(DecisionListed):
    """A decision with its words, its conditions and the picture it was taken on."""

    question: str
    reason: str
    against_advice: str
    alternatives: str
    legal_basis: str
    interim_control: str
    interim_until: date | None
    exposed: int | None
    informed_on: date | None
    indicators: str
    instruction: str
    told: dict[str, Any] = Field(description="What belongs to its kind, as means or options.")
    stack_seen: bool
    outside_appetite: list[str] = Field(
        description="The kinds of harm for which it lies above the ceiling of the risk appetite."
    )
    previous: str | None = Field(description="The acceptance it renews.")
    comparison: dict[str, Any]
    conditions: list[ConditionOut]
    considered: list[ConsideredOut]
    picture: dict[str, Any]
    picture_hash: str = Field(description="SHA-256 over the picture.")
    picture_holds: bool
    changed_since: list[str] = Field(
        description="What changed at the risk since: a decision on an older picture when not empty."
    )


class DecisionPage(BaseModel):
    """A page of decisions, newest first."""

    items: list[DecisionListed]
    next: str | None


class DecisionList(BaseModel):
    """The decisions on one risk, newest first."""

    items: list[DecisionListed]


_LISTED = set(DecisionListed.model_fields) - {"risk", "unit"}
_WORDS = (
    "question",
    "reason",
    "against_advice",
    "alternatives",
    "legal_basis",
    "interim_control",
    "interim_until",
    "exposed",
    "informed_on",
    "indicators",
    "instruction",
    "told",
    "stack_seen",
    "comparison",
    "picture_hash",
)


def decision_listed(decision: Decision) -> DecisionListed:
    """A decision as a line of a list."""
    return DecisionListed(**_listed(decision))


def decision_out(read: DecisionRead) -> DecisionOut:
    """A decision as a whole."""
    decision = read.decision
    previous = decision.comparison.get("previous")
    return DecisionOut(
        **_listed(decision),
        **{name: getattr(decision, name) for name in _WORDS},
        outside_appetite=decision.outside_appetite.split(),
        previous=previous,
        picture=read.picture,
        conditions=[_plain(ConditionOut, one) for one in read.conditions],
        considered=[_plain(ConsideredOut, one) for one in read.considered],
        picture_holds=read.holds,
        changed_since=list(read.changed),
    )


def _listed(decision: Decision) -> dict[str, Any]:
    values = {name: getattr(decision, name) for name in _LISTED}
    unit = tree().by_id[decision.unit_id].code
    return {**values, "risk": decision.risk.ref, "unit": unit}


def _plain(schema: Any, row: Any) -> Any:
    return schema(**{name: getattr(row, name) for name in schema.model_fields})
