"""When light occurrences that are alike weigh more together than each by itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from baken.rooms.reports.rules.handling import SIMILAR_FOR_COMMISSION, investigation_level_of
from baken.rooms.reports.rules.likeness import Alike

COMMISSION, TREATMENT = 3, 2
# Light is what hurt nobody more than first aid does, and did little damage.
LIGHT_CATEGORY, LIGHT_SEVERITY = 1, 1
# A subject or a word alone makes no stack: very many records have it. One of these beside it does.
_BESIDE_A_SUBJECT = ("place", "site", "equipment", "unit")
_SUBJECTS_ENOUGH, _WORDS_ENOUGH = 2, 2


@dataclass(frozen=True)
class Weight:
    """What happened and could have, as far as it was weighed; a report not yet triaged has none."""

    category: int = 0
    actual: int = 0
    potential: int = 0

    @property
    def is_light(self) -> bool:
        """Whether it went well, however badly it could have gone."""
        return self.category <= LIGHT_CATEGORY and self.actual <= LIGHT_SEVERITY


@dataclass(frozen=True)
class Together:
    """How many alike there are besides the one at hand, and what they weigh with it."""

    count: int
    level: int
    potential: int

    def raises(self, level: int | None) -> bool:
        """Whether together they ask for a higher investigation level than stands."""
        return self.level > (level or 0)


def stacks(alike: Alike) -> bool:
    """Whether a record is alike enough to be weighed together.

    By a number or label, or by two words; by one word or a subject only with the same place,
    equipment or unit beside it, or when two subjects are the same.
    """
    if alike.has("mark") or len(alike.values("words")) >= _WORDS_ENOUGH:
        return True
    beside = any(alike.has(code) for code in _BESIDE_A_SUBJECT)
    return beside or len(alike.values("subject")) >= _SUBJECTS_ENOUGH


def weighed_together(one: Weight, others: Sequence[Weight]) -> Together | None:
    """What light ones weigh together with the one at hand; None below three of them.

    Its own classes count, and that it came back: with three alike, of which any could have led to
    medical treatment, that is a commission; first aid, the team's own look. What is worse in
    another one raises this one no further: that one has a level of its own.
    Source: domain reference, reporting, section 5.
    """
    if len(others) < SIMILAR_FOR_COMMISSION:
        return None
    worst = max(each.potential for each in (one, *others))
    actual = max(each.actual for each in (one, *others))
    alone = investigation_level_of(
        actual=one.actual, potential=one.potential, category=one.category
    )
    return Together(len(others), max(alone, _level_of_return(max(worst, actual))), worst)


def _level_of_return(worst: int) -> int:
    """What coming back asks for by itself, by the worst that happened or could have."""
    return COMMISSION if worst >= TREATMENT else min(worst, 1)
