"""The terms of recommendations as their file holds them, and who speaks for whom they came from.

Source: domain reference, learning, section 3.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from baken.core.instruments.data_file import Entry, head_of

MOST_WEEKS, MOST_MONTHS, MOST_YEARS, TOP_LEVEL = 104, 60, 50, 7
IVD, AUDIT, OFFICE = "ivd", "audit", "office"


@dataclass(frozen=True)
class Recommending:
    """Everything the file holds.

    ``answer_weeks`` after a recommendation was offered it is answered and, when it came from one of
    ``parliament_sources``, goes to parliament; the desk is warned after each of ``warn_weeks``. A plan is
    there ``plan_weeks`` after acceptance, the effect is checked ``effect_months`` after it was reported
    done. ``repeat_years`` back one of the same cause counts as recommended before. Rejecting takes a post
    of ``reject_level``, owning one of ``owner_level`` or that of the head.
    """

    version: int
    answer_weeks: int
    warn_weeks: tuple[int, ...]
    parliament_sources: tuple[str, ...]
    plan_weeks: int
    effect_months: int
    repeat_years: int
    reject_level: int
    owner_level: int
    spoken_by_ivd: tuple[str, ...]
    spoken_by_audit: tuple[str, ...]

    def speaker_for(self, source: str) -> str:
        """Who gives the verdict for a source: the inspectorate, an auditor, or the central office."""
        if source in self.spoken_by_ivd:
            return IVD
        return AUDIT if source in self.spoken_by_audit else OFFICE


def read_recommending(file: str, content: Any, *, sources: Collection[str]) -> Recommending:
    """The terms of a file. Raises DataProblem, naming file and field."""
    head = head_of(file, content)
    made = Recommending(
        version=head.whole("version", 1, 100_000),
        answer_weeks=head.whole("answer_weeks", 1, MOST_WEEKS),
        warn_weeks=_weeks(head),
        parliament_sources=head.some_of("parliament_sources", sources),
        plan_weeks=head.whole("plan_weeks", 1, MOST_WEEKS),
        effect_months=head.whole("effect_months", 1, MOST_MONTHS),
        repeat_years=head.whole("repeat_years", 1, MOST_YEARS),
        reject_level=head.whole("reject_level", 1, TOP_LEVEL),
        owner_level=head.whole("owner_level", 1, TOP_LEVEL),
        spoken_by_ivd=head.some_of("spoken_by_ivd", sources),
        spoken_by_audit=head.some_of("spoken_by_audit", sources),
    )
    head.end()
    return made


def _weeks(head: Entry) -> tuple[int, ...]:
    """After how many weeks the desk is warned, the earliest first."""
    known = tuple(str(week) for week in range(1, MOST_WEEKS + 1))
    return tuple(sorted(int(week) for week in head.some_of("parliament_warn_weeks", known)))
