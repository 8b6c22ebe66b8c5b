"""Tables of the register."""

from baken.rooms.register.models.barrier import (
    Barrier,
    BarrierEvidence,
    BarrierOn,
    BarrierSignal,
    DegradationFactor,
    EscalationBarrier,
)
from baken.rooms.register.models.bow_tie import BowTie, BowTieStep, Consequence, Threat
from baken.rooms.register.models.risk import Risk, RiskCategory, RiskStep
from baken.rooms.register.models.score import RiskScore

__all__ = [
    "Barrier",
    "BarrierEvidence",
    "BarrierOn",
    "BarrierSignal",
    "BowTie",
    "BowTieStep",
    "Consequence",
    "DegradationFactor",
    "EscalationBarrier",
    "Risk",
    "RiskCategory",
    "RiskScore",
    "RiskStep",
    "Threat",
]
