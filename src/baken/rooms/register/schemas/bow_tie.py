"""Bow-ties as the API takes them in and gives them out."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, Field

from baken.core.access import Actor
from baken.core.api.schemas import Body
from baken.core.workflow.fields import LONGEST_TEXT
from baken.rooms.org.queries import tree
from baken.rooms.register.models import Barrier, BarrierSignal, BowTie
from baken.rooms.register.queries.barrier_standing import doubts_of
from baken.rooms.register.queries.bow_ties import (
    Parts,
    estimate_in,
    evidence_of,
    parts_of,
    risks_leaning_on,
)

Line = Annotated[str, Field(max_length=200)]


class BowTieBody(Body):
    """A bow-tie to draw."""

    unit: str = Field(max_length=40, description="Code of the unit that keeps it.")
    title: Line
    hazard: str = Field(max_length=60, description="A code of the list of hazards.")
    top_event: Line
    independence: str = Field(
        "", max_length=LONGEST_TEXT, description="Why the barriers do not fail together."
    )


class BowTieListed(BaseModel):
    """A bow-tie in a list."""

    id: UUID
    ref: str
    title: str
    hazard: str
    top_event: str
    unit: str
    owner_unit: str | None
    state: str
    drawn_at: datetime


class ThreatOut(BaseModel):
    """What can lead to the top event."""

    code: str
    text: str
    frequency: float | None = Field(description="Times a year; null when nobody knows.")
    barriers: list[str] = Field(description="Codes, counted from the threat.")


class ConsequenceOut(BaseModel):
    """What can come of the top event."""

    code: str
    text: str
    severity: int | None
    barriers: list[str] = Field(description="Codes, counted from the top event.")
    estimate: float | None = Field(description="Times a year, an order of magnitude.")


class EscalationBarrierOut(BaseModel):
    """What keeps a factor from weakening a barrier."""

    code: str
    text: str


class FactorOut(BaseModel):
    """What can weaken a barrier."""

    code: str
    text: str
    escalation_barriers: list[EscalationBarrierOut]


class EvidenceOut(BaseModel):
    """What showed that a barrier works."""

    kind: str
    on: date
    words: str


class BarrierOut(BaseModel):
    """A barrier and how it stands."""

    code: str
    text: str
    side: str
    kind: str
    critical: bool
    independent: bool
    effectiveness: int = Field(description="Percent, when nothing is wrong.")
    standard: str
    evidence_kinds: list[str]
    owner_post: str
    owner_unit: str | None
    health: float = Field(description="0 to 1; it orders barriers and is no proven chance.")
    status: str = Field(description="`green`, `amber`, `red` or `grey` (not known).")
    status_since: datetime
    doubts: list[str] = Field(description="Why it may be no valid barrier.")
    degradation_factors: list[FactorOut]
    evidence: list[EvidenceOut]


class BowTieOut(BowTieListed):
    """A bow-tie with everything that it is made of."""

    independence: str
    estimate: float | None = Field(
        description="Of the top event, times a year; null unless independence is argued."
    )
    threats: list[ThreatOut]
    consequences: list[ConsequenceOut]
    barriers: list[BarrierOut]
    risks: list[str] = Field(
        description="References of the risks that lean on it, as you may read."
    )


class BowTiePage(BaseModel):
    """Bow-ties, newest first."""

    items: list[BowTieListed]
    next: str | None


class SignalOut(BaseModel):
    """Something that takes health from a barrier."""

    code: str
    barrier: str
    kind: str
    grade: str
    strength: float
    since: datetime
    noted_at: datetime
    closed_at: datetime | None
    words: str


class SignalPage(BaseModel):
    """Signals, newest first."""

    items: list[SignalOut]
    next: str | None


def bow_tie_listed(record: BowTie) -> BowTieListed:
    """A bow-tie as it stands in a list."""
    return BowTieListed(**_plain(record))


def bow_tie_out(record: BowTie, actor: Actor) -> BowTieOut:
    """A bow-tie as the API shows it."""
    parts = parts_of(record)
    estimate = estimate_in(record, parts)
    told = estimate.consequences if estimate else {}
    shown: dict[int, list[EvidenceOut]] = {}
    for row in evidence_of(record):
        one = EvidenceOut(kind=row.kind, on=row.on, words=row.words)
        shown.setdefault(row.barrier_id, []).append(one)
    return BowTieOut(
        **_plain(record),
        independence=record.independence,
        estimate=estimate.top if estimate else None,
        threats=[
            ThreatOut(
                code=one.code,
                text=one.text,
                frequency=one.frequency,
                barriers=[barrier.code for barrier in parts.barriers_on(one)],
            )
            for one in parts.threats
        ],
        consequences=[
            ConsequenceOut(
                code=one.code,
                text=one.text,
                severity=one.severity,
                barriers=[barrier.code for barrier in parts.barriers_on(one)],
                estimate=told.get(one.code),
            )
            for one in parts.consequences
        ],
        barriers=[_barrier(one, parts, shown.get(one.pk, [])) for one in parts.barriers],
        risks=[one.ref for one in risks_leaning_on(actor, record)],
    )


def signal_out(row: BarrierSignal) -> SignalOut:
    """A signal as the API shows it."""
    names = SignalOut.model_fields.keys() - {"barrier"}
    return SignalOut(barrier=row.barrier.code, **{name: getattr(row, name) for name in names})


_OF_BARRIER = (
    "code",
    "text",
    "side",
    "kind",
    "critical",
    "independent",
    "effectiveness",
    "standard",
    "evidence_kinds",
    "owner_post",
    "health",
    "status",
    "status_since",
)


def _barrier(one: Barrier, parts: Parts, evidence: list[EvidenceOut]) -> BarrierOut:
    factors = [
        FactorOut(
            code=factor.code,
            text=factor.text,
            escalation_barriers=[
                EscalationBarrierOut(code=row.code, text=row.text)
                for row in parts.escalations
                if row.factor_id == factor.pk
            ],
        )
        for factor in parts.factors
        if factor.barrier_id == one.pk
    ]
    return BarrierOut(
        **{name: getattr(one, name) for name in _OF_BARRIER},
        owner_unit=tree().by_id[one.owner_unit_id].code if one.owner_unit_id else None,
        doubts=list(doubts_of(one)),
        degradation_factors=factors,
        evidence=evidence,
    )


def _plain(record: BowTie) -> dict[str, Any]:
    units = tree().by_id
    names = ("id", "ref", "title", "hazard", "top_event", "state", "drawn_at")
    return {
        **{name: getattr(record, name) for name in names},
        "unit": units[record.unit_id].code,
        "owner_unit": units[record.owner_unit_id].code if record.owner_unit_id else None,
    }
