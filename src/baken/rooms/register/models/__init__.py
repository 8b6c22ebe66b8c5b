"""Tables of the register."""

from baken.rooms.register.models.advice import Advice
from baken.rooms.register.models.barrier import (
    Barrier,
    BarrierEvidence,
    BarrierOn,
    BarrierSignal,
    DegradationFactor,
    EscalationBarrier,
)
from baken.rooms.register.models.bow_tie import BowTie, BowTieStep, Consequence, Threat
from baken.rooms.register.models.decision import (
    Condition,
    ConsideredMeasure,
    Decision,
    DecisionStep,
)
from baken.rooms.register.models.local import LocalRating
from baken.rooms.register.models.option import RiskOption
from baken.rooms.register.models.risk import Risk, RiskCategory, RiskStep
from baken.rooms.register.models.score import RiskScore
from baken.rooms.register.models.slice import Slice, SliceMember, SliceStep
from baken.rooms.register.rules.states import STANDING

__all__ = [
    "STANDING",
    "Advice",
    "Barrier",
    "BarrierEvidence",
    "BarrierOn",
    "BarrierSignal",
    "BowTie",
    "BowTieStep",
    "Condition",
    "Consequence",
    "ConsideredMeasure",
    "Decision",
    "DecisionStep",
    "DegradationFactor",
    "EscalationBarrier",
    "LocalRating",
    "Risk",
    "RiskCategory",
    "RiskOption",
    "RiskScore",
    "RiskStep",
    "Slice",
    "SliceMember",
    "SliceStep",
    "Threat",
]
