"""Writes one record as a row of the other system: what came is left, what changed is put in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from baken.rooms.reports.actions.legacy_rows import NO_ROWS
from baken.rooms.reports.schemas.mapping import LegacyMapping, RowUnfit
from baken.rooms.reports.schemas.mapping.reverse import FIELDS, Cannot, back

_TEXTS = ("story", "title", "summary")
Rows = Mapping[str, Sequence[Mapping[str, str]]]


@dataclass(frozen=True)
class Unsaid:
    """A field of a record that the other system has no way to say, and why."""

    ref: str
    field: str
    value: str
    why: str
    about: str = ""


@dataclass(frozen=True)
class LegacyLine:
    """A row in the shape of the other system, with those of its other files, and what is not in it."""

    row: dict[str, str]
    joined: Rows = field(default_factory=lambda: NO_ROWS)
    unsaid: tuple[Unsaid, ...] = ()


def changed_line(
    *,
    mapping: LegacyMapping,
    ref: str,
    line: LegacyLine,
    changed: Mapping[str, Any],
    now: datetime,
) -> LegacyLine:
    """A row that came from the other system, with the fields put in that changed here.

    A field goes in only where the row then says it, and says all else as before.
    """
    row, unsaid = dict(line.row), []
    before = _reading(mapping, row, line.joined, now)
    for name in (one for one in FIELDS if one in changed):
        value = changed[name]
        said = back(name, value, mapping.content)
        if not isinstance(said, Cannot) and said.column:
            tried = row | {said.column: _fitting(said.value, mapping)}
            after = _reading(mapping, tried, line.joined, now)
            said = _outcome(mapping, name, value, before, after) or said
            if not isinstance(said, Cannot):
                row, before = tried, after
        if isinstance(said, Cannot):
            unsaid.append(_unsaid(ref, name, value, said))
    return LegacyLine(row, line.joined, tuple(unsaid))


def new_line(
    *,
    mapping: LegacyMapping,
    ref: str,
    columns: Sequence[str],
    fields: Mapping[str, Any],
    now: datetime,
) -> LegacyLine:
    """A row for a record that was made here: its reference as key, and every field that fits."""
    row, unsaid = dict.fromkeys(columns, ""), []
    row[mapping.key[0]] = ref
    taken: dict[str, str] = {mapping.key[0]: ref}
    for name in (one for one in FIELDS if fields.get(one) not in (None, "", [], ())):
        said = back(name, fields[name], mapping.content)
        if not isinstance(said, Cannot) and said.column:
            value = _fitting(said.value, mapping)
            if taken.setdefault(said.column, value) != value:
                said = Cannot("taken", said.column)
            else:
                row[said.column] = value
        if isinstance(said, Cannot):
            unsaid.append(_unsaid(ref, name, fields[name], said))
    told = {one.field for one in unsaid}
    reading = _reading(mapping, row, NO_ROWS, now)
    for name, value in fields.items():
        read = reading.get(name)
        if name not in told and value and reading and not _same(name, read, value, mapping):
            unsaid.append(_unsaid(ref, name, value, Cannot("reads", _shown(read))))
    return LegacyLine(row, NO_ROWS, tuple(unsaid))


def encodable(mapping: LegacyMapping) -> str:
    """The encoding to write in: that of the source, without a mark at the beginning."""
    return "utf-8" if mapping.encoding == "utf-8-sig" else mapping.encoding


def _outcome(
    mapping: LegacyMapping,
    name: str,
    value: Any,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
) -> Cannot | None:
    if not _same(name, after.get(name), value, mapping):
        return Cannot("reads", _shown(after.get(name)))
    others = [
        one
        for one in FIELDS
        if one not in (name, *_TEXTS) and _plain(before.get(one)) != _plain(after.get(one))
    ]
    return Cannot("also", ", ".join(others)) if others else None


def _reading(
    mapping: LegacyMapping, row: Mapping[str, str], joined: Rows, now: datetime
) -> dict[str, Any]:
    """What a row says by the mapping; nothing when it says nothing that can be kept."""
    columns = {**dict.fromkeys(mapping.columns, ""), **row}
    try:
        found = mapping.reports_of(columns, line=0, now=now, joined=joined)[0]
    except RowUnfit:
        return {}
    return {name: getattr(found, name) for name in FIELDS}


def _fitting(value: str, mapping: LegacyMapping) -> str:
    encoding = encodable(mapping)
    return value.encode(encoding, "replace").decode(encoding)


def _same(name: str, one: Any, other: Any, mapping: LegacyMapping) -> bool:
    """Whether two values are one; moments when the other system writes them the same way."""
    if isinstance(one, datetime) and isinstance(other, datetime):
        return back(name, one, mapping.content) == back(name, other, mapping.content)
    return bool(_plain(one) == _plain(other))


def _plain(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return sorted(value)
    return value if value not in (None, "") else None


def _shown(value: Any) -> str:
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value))
    return value.isoformat() if isinstance(value, datetime) else str(value if value else "")


def _unsaid(ref: str, name: str, value: Any, cannot: Cannot) -> Unsaid:
    return Unsaid(ref, name, _shown(value)[:200], cannot.why, cannot.about)
