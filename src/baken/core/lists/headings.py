"""What is asked under a heading, and what of it differs from one asking to the next."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import (
    BigIntegerField,
    CharField,
    DateField,
    DateTimeField,
    Field,
    Q,
    UUIDField,
)

from baken.core.access import Actor
from baken.core.access.kept_condition import KeptCondition
from baken.core.access.scope import scope_of

Units = frozenset[int]
Values = Mapping[str, Any]
Narrow = Callable[[Any, Values], Any]
Along = Callable[[Any, Values], Any]
# By which name a value goes: what it belongs to (a permit and whether it is rare, or a name) and places.
Name = tuple[Any, ...]
# The text of a condition in which no row can be.
NONE = ""
FIELDS: dict[type, Field[Any, Any]] = {
    datetime: DateTimeField(),
    date: DateField(),
    uuid.UUID: UUIDField(),
    str: CharField(),
    int: BigIntegerField(),
}


@dataclass(frozen=True)
class Heading:
    """Records seen with one permit, narrowed in a way of their own.

    ``narrow`` is a function of a module: it is called once for each shape of the rights, with stand-ins
    for what is given. ``is_rare``: so few records are left by it that an index of that finds them,
    whatever the reach is; where somebody reads is only looked at.
    """

    permit: str
    narrow: Narrow | None = None
    is_rare: bool = True


@dataclass(frozen=True)
class Asked:
    """Which records of a root are asked for, whoever asks."""

    root: type[Any]
    headings: tuple[Heading, ...]
    order: tuple[str, ...]
    most: int
    related: tuple[str, ...]
    fields: tuple[str, ...]
    along: Along | None

    @property
    def by_term(self) -> bool:
        """Whether they come by their term: what has none is not asked for."""
        return "due_at" in self.order

    @property
    def ways(self) -> tuple[tuple[str, bool], ...]:
        """By which permits it is seen, and how."""
        return tuple(dict.fromkeys((one.permit, one.is_rare) for one in self.headings))


@dataclass(frozen=True)
class Shape:
    """What of one asking shows in the text: conditions as SQL, by way and by name, and kinds of value."""

    scopes: tuple[tuple[tuple[str, int], ...], ...]
    conditions: tuple[tuple[str, str, int], ...]
    kinds: tuple[tuple[str, type], ...]


@dataclass(frozen=True)
class Said:
    """One asking: its shape, and the values in it by name."""

    shape: Shape
    values: Mapping[Name, Any]


def said_in(
    connection: Any, asked: Asked, actor: Actor, given: Values, units: Units | None = None
) -> Said:
    """One asking as a database is told of it; of ``units`` alone where these are given.

    Raises TypeError for a given value of no known kind.
    """
    values: dict[Name, Any] = {}
    scopes = tuple(
        tuple(
            _told(one, connection, (way, place), values)
            for place, one in enumerate(_kept(asked.root, actor, way, units))
        )
        for way in asked.ways
    )
    conditions, kinds = [], []
    for name, value in given.items():
        if isinstance(value, Q):
            kept = KeptCondition(value, asked.root, {})
            conditions.append((name, *_told(kept, connection, (name,), values)))
        else:
            kinds.append((name, type(value)))
            values[name, 0] = _adapted(name, value, connection)
    return Said(Shape(scopes, tuple(conditions), tuple(kinds)), values)


def _kept(
    root: Any, actor: Actor, way: tuple[str, bool], units: Units | None
) -> list[KeptCondition]:
    """What is seen in one way; of some units that is one condition."""
    permit, is_rare = way
    scope = scope_of(actor, permit, root)
    if units is None:
        return scope.kept(whole=is_rare)
    return [scope.within(units, actor.all_units, is_rare=is_rare)]


def _told(
    kept: KeptCondition, connection: Any, name: Name, values: dict[Name, Any]
) -> tuple[str, int]:
    """The text of a condition and how many values it has, which are noted under its name."""
    sql, params = kept.said(connection) or (NONE, ())
    values.update({(*name, place): value for place, value in enumerate(params)})
    return sql, len(params)


def _adapted(name: str, value: Any, connection: Any) -> Any:
    if type(value) not in FIELDS:
        raise TypeError(f"{name} is given as a {type(value).__name__}; leave out what is not known")
    return FIELDS[type(value)].get_db_prep_value(value, connection)
