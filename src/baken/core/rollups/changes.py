"""Notes what a step changes in the counts, in the transaction of the step."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from baken.core.records.bulk import insert_many
from baken.core.rollups.keys import Key, keys_of
from baken.core.rollups.models import RollupChange


@contextmanager
def counting(record: Any) -> Iterator[None]:
    """Whatever the block changes on a locked record is changed in the counts as well."""
    before = keys_of(record)
    yield
    after = keys_of(record)
    note(Counter(dict.fromkeys(before - after, -1) | dict.fromkeys(after - before, 1)))


def count_new(records: Iterable[Any]) -> None:
    """Count records that were just stored."""
    note(Counter(key for record in records for key in keys_of(record)))


def note(changes: Counter[Key]) -> None:
    """Leave changes for the worker; a change of nothing leaves nothing."""
    insert_many(
        [
            RollupChange(**key._asdict(), records=more)
            for key, more in sorted(changes.items())
            if more
        ]
    )
