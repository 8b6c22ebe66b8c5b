"""Scoring models as data, and the engine that scores a written scenario with one.

A model has axes with values, and a matrix or a product with bands that gives a native class, or one axis
on which the class is chosen itself; every native class maps to a common class. Only classes map: a score
of one model is never made into a score of another, and nothing is ever computed with classes.
Source: domain reference, instruments, section 4; risk management, sections 4 and 13.
"""

from baken.core.instruments.risk_classes import (
    CLASSES,
    RiskClass,
    worst,
    worst_class,
)
from baken.core.instruments.scoring.examples import outcome_of
from baken.core.instruments.scoring.loader import read_scoring_model
from baken.core.instruments.scoring.model import (
    Axis,
    AxisValue,
    Band,
    Bands,
    DefaultTerm,
    Direct,
    Example,
    Matrix,
    NativeClass,
    ScoringModel,
)
from baken.core.instruments.scoring.score import (
    MISSING,
    NO_AXIS,
    NO_VALUE,
    Choice,
    ChoiceProblem,
    ChoiceRefused,
    Score,
    choice_problems,
    native_class_of,
    score,
)
from baken.core.instruments.scoring.spread import Spread, spread_of

__all__ = [
    "CLASSES",
    "MISSING",
    "NO_AXIS",
    "NO_VALUE",
    "Axis",
    "AxisValue",
    "Band",
    "Bands",
    "Choice",
    "ChoiceProblem",
    "ChoiceRefused",
    "DefaultTerm",
    "Direct",
    "Example",
    "Matrix",
    "NativeClass",
    "RiskClass",
    "Score",
    "ScoringModel",
    "Spread",
    "choice_problems",
    "native_class_of",
    "outcome_of",
    "read_scoring_model",
    "score",
    "spread_of",
    "worst",
    "worst_class",
]
