"""Reads for exports: the recommendations the actor may both read and take away, page after page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from baken.core import clock
from baken.core.access import Actor, Confidentiality
from baken.core.access.scope import scope_of
from baken.core.export.kinds import Ask
from baken.core.lists import all_pages, count_up_to
from baken.core.records.numbers import floor_number
from baken.rooms.measures.models import Recommendation
from baken.rooms.measures.permits import EXPORT_RECOMMENDATION, READ_RECOMMENDATION
from baken.rooms.measures.queries.lists import UNITS


@dataclass(frozen=True)
class TakableRecommendations:
    """The recommendations that lie both in the reach of reading and in that of taking away."""

    actor: Actor

    def pages(self, ask: Ask, level: int) -> Iterator[list[Recommendation]]:
        """The recommendations asked for up to a confidentiality, newest first, a thousand at a time."""
        return all_pages(
            root=Recommendation,
            actor=self.actor,
            permit=EXPORT_RECOMMENDATION,
            narrow=lambda rows: self._asked(rows, ask).filter(confidentiality__lte=level),
            words=ask.words,
            related=UNITS,
        )

    def count(self, ask: Ask, most: int) -> int:
        """How many there are, words not counted with, up to ``most``."""
        return self._count(lambda rows: self._asked(rows, ask), most)

    def level(self, ask: Ask) -> int:
        """The highest confidentiality among those that fit, whatever words are asked for."""
        held = (Confidentiality.RESTRICTED, Confidentiality.SENSITIVE)
        return next((int(level) for level in held if self._has(ask, level)), 0)

    def _has(self, ask: Ask, level: int) -> bool:
        fits = self._count(lambda rows: self._asked(rows, ask).filter(confidentiality=level), 1)
        return fits > 0

    def _count(self, narrow: Callable[[Any], Any], most: int) -> int:
        return count_up_to(
            root=Recommendation,
            actor=self.actor,
            permit=EXPORT_RECOMMENDATION,
            narrow=narrow,
            most=most,
        )

    def _asked(self, rows: Any, ask: Ask) -> Any:
        rows = rows.filter(scope_of(self.actor, READ_RECOMMENDATION, Recommendation).condition())
        if ask.since:
            rows = rows.filter(number__gte=floor_number(clock.start_of_day(ask.since)))
        return ask.narrow(rows) if ask.narrow else rows
