"""Who is asking: a person with grants, nobody at all, or the system itself."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from typing import Any

from baken.core import clock
from baken.core.access.reach import Confidentiality, Reach, Tie


@dataclass(frozen=True)
class Grant:
    """One permit, up to a confidentiality, within a reach.

    ``via`` is the post it comes from in the active language, ``post`` the same as it signs,
    and ``unit`` where that post sits.
    """

    permit: str
    confidentiality: Confidentiality
    reach: Reach
    via: str = ""
    post: str = ""
    unit: int | None = None


@dataclass(frozen=True)
class Duty:
    """What somebody may do as an administrator, once they open a session for it, and as what."""

    post: str
    grants: tuple[Grant, ...]


@dataclass(frozen=True)
class AdministrationSession:
    """An administration session that runs: which one, and until when at the latest."""

    id: uuid.UUID
    until: datetime


@dataclass(frozen=True)
class Actor:
    """Somebody with grants. ``own_key`` recognises own records without reading who reported them.

    ``conflicts`` are (table, row number) pairs of records the actor is too close to.
    ``by_case`` are the permits that their posts give for single records alone.
    ``all_units`` are the ids of every unit there is, to know when a reach is nearly everything.
    ``duty`` is there for whoever may administer and is not doing so; ``administers`` is the session
    of whoever is. ``scopes`` keeps what was worked out of the rights: pages ask it for every row.
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
    by_case: frozenset[str] = frozenset()
    all_units: frozenset[int] = field(default_factory=frozenset, repr=False, compare=False)
    duty: Duty | None = None
    administers: AdministrationSession | None = None
    scopes: dict[Any, Any] = field(default_factory=dict, init=False, repr=False, compare=False)

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

    def by(self, grant: Grant) -> Actor:
        """The same person with one of their grants alone, signing with the post it comes from."""
        return replace(self, grants=(grant,), post=grant.post or self.post)

    def up_to(self, confidentiality: int) -> Actor:
        """The same person with those of their grants alone that go up to a confidentiality."""
        deep = tuple(one for one in self.grants if one.confidentiality >= confidentiality)
        return replace(self, grants=deep)

    def as_any_other(self) -> Actor:
        """The same rights without own records: what anybody else with these rights would see."""
        return replace(self, own_key="")

    def signed(self, post: str) -> Actor:
        """The same person with the same rights, signing with this post."""
        return replace(self, post=post)

    def within(self, session: AdministrationSession) -> Actor:
        """The same person within an administration session: nothing but the duty, no content.

        What they may do in other posts, and what is their own, waits until the session is over.
        """
        if self.duty is None:
            raise ValueError("only who has a duty can be within an administration session")
        return replace(
            self,
            post=self.duty.post,
            grants=self.duty.grants,
            own_key="",
            by_case=frozenset(),
            duty=None,
            administers=session,
        )

    def moment(self, at: datetime) -> datetime:
        """The moment to store for what this actor does: of nobody, the day alone."""
        return clock.start_of_day(clock.local_date(at)) if self.is_nobody else at

    def grants_of(self, permit: str) -> tuple[Grant, ...]:
        """The grants that carry a permit."""
        return self._by_permit.get(permit, ())

    def units_of(self, permit: str) -> frozenset[int]:
        """The units that a permit reaches, up to whatever confidentiality."""
        return frozenset().union(*(grant.reach.unit_ids for grant in self.grants_of(permit)))

    def holds(self, permit: str) -> bool:
        """Whether the actor holds the permit anywhere at all."""
        return permit in self._by_permit

    def holds_by_case_alone(self, permit: str) -> bool:
        """Whether the actor's posts give the permit for records they are given, and no others."""
        return permit in self.by_case and not any(g.reach.ranges for g in self.grants_of(permit))

    def may_administer(self, permit: str) -> bool:
        """Whether the actor would hold the permit within an administration session."""
        return self.duty is not None and any(one.permit == permit for one in self.duty.grants)

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
