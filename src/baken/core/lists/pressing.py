"""What is due soonest, oldest or newest under several headings at once, in one statement or none.

An inbox asks a dozen such statements. What the ORM makes of one depends on the headings and on the
shape of the rights, not on who asks: it is worked out once for each shape and then asked with the
values of the moment. Measured in ``docs/decisions/2026-11-28-statements-kept.md``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import connection

from baken.core.access import Actor
from baken.core.lists.headings import Along as Along
from baken.core.lists.headings import Asked, Said, said_in
from baken.core.lists.headings import Heading as Heading
from baken.core.lists.headings import Values as Values
from baken.core.lists.kept import worked_out

OLDEST, NEWEST, SOONEST = ("pk",), ("-pk",), ("due_at", "pk")


def soonest(
    *,
    root: type[Any],
    actor: Actor,
    headings: Sequence[Heading],
    given: Mapping[str, Any] | None = None,
    units: frozenset[int] | None = None,
    most: int,
    related: Iterable[str] = (),
    fields: Iterable[str] = (),
    along: Along | None = None,
) -> list[Any]:
    """The records that an actor may see whose term (``due_at``) ends first, so many of each heading.

    Under which heading a record stands follows from what it is. ``given`` holds what a heading or
    ``along`` needs to know of the moment, by name: values, and conditions on ``root``. With ``units``
    only what these units themselves have is asked for. Which records they are comes from an index
    alone, so that a wide reach sorts keys and not whole rows.
    """
    asked = Asked(root, tuple(headings), SOONEST, most, tuple(related), tuple(fields), along)
    found = _found(asked, actor, given or {}, units)
    return sorted(found, key=lambda record: (record.due_at, record.pk))


def oldest(
    *,
    root: type[Any],
    actor: Actor,
    headings: Sequence[Heading],
    given: Mapping[str, Any] | None = None,
    units: frozenset[int] | None = None,
    most: int,
    related: Iterable[str] = (),
    fields: Iterable[str] = (),
) -> list[Any]:
    """As ``soonest``, by age instead of by term."""
    asked = Asked(root, tuple(headings), OLDEST, most, tuple(related), tuple(fields), None)
    return sorted(_found(asked, actor, given or {}, units), key=lambda record: record.pk)


def newest(
    *,
    root: type[Any],
    actor: Actor,
    headings: Sequence[Heading],
    given: Mapping[str, Any] | None = None,
    units: frozenset[int] | None = None,
    most: int,
    related: Iterable[str] = (),
    fields: Iterable[str] = (),
) -> list[Any]:
    """As ``soonest``, the newest first."""
    asked = Asked(root, tuple(headings), NEWEST, most, tuple(related), tuple(fields), None)
    return sorted(_found(asked, actor, given or {}, units), key=lambda record: -record.pk)


def _found(
    asked: Asked, actor: Actor, given: Mapping[str, Any], units: frozenset[int] | None
) -> list[Any]:
    said: Said = said_in(connection, asked, actor, given, units)
    statement = worked_out(connection.vendor, asked, said.shape)
    return statement.rows(said.values) if statement else []
