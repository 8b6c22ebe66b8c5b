"""What people filled in: answers by their place, what sections are repeated for, and scores."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

EVERYWHERE = ""  # the repetition of what is not repeated


class Place(NamedTuple):
    """Where an answer stands: the key of its question, and the repetition that it is part of."""

    key: str
    repetition: str = EVERYWHERE


@dataclass(frozen=True)
class Given:
    """An answer, as ``checked`` gives it; None is unanswered.

    ``reason`` says why a question does not apply; ``evidence`` is how many photos or documents go with it.
    """

    value: Any = None
    reason: str = ""
    evidence: int = 0


@dataclass(frozen=True)
class Scored:
    """How the risk that an answer brought was scored: now, and with its measures; axis to value."""

    current: Mapping[str, object] | None = None
    residual: Mapping[str, object] | None = None


@dataclass(frozen=True)
class Filled:
    """A sheet as it was filled in.

    ``repetitions`` gives by section the identifiers of what it is repeated for, in order; ``scores`` those
    of the risks that answers brought, by the place of the answer.
    """

    answers: Mapping[Place, Given] = field(default_factory=dict)
    repetitions: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    scores: Mapping[Place, Scored] = field(default_factory=dict)
