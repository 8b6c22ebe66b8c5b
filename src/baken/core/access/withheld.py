"""Records that are kept, for a while, with those who handle them."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any

from django.db.models import Q

if TYPE_CHECKING:
    from baken.core.access.scope import Level, Scope


@dataclass(frozen=True)
class Withheld:
    """While ``field`` of a record (a path) is filled, only those who handle the record read it.

    They are: who holds one of the permits ``keys`` for it, whoever stands in the field ``person``
    (a path), who was given it as a case, and who made it. ``why`` is the sentence for the others.
    """

    field: str
    keys: tuple[str, ...]
    person: str = ""
    why: Any = ""


@dataclass(frozen=True)
class Keeping:
    """What of the withheld records of a root one actor reads on: by other scopes, or as a person."""

    root: Any
    rule: Withheld
    keepers: tuple[Scope, ...] = ()
    person: uuid.UUID | None = None

    def shut(self) -> Q:
        """Not withheld, or withheld and kept by this actor; the few withheld rows are set apart first.

        Said with the rows that are kept and not with those that are not: an empty owner unit is
        neither inside nor outside a reach.
        """
        rows = self.root.objects.for_system(reason="withheld").filter(self._filled()).order_by()
        open_now = ~Q(pk__in=rows.values("pk"))
        kept = [one.condition() for one in self.keepers]
        if self.person and self.rule.person:
            kept.append(Q(**{self.rule.person: self.person}))
        return (
            open_now | Q(pk__in=rows.filter(reduce(or_, kept)).values("pk")) if kept else open_now
        )

    def hides(self, record: Any) -> bool:
        """Whether a loaded record is withheld from this actor."""
        if _at(record, self.rule.field) is None:
            return False
        person = _at(record, self.rule.person) if self.rule.person else None
        mine = self.person is not None and person == self.person
        return not mine and not any(one.covers(record) for one in self.keepers)

    def hides_none(self, levels: Iterable[Level]) -> bool:
        """Whether one of the keepers surely reaches all that these levels reach."""
        return any(one.reaches(levels) for one in self.keepers)

    def _filled(self) -> Q:
        return Q(**{f"{self.rule.field}__isnull": False})


def _at(record: Any, path: str) -> Any:
    """What stands at the end of a path through a record; None where something on the way is empty."""
    value = record
    for name in path.split("__"):
        value = getattr(value, name, None)
    return value
