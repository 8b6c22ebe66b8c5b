"""Under what a record is counted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from django.db import models

from baken.core.access.roots import root_classes
from baken.core.records.rolled import Rolled

Parents = Mapping[int, int | None]


class Key(NamedTuple):
    """What a count is of; in this order all counts are written, so that nobody waits in a ring."""

    root: str
    unit: int
    month: int
    confidentiality: int
    code: str


def key_of(record: Any) -> Key | None:
    """Under what a record is counted now; None when it does not count."""
    rolled: Rolled | None = getattr(record, "rolled", None)
    if rolled is None or not rolled.counts(record):
        return None
    return Key(
        record.prefix,
        record.unit_id,
        rolled.month_of(record.number),
        int(record.confidentiality),
        rolled.code_of(getattr(record, name) for name in rolled.by),
    )


def rolled_roots() -> list[type[models.Model]]:
    """The roots whose records are counted, in order of their prefix."""
    return [root for _prefix, root in sorted(root_classes().items()) if root.rolled is not None]


def line_of(unit: int, parents: Parents) -> Iterator[int]:
    """A unit and all above it."""
    at: int | None = unit
    while at is not None:
        yield at
        at = parents[at]
