"""Who is asking: a person with grants, nobody at all, or the system itself."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property

from baken.core import clock
from baken.core.access.reach import Confidentiality, Reach, Tie


@dataclass(frozen=True)
class Grant:
    """One permit, up to a confidentiality, within a reach; ``via`` is the post it comes from."""

    permit: str
    confidentiality: Confidentiality
    reach: Reach
    via: str = ""


@dataclass(frozen=True)
class Actor:
    """Somebody with grants. ``own_key`` recognises own records without reading who reported them.

    ``conflicts`` are (table, row number) pairs of records the actor is too close to.
    ``all_units`` are the ids of every unit there is, to know when a reach is nearly everything.
    """

    kind: str
    person: uuid.UUID | None = None
    account: int | None = None
    name: str = ""
    post: str = ""
    own_key: str = ""
    home_unit: int | None = None
    grants: tuple[Grant, ...] = ()
    conflicts: frozenset[Tie] = field(default_factory=frozenset)
    all_units: frozenset[int] = field(default_factory=frozenset, repr=False, compare=False)

    @property
    def is_nobody(self) -> bool:
        """True for the anonymous public."""
        return self.kind == "nobody"

    @property
    def is_system(self) -> bool:
        """True for the worker and the importers."""
        return self.kind == "system"

    def unnamed(self) -> Actor:
        """The same rights without the name: how reporters appear in the trail and beside files."""
        return replace(self, person=None, name="", post="")

    def moment(self, at: datetime) -> datetime:
        """The moment to store for what this actor does: of nobody, the day alone."""
        return clock.start_of_day(clock.local_date(at)) if self.is_nobody else at

    def grants_of(self, permit: str) -> tuple[Grant, ...]:
        """The grants that carry a permit."""
        return self._by_permit.get(permit, ())

    def holds(self, permit: str) -> bool:
        """Whether the actor holds the permit anywhere at all."""
        return permit in self._by_permit

    @cached_property
    def _by_permit(self) -> Mapping[str, tuple[Grant, ...]]:
        """Somebody with many posts has thousands of grants, and is asked for a permit many times."""
        found: dict[str, list[Grant]] = {}
        for grant in self.grants:
            found.setdefault(grant.permit, []).append(grant)
        return {permit: tuple(grants) for permit, grants in found.items()}


NOBODY = Actor(kind="nobody")


def nobody() -> Actor:
    """The anonymous public: no person, no grants, no trace."""
    return NOBODY


# What the product itself signs with in a history.
SYSTEM_POST = "Baken"


def system_actor(name: str) -> Actor:
    """The product itself acting, named after what it does ("import", "clock")."""
    return Actor(kind="system", name=name, post=SYSTEM_POST)
