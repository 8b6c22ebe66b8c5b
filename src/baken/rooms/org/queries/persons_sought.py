"""Persons found by name or number, within the reach of a permit."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from baken.core.access import Actor
from baken.rooms.org.models import Person
from baken.rooms.org.queries.tree import UnitView, tree

MOST_FOUND = 12
FEWEST_SIGNS = 2


@dataclass(frozen=True)
class Sought:
    """A person that was looked for: who, of which unit, and whether they can log in."""

    id: uuid.UUID
    ref: str
    name: str
    unit: UnitView
    has_account: bool

    @property
    def label(self) -> str:
        """Name and unit, to tell persons of one name apart."""
        return f"{self.name}, {self.unit.name}"


def persons_sought(actor: Actor, permit: str, text: str) -> list[Sought]:
    """Persons within reach by personnel number, or by a part of the name; at most twelve."""
    wanted = " ".join(text.replace("\x00", "").split())
    if len(wanted) < FEWEST_SIGNS:
        return []
    seen = Person.objects.visible_to(actor, permit)
    known = list(seen.filter(ref__iexact=wanted)[:1])
    return [
        _sought(one)
        for one in known or seen.filter(name__icontains=wanted).order_by("name", "pk")[:MOST_FOUND]
    ]


def person_within_reach(actor: Actor, permit: str, ref: str) -> Sought | None:
    """One person within reach, by personnel number or identifier."""
    seen = Person.objects.visible_to(actor, permit)
    found = seen.filter(Person.ref_condition(ref)).first()
    return _sought(found) if found else None


def _sought(person: Any) -> Sought:
    return Sought(
        id=person.id,
        ref=person.ref,
        name=f"{person.rank} {person.name}".strip(),
        unit=tree().by_id[person.unit_id],
        has_account=person.account_id is not None,
    )
