"""Reads for exports: what the actor may both read and take away, without what an embargo is on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from baken.core.access import Actor
from baken.core.export import takable
from baken.core.export.kinds import Ask
from baken.rooms.reports.models import Report
from baken.rooms.reports.permits import EXPORT, READ
from baken.rooms.reports.queries.embargo import only_embargoed, without_embargoed


@dataclass(frozen=True)
class Takable(takable.Takable):
    """What may be taken away of a root here: never anything that an embargo is on."""

    def narrow(self, rows: Any, ask: Ask) -> Any:
        """What of some rows may leave the product."""
        return without_embargoed(self.asked(rows, ask))

    def rows(self, ask: Ask, level: int) -> Any:
        """The records, words not looked for, for who takes them in another order."""
        rows = self.root.objects.visible_to(self.actor, self.take)
        return self.narrow(rows, ask).filter(confidentiality__lte=level)

    def withheld(self, ask: Ask) -> int:
        """How many of those asked for, words not counted with, stay out: an embargo is on.

        Counted are those that the actor reads; what is kept from them is not told here either.
        """
        rows = self.root.objects.visible_to(self.actor, self.take)
        return int(self.asked(only_embargoed(rows), ask).count())


def takable_reports(actor: Actor) -> Takable:
    """The reports the actor may read and take away."""
    return Takable(actor, Report, READ, EXPORT, related=("occurrence",))
