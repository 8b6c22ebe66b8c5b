"""How a risk is assessed, as its file holds it: by which model, and by how many people.

Source: domain reference, instruments, section 4.1.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from baken.core.instruments.data_file import head_of
from baken.core.instruments.scoring import CLASSES

MOST = 9
# What one person found is kept from the next who scores: with fewer there is no next.
LEAST_IN_TURN = 2


@dataclass(frozen=True)
class Assessment:
    """Everything the file holds.

    ``turn`` is how many people must have scored before their scores stand in place of earlier ones, at
    least ``LEAST_IN_TURN``; ``scorers`` how many must have scored before a risk of a class is let go on.
    """

    version: int
    default_model: str
    turn: int
    scorers: Mapping[str, int]


def read_assessment(file: str, content: Any, *, models: Collection[str]) -> Assessment:
    """How risks are assessed. Raises DataProblem, naming file, entry and field."""
    head = head_of(file, content)
    scorers = head.inner("scorers")
    made = Assessment(
        version=head.whole("version", 1, 100_000),
        default_model=head.one_of("default_model", models),
        turn=head.whole("turn", LEAST_IN_TURN, MOST),
        scorers={one: scorers.whole(one, 1, MOST) for one in CLASSES},
    )
    for entry in (scorers, head):
        entry.end()
    return made
