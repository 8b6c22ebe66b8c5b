"""What somebody may both read and take away, page after page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from baken.core import clock
from baken.core.access import Actor, Confidentiality
from baken.core.access.scope import scope_of
from baken.core.export.kinds import Ask
from baken.core.lists import all_pages, count_up_to
from baken.core.records.numbers import floor_number


@dataclass(frozen=True)
class Takable:
    """The records of a root that lie both in the reach of ``read`` and in that of ``take``.

    ``whole_months``: a first day stands for its month, where no day of a record is told.
    """

    actor: Actor
    root: type[Any]
    read: str
    take: str
    related: tuple[str, ...] = ()
    whole_months: bool = False

    def pages(self, ask: Ask, level: int) -> Iterator[list[Any]]:
        """The records asked for up to a confidentiality, newest first, a thousand at a time."""
        return all_pages(
            root=self.root,
            actor=self.actor,
            permit=self.take,
            narrow=lambda rows: self.narrow(rows, ask).filter(confidentiality__lte=level),
            words=ask.words,
            related=self.related,
        )

    def count(self, ask: Ask, most: int) -> int:
        """How many there are, words not counted with, up to ``most``."""
        return count_up_to(
            root=self.root,
            actor=self.actor,
            permit=self.take,
            narrow=lambda rows: self.narrow(rows, ask),
            most=most,
        )

    def level(self, ask: Ask) -> int:
        """The highest confidentiality among those that fit, whatever words are asked for."""
        held = (Confidentiality.RESTRICTED, Confidentiality.SENSITIVE)
        return next((int(level) for level in held if self._has(ask, level)), 0)

    def narrow(self, rows: Any, ask: Ask) -> Any:
        """What of some rows may leave the product; a room that withholds more says so here."""
        return self.asked(rows, ask)

    def asked(self, rows: Any, ask: Ask) -> Any:
        """What of some rows is read by the actor and was asked for."""
        rows = rows.filter(scope_of(self.actor, self.read, self.root).condition())
        if ask.since:
            since = clock.first_of_month(ask.since) if self.whole_months else ask.since
            rows = rows.filter(number__gte=floor_number(clock.start_of_day(since)))
        return ask.narrow(rows) if ask.narrow else rows

    def _has(self, ask: Ask, level: int) -> bool:
        def narrow(rows: Any) -> Any:
            return self.narrow(rows, ask).filter(confidentiality=level)

        found = count_up_to(
            root=self.root, actor=self.actor, permit=self.take, narrow=narrow, most=1
        )
        return found > 0
