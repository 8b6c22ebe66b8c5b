"""Reads the rows of a file, and of those beside it, as reports, batch by batch."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from baken.rooms.reports.actions.legacy_rows import (
    NO_ROWS,
    LegacyReport,
    LegacySource,
    RefusedRow,
)
from baken.rooms.reports.schemas.companions import Companions, companion_paths
from baken.rooms.reports.schemas.legacy_file import FileRow, LegacyFile
from baken.rooms.reports.schemas.mapping import LegacyMapping, MappingRefused, RowUnfit
from baken.rooms.reports.schemas.scratch import Scratch

ROWS = 1_000
FIRST_ROWS = 200
CHARACTERS = 8_000_000


@dataclass(frozen=True)
class ReadBatch:
    """Rows that were read together, and how many bytes of the file had been read after them."""

    rows: Sequence[LegacyReport | RefusedRow]
    position: int


class Reading:
    """The rows of an open file as reports; ``other_files`` says where those beside it are."""

    def __init__(
        self,
        file: LegacyFile,
        path: Path,
        mapping: LegacyMapping,
        scratch: Scratch,
        other_files: Mapping[str, Path] | None = None,
    ) -> None:
        """Read the other files. Raises MappingRefused, FileRefused or FileDamaged."""
        self._file = file
        self._mapping = mapping
        self._scratch = scratch
        self._companions = Companions(scratch, mapping.joins)
        paths = companion_paths(mapping.joins, path, other_files or {})
        if paths:
            self._companions.take_in(paths, encoding=mapping.encoding, delimiter=mapping.delimiter)
        if mapping.numbers_rows:
            scratch.here.execute("CREATE TABLE met (key PRIMARY KEY, times) WITHOUT ROWID")
            scratch.settle()
        self.source = self._source(path)

    def batches(self, now: datetime) -> Iterator[ReadBatch]:
        """Rows in batches of at most 1,000, and shorter ones where the rows are very long.

        The first batches are short too, each twice the one before: storing soon has work to do while
        more is read, and reading stays ahead of it.
        """
        batch: list[LegacyReport | RefusedRow] = [*self._companions.refused]
        weight, most = 0, min(FIRST_ROWS, ROWS)
        for row in self._file.rows():
            batch.extend(self._reports(row, now))
            weight += sum(map(len, row.cells))
            if len(batch) >= most or weight >= CHARACTERS:
                self._scratch.settle()
                yield ReadBatch(batch, self._file.position)
                batch, weight, most = [], 0, min(2 * most, ROWS)
        if self._mapping.joins:
            batch.extend(self._companions.left_over())
        if batch:
            yield ReadBatch(batch, self._file.position)

    def _source(self, path: Path) -> LegacySource:
        header = [*self._file.header, *self._companions.header]
        missing = self._mapping.missing_columns(header)
        if missing:
            raise MappingRefused(str(path), missing)
        in_use = self._mapping.in_use
        return replace(
            self._mapping.source,
            not_mapped=tuple(c for c in header if c not in self._mapping.columns),
            columns=tuple(self._file.header),
            companions=self._companions.columns,
            in_use=(in_use.since, in_use.until),
        )

    def _reports(self, row: FileRow, now: datetime) -> Sequence[LegacyReport | RefusedRow]:
        raw = dict(zip(self._file.header, row.cells, strict=False))
        try:
            if row.problem:
                raise RowUnfit(row.problem)
            return self._mapping.reports_of(
                raw,
                line=row.line,
                now=now,
                joined=self._companions.rows_of(raw) if self._mapping.joins else NO_ROWS,
                number=self._number(raw) if self._mapping.numbers_rows else 1,
            )
        except RowUnfit as unfit:
            key = self._mapping.key_of(raw)
            return [RefusedRow(row.line, key, str(unfit), row.cells)]

    def _number(self, raw: Mapping[str, str]) -> int:
        """The how manieth row with its key this is."""
        statement = (
            "INSERT INTO met VALUES (?, 1) ON CONFLICT (key) DO UPDATE SET times = times + 1"
            " RETURNING times"
        )
        [(number,)] = self._scratch.here.execute(statement, [self._mapping.key_of(raw)]).fetchall()
        return int(number)
