"""Under what a record is counted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from django.db import models

from baken.core.access.roots import root_classes
from baken.core.records.rolled import Rolled

Parents = Mapping[int, int | None]


class Key(NamedTuple):
    """What a count is of; in this order all counts are written, so that nobody waits in a ring.

    ``root`` is the prefix of a root, with the mark of the way in which it is counted.
    """

    root: str
    unit: int
    month: int
    confidentiality: int
    code: str


def name_of(root: Any, way: Rolled) -> str:
    """Under what name a root is counted in a way."""
    return f"{root.prefix}{way.mark}"


def ways_of(root: Any) -> Iterator[Rolled]:
    """The ways in which the records of a root are counted."""
    way: Rolled | None = getattr(root, "rolled", None)
    if way is not None:
        yield way
        yield from root.rolled_also


def key_of(record: Any, way: Rolled) -> Key | None:
    """Under what a record is counted now in one way; None when it does not count."""
    if not way.counts(record):
        return None
    return Key(
        name_of(record, way),
        record.unit_id,
        way.month_of(record.number),
        int(record.confidentiality),
        way.code_of(getattr(record, name) for name in way.by),
    )


def keys_of(record: Any) -> frozenset[Key]:
    """Under what a record is counted now, in every way."""
    keys = (key_of(record, way) for way in ways_of(record))
    return frozenset(key for key in keys if key)


def counted_ways() -> list[tuple[type[models.Model], Rolled]]:
    """The roots whose records are counted with the ways in which they are, in order of their prefix."""
    return [
        (root, way) for _prefix, root in sorted(root_classes().items()) for way in ways_of(root)
    ]


def line_of(unit: int, parents: Parents) -> Iterator[int]:
    """A unit and all above it."""
    at: int | None = unit
    while at is not None:
        yield at
        at = parents[at]
