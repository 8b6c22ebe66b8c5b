"""The library of standard measures as its file holds it, checked while it is read.

Source: domain reference, instruments, section 3.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from baken.core.instruments.data_file import Entry, by_code, items_of
from baken.core.instruments.texts import Text

EFFECTS = ("probability", "exposure", "severity")
MOST_STEPS = 3
_CODE = re.compile(r"std\.[a-z][a-z0-9_]{1,39}")


@dataclass(frozen=True)
class StandardMeasure:
    """A measure that is proposed against some hazards.

    ``effect_on`` tells by how many steps on a scale it usually lowers the risk: an aid for whoever
    scores the residual risk again, and never worked out into a score.
    """

    code: str
    text: Text
    description: Text
    control_level: str
    hazards: tuple[str, ...]
    effect_on: tuple[tuple[str, int], ...]
    cost_band: str
    evidence_level: str


@dataclass(frozen=True)
class KnownCodes:
    """What a standard measure may name."""

    hazards: Collection[str]
    control_levels: Collection[str]
    cost_bands: Collection[str]
    evidence_levels: Collection[str]


def read_standard_measures(
    file: str, content: Any, known: KnownCodes
) -> dict[str, StandardMeasure]:
    """The measures of a file by code. Raises DataProblem, naming file, entry and field."""
    return by_code([_measure(entry, known) for entry in items_of(file, content)], file)


def _measure(entry: Entry, known: KnownCodes) -> StandardMeasure:
    code = entry.text("code")
    if not _CODE.fullmatch(code):
        raise entry.problem(
            "code", "a code is std. and lower-case letters, such as std.guard_fixed"
        )
    made = StandardMeasure(
        code=code,
        text=Text(**entry.texts("")),
        description=Text(**entry.texts("description")),
        control_level=entry.one_of("control_level", known.control_levels),
        hazards=entry.some_of("hazards", known.hazards),
        effect_on=_effect(entry.inner("effect_on")),
        cost_band=entry.one_of("cost_band", known.cost_bands),
        evidence_level=entry.one_of("evidence_level", known.evidence_levels),
    )
    entry.end()
    if not made.hazards:
        raise entry.problem("hazards", "name at least one hazard")
    return made


def _effect(entry: Entry) -> tuple[tuple[str, int], ...]:
    """By how many steps it lowers what, from 1 to 3."""
    steps = tuple(
        (name, count)
        for name in EFFECTS
        if (count := entry.whole_or_none(name, 1, MOST_STEPS)) is not None
    )
    entry.end()
    if not steps:
        raise entry.problem("steps", f"give steps on at least one of: {', '.join(EFFECTS)}")
    return steps
