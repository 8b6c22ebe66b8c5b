"""A checked mapping: what turns the rows of another system into reports."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from baken.rooms.reports.actions.legacy_rows import NO_ROWS, LegacyReport, LegacySource
from baken.rooms.reports.schemas.mapping import values
from baken.rooms.reports.schemas.mapping.fields import Filled
from baken.rooms.reports.schemas.mapping.harm import DamageLine, InjuryLine
from baken.rooms.reports.schemas.mapping.joins import InUse, Join, OtherName
from baken.rooms.reports.schemas.mapping.problems import (
    MISSING,
    Expression,
    Row,
    RowUnfit,
    Test,
)

LONGEST_STORY = 1_000_000
LONGEST_KEY = 120
GLUE = "; "
NOT_STATED = InUse()
JoinedRows = Mapping[str, Sequence[Mapping[str, str]]]


@dataclass(frozen=True)
class Further:
    """A further report that the same row gives: its name, when it does, and its text."""

    name: str
    when: Test | None
    story: Expression


@dataclass(frozen=True)
class LegacyMapping:
    """A checked mapping. ``columns`` are those it needs, ``unit_codes`` those it writes out.

    ``content`` is the mapping file itself, ``files_of`` tells which other file a column is of.
    """

    source: LegacySource
    encoding: str
    delimiter: str
    columns: Mapping[str, str]
    unit_codes: frozenset[str]
    key: tuple[str, ...]
    group_by: tuple[str, ...]
    empty_values: Mapping[str, frozenset[str]]
    story: Expression
    own_fields: Sequence[Filled]
    injuries: Sequence[InjuryLine]
    damages: Sequence[DamageLine] = ()
    joins: tuple[Join, ...] = ()
    numbers_rows: bool = False
    further: tuple[Further, ...] = ()
    also: tuple[OtherName, ...] = ()
    in_use: InUse = NOT_STATED
    content: Mapping[str, Any] = field(default_factory=dict)

    def key_of(self, raw: Mapping[str, str]) -> str:
        """What identifies a row at its source; empty when all its columns are."""
        return together([raw.get(column, "").strip() for column in self.key])

    def read(self, raw: Mapping[str, str], *, line: int, now: datetime) -> LegacyReport:
        """The report that a row gives, the first of several; ``raw`` has every column needed.

        Raises RowUnfit with the field and what is wrong.
        """
        return self.reports_of(raw, line=line, now=now)[0]

    def reports_of(
        self,
        raw: Mapping[str, str],
        *,
        line: int,
        now: datetime,
        joined: JoinedRows = NO_ROWS,
        number: int = 1,
    ) -> list[LegacyReport]:
        """Every report that a row gives, with the rows of other files that belong to it.

        ``number`` tells the how manieth row of its key it is, where a mapping numbers rows.
        Raises RowUnfit with the field and what is wrong.
        """
        row = self.row_of(raw, now=now, joined=joined)
        key = numbered(self._checked_key(row), number)
        found = {one.name: one.of(row) for one in self.own_fields}
        plain = {name: value for name, value in found.items() if value is not MISSING}
        group = together([row.values[column] for column in self.group_by])
        first = LegacyReport(
            line=line,
            key=key,
            raw=raw,
            story=self._story_of(row, self.story),
            group=group or (key if self.further else ""),
            injuries=tuple(injury for entry in self.injuries for injury in entry.of(row)),
            damages=tuple(damage for entry in self.damages for damage in entry.of(row)),
            joined=joined,
            names=self._names_of(row) if self.also else (),
            **plain,
        )
        return [first, *self._further_of(row, first, plain)] if self.further else [first]

    def row_of(self, raw: Mapping[str, str], *, now: datetime, joined: JoinedRows = NO_ROWS) -> Row:
        """A row as expressions see it."""
        if not self.joins:
            return Row(self._cleaned(raw, self.columns), now)
        rows = {join.name: self._cleaned_rows(join.name, joined) for join in self.joins}
        cleaned = self._cleaned(raw, self._own_columns)
        for column in self.columns:
            if column not in cleaned:
                listed = rows[column.partition(".")[0]]
                cleaned[column] = GLUE.join(
                    dict.fromkeys(filter(None, (r[column] for r in listed)))
                )
        return Row(cleaned, now, rows)

    def missing_columns(self, header: Sequence[str]) -> list[str]:
        """What to say of columns that the mapping needs and a file lacks."""
        there = frozenset(header)
        return [
            f"{place}: the file has no column {column!r}"
            for column, place in self.columns.items()
            if column not in there
        ]

    @cached_property
    def _own_columns(self) -> list[str]:
        names = {join.name for join in self.joins}
        return [c for c in self.columns if "." not in c or c.partition(".")[0] not in names]

    def _checked_key(self, row: Row) -> str:
        key = self.key_of(row.values)
        if not key:
            raise RowUnfit("the key is empty")
        if len(key) > LONGEST_KEY:
            raise RowUnfit(f"the key is longer than {LONGEST_KEY} characters")
        return key

    def _story_of(self, row: Row, expression: Expression) -> str:
        story = expression(row)
        kept = "" if values.is_nothing(story) else values.text(story)
        if len(kept) > LONGEST_STORY:
            raise RowUnfit(f"story: longer than {LONGEST_STORY:,} characters")
        return kept

    def _further_of(
        self, row: Row, first: LegacyReport, plain: Mapping[str, Any]
    ) -> list[LegacyReport]:
        return [
            LegacyReport(
                line=first.line,
                key=f"{first.key}#{one.name}",
                raw=first.raw,
                story=self._story_of(row, one.story),
                group=first.group,
                joined=first.joined,
                part=one.name,
                names=first.names,
                **plain,
            )
            for one in self.further
            if one.when is None or one.when(row)
        ]

    def _names_of(self, row: Row) -> tuple[tuple[str, str], ...]:
        found = (
            (other.system, together([row.values[column] for column in other.key]))
            for other in self.also
        )
        return tuple((system, key[:LONGEST_KEY]) for system, key in found if key)

    def _cleaned(self, raw: Mapping[str, str], columns: Any) -> dict[str, str]:
        cleaned = {column: raw[column].strip() for column in columns}
        for column, nothing in self.empty_values.items():
            if cleaned.get(column) in nothing:
                cleaned[column] = ""
        return cleaned

    def _cleaned_rows(self, name: str, joined: JoinedRows) -> list[dict[str, str]]:
        wanted = [column for column in self.columns if column.startswith(f"{name}.")]
        return [
            self._cleaned({f"{name}.{c}": value for c, value in row.items()}, wanted)
            for row in joined.get(name, ())
        ]


def together(parts: Sequence[str]) -> str:
    """Several values as one key that no other values give; empty when all are."""
    if len(parts) == 1:
        return parts[0]
    escaped = [part.replace("\\", "\\\\").replace("|", "\\|") for part in parts]
    return "|".join(escaped) if any(escaped) else ""


def numbered(key: str, number: int) -> str:
    """The key of the second, third … row that has the same one; four digits, so that they sort."""
    return key if number == 1 else f"{key}#{number:04}"
