"""What is due soonest, oldest or newest under several headings at once, in one statement or none.

An inbox asks a dozen such statements. What the ORM makes of one depends on the headings and on the
shape of the rights, not on who asks: it is worked out once for each shape and then asked with the
values of the moment. Measured in ``docs/decisions/2026-11-28-statements-kept.md``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from django.db import connection

from baken.core.access import Actor
from baken.core.lists.headings import Along as Along
from baken.core.lists.headings import Asked, said_in
from baken.core.lists.headings import Heading as Heading
from baken.core.lists.headings import Values as Values
from baken.core.lists.kept import worked_out

OLDEST, NEWEST, SOONEST = ("pk",), ("-pk",), ("due_at", "pk")
_SORTED: Mapping[tuple[str, ...], Callable[[Any], Any]] = {
    OLDEST: lambda record: record.pk,
    NEWEST: lambda record: -record.pk,
    SOONEST: lambda record: (record.due_at, record.pk),
}


def first_of(
    headings: Sequence[Heading],
    *,
    by: tuple[str, ...],
    root: type[Any],
    actor: Actor,
    given: Values | None = None,
    units: frozenset[int] | None = None,
    most: int,
    related: Iterable[str] = (),
    fields: Iterable[str] = (),
    along: Along | None = None,
) -> list[Any]:
    """The first records of several headings that an actor may see, so many of each; all in one order.

    ``by`` is one of OLDEST, NEWEST and SOONEST, which leaves out what has no term (``due_at``). Under
    which heading a record stands follows from what it is. ``given`` holds what a heading or ``along``
    needs to know of the moment, by name: values, and conditions on ``root``. With ``units`` only what
    these units themselves have is asked for. Which records they are comes from an index alone, so that a
    wide reach sorts keys and not whole rows.
    """
    asked = Asked(root, tuple(headings), by, most, tuple(related), tuple(fields), along)
    said = said_in(connection, asked, actor, given or {}, units)
    statement = worked_out(connection.vendor, asked, said.shape)
    return sorted(statement.rows(said.values), key=_SORTED[by]) if statement else []
