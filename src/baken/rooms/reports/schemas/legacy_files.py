"""Writes rows in the shape of another system: one CSV file, or several in a .zip."""

from __future__ import annotations

import csv
import io
import shutil
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from tempfile import TemporaryFile
from typing import Any, BinaryIO

from baken.core.export.formats import FORMATS, Format
from baken.rooms.reports.schemas.legacy_writing import LegacyLine, encodable
from baken.rooms.reports.schemas.mapping import LegacyMapping
from baken.rooms.reports.schemas.packed import MAIN


@dataclass(frozen=True)
class Shape:
    """How the files of a system look: its mapping, and the columns of each file in their order."""

    mapping: LegacyMapping
    columns: Sequence[str]
    companions: Mapping[str, Sequence[str]]

    @property
    def format(self) -> Format:
        """The kind of file it gives. No marking stands in it: the other system could not read it."""
        plain = FORMATS["csv"]
        if not self.mapping.joins:
            return Format("csv", plain.media_type, plain.label, self.write_rows)
        return Format("zip", "application/zip", plain.label, self.write_pack)

    def write_rows(self, *, file: BinaryIO, records: Iterable[LegacyLine], **_facts: Any) -> int:
        """The rows as one CSV file; returns how many."""
        with _written(file, self.mapping, self.columns) as writer:
            count = 0
            for line in records:
                writer.writerow([_cell(line.row, column) for column in self.columns])
                count += 1
        return count

    def write_pack(self, *, file: BinaryIO, records: Iterable[LegacyLine], **_facts: Any) -> int:
        """The rows and those of the other files, packed; returns how many of the main file."""
        with ExitStack() as stack:
            others = {
                join.name: stack.enter_context(TemporaryFile()) for join in self.mapping.joins
            }
            main = stack.enter_context(TemporaryFile())
            count = self.write_rows(file=main, records=self._shared_out(records, others))
            files = {f"{join.file}.csv": others[join.name] for join in self.mapping.joins}
            _pack(file, {MAIN: main, **files})
        return count

    def _shared_out(
        self, records: Iterable[LegacyLine], others: Mapping[str, Any]
    ) -> Iterator[LegacyLine]:
        """The same lines; their rows of other files are written on the way."""
        with ExitStack() as open_ones:
            writers = {
                name: open_ones.enter_context(
                    _written(other, self.mapping, self.companions.get(name, ()))
                )
                for name, other in others.items()
            }
            for line in records:
                for name, rows in line.joined.items():
                    columns = self.companions.get(name, ())
                    writers[name].writerows([_cell(row, c) for c in columns] for row in rows)
                yield line


def _cell(row: Mapping[str, str], column: str) -> str:
    """A value as it came; what stands for a NUL sign becomes one again."""
    return row.get(column, "").replace("\u2400", "\x00")


@contextmanager
def _written(file: BinaryIO, mapping: LegacyMapping, columns: Sequence[str]) -> Iterator[Any]:
    stream = io.TextIOWrapper(file, encoding=encodable(mapping), newline="", errors="replace")
    writer = csv.writer(stream, delimiter=mapping.delimiter, lineterminator="\r\n")
    writer.writerow(columns)
    yield writer
    stream.flush()
    stream.detach()


def _pack(file: BinaryIO, files: Mapping[str, BinaryIO]) -> None:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as pack:
        for name, content in files.items():
            content.seek(0)
            with pack.open(name, "w", force_zip64=True) as packed:
                shutil.copyfileobj(content, packed)
