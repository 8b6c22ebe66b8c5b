"""Reads for exports: what the actor may both read and take away, page after page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, ClassVar

from baken.core import clock
from baken.core.access import Actor, Confidentiality
from baken.core.access.scope import scope_of
from baken.core.export.kinds import Ask
from baken.core.lists import all_pages, count_up_to
from baken.core.records.numbers import floor_number
from baken.rooms.measures.models import Measure, Purchase
from baken.rooms.measures.permits import EXPORT, EXPORT_PURCHASE, READ, READ_PURCHASE
from baken.rooms.measures.queries.lists import UNITS


@dataclass(frozen=True)
class Takable:
    """The records of a root that lie both in the reach of reading and in that of taking away."""

    actor: Actor
    root: ClassVar[type[Any]]
    reads: ClassVar[str]
    takes: ClassVar[str]

    def pages(self, ask: Ask, level: int) -> Iterator[list[Any]]:
        """The records asked for up to a confidentiality, newest first, a thousand at a time."""
        return all_pages(
            root=self.root,
            actor=self.actor,
            permit=self.takes,
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
        return self._count(lambda rows: self._asked(rows, ask).filter(confidentiality=level), 1) > 0

    def _count(self, narrow: Callable[[Any], Any], most: int) -> int:
        return count_up_to(
            root=self.root, actor=self.actor, permit=self.takes, narrow=narrow, most=most
        )

    def _asked(self, rows: Any, ask: Ask) -> Any:
        rows = rows.filter(scope_of(self.actor, self.reads, self.root).condition())
        if ask.since:
            rows = rows.filter(number__gte=floor_number(clock.start_of_day(ask.since)))
        return ask.narrow(rows) if ask.narrow else rows


class TakableMeasures(Takable):
    """The measures that somebody may both read and take away."""

    root, reads, takes = Measure, READ, EXPORT


class TakablePurchases(Takable):
    """The small purchases that somebody may both read and take away."""

    root, reads, takes = Purchase, READ_PURCHASE, EXPORT_PURCHASE
