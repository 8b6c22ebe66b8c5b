"""For migrations: lets the histories of records vouch for rows that were there before they did so."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from baken.core.records.numbers import row_numbers
from baken.core.trail.append import plain_value
from baken.core.trail.chain import commitment, fresh_salts, row_hash

CHUNK = 1_000
Parts = Mapping[int, Mapping[str, Any]]


def plain(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values of a row as they read back from any database."""
    return {name: plain_value(value) for name, value in values.items()}


def vouch_since(steps: Any, parts: Parts, *, code: str, at: datetime) -> int:
    """Add a step with a code to the history of each record that has parts; gives how many.

    ``steps`` is the step table as the migration knows it, ``parts`` what belongs to each record, by
    its row number; a name that begins with "record." is of the record itself. The step changes no
    state and vouches for nothing else. A record without a history gets none: that is found as it was
    before.
    """
    fresh, known = row_numbers([at] * len(parts)), sorted(parts)
    made = 0
    for start in range(0, len(known), CHUNK):
        rows = list(_rows(steps, known[start : start + CHUNK], parts, code, at))
        for row, number in zip(rows, fresh[start:], strict=False):
            row.number = number
        steps.objects.bulk_create(rows)
        made += len(rows)
    return made


def _full(name: str) -> str:
    return name if name.startswith("record.") else f"part.{name}"


def _rows(
    steps: Any, numbers: Sequence[int], parts: Parts, code: str, at: datetime
) -> Iterator[Any]:
    names = ("record_id", "serial", "hash", "to_state")
    told = steps.objects.filter(record__in=numbers).order_by("record_id", "serial")
    newest = {row[0]: row[1:] for row in told.values_list(*names)}
    for number, (serial, previous, state) in newest.items():
        values = {"name": "migration"} | {_full(k): v for k, v in parts[number].items()}
        salts = dict(zip(values, fresh_salts(len(values)), strict=True))
        content = {
            "record": number,
            "serial": serial + 1,
            "code": code,
            "from": state,
            "to": state,
            "at": at,
            "facts": {},
            "commitments": {name: commitment(values[name], salts[name]) for name in values},
        }
        yield steps(
            record_id=number,
            serial=serial + 1,
            code=code,
            from_state=state,
            to_state=state,
            at=at,
            words={"name": "migration"},
            salts=salts,
            commitments=content["commitments"],
            previous=previous,
            hash=row_hash(previous, content),
        )
