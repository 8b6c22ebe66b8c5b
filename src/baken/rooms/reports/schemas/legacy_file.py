"""Reads a CSV file of another system row by row, however it is broken, and never all at once.

Plain or gzip. A row whose quotes do not match costs one line: the lines it swallowed are read again.
"""

from __future__ import annotations

import codecs
import csv
import gzip
import io
import re
import zlib
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self, cast

LONGEST_VALUE = 4_000_000
LONGEST_LINE = 5_000_000
SHOWN_OF_A_LOST_LINE = 1_000
_GZIP = b"\x1f\x8b"
_UNREADABLE = "\udcff"
_SURROGATE = re.compile("[\ud800-\udfff]")
_NUL_SHOWN = "\u2400"


class FileRefused(ValueError):
    """The file cannot be read as rows at all; the text says why."""


class FileDamaged(Exception):
    """The file breaks off or is damaged from some line on; rows before it are good."""


@dataclass(frozen=True)
class FileRow:
    """One row: where it starts (line 1 is the header), its values, and why it cannot be used."""

    line: int
    cells: Sequence[str]
    problem: str = ""


class _LineTooLong(Exception):
    """A line is longer than can be kept; ``args`` holds its beginning."""


class LegacyFile:
    """An open file of another system: its ``header``, and its rows one after the other."""

    def __init__(self, path: Path, *, encoding: str, delimiter: str) -> None:
        """Open the file and read its header. Raises FileRefused when that cannot be done."""
        csv.field_size_limit(LONGEST_VALUE)
        codecs.register_error("baken-mark", _mark)
        self.size = path.stat().st_size
        self._file: BinaryIO = path.open("rb")
        try:
            self._lines = _Lines(_as_text(self._file, encoding))
            self._reader = csv.reader(self._lines, delimiter=delimiter, strict=True)
            self.header: list[str] = self._read_header()
        except BaseException:
            self._file.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._file.close()

    @property
    def position(self) -> int:
        """How many bytes of the file on disk have been read."""
        return self._file.tell()

    def rows(self) -> Iterator[FileRow]:
        """Every row that is not blank, good or not. Raises FileDamaged where reading must stop."""
        while (row := self._next()) is not None:
            if row.problem or any(cell.strip() for cell in row.cells):
                yield row

    def _next(self) -> FileRow | None:
        self._lines.begin_row()
        line = self._lines.number + 1
        try:
            return self._checked(line, next(self._reader))
        except StopIteration:
            return None
        except _LineTooLong as lost:
            first = self._lines.first or str(lost)
            self._lines.read_again()
            return FileRow(line, [first], f"a line is longer than {LONGEST_LINE:,} characters")
        except csv.Error as problem:
            first = self._lines.first
            self._lines.read_again()
            return FileRow(line, [first.rstrip("\r\n")], _reason(problem))

    def _checked(self, line: int, cells: list[str]) -> FileRow:
        whole = "".join(cells)
        if not whole.isascii() and _SURROGATE.search(whole):
            shown = [_SURROGATE.sub("\ufffd", cell) for cell in cells]
            return FileRow(line, shown, "bytes that do not fit the encoding of the mapping")
        if "\x00" in whole:
            cells = [cell.replace("\x00", _NUL_SHOWN) for cell in cells]
        wanted = len(self.header)
        if len(cells) > wanted and not any(cell.strip() for cell in cells[wanted:]):
            cells = cells[:wanted]
        if len(cells) != wanted and any(cell.strip() for cell in cells):
            return FileRow(line, cells, f"{len(cells)} columns, the header has {wanted}")
        return FileRow(line, cells)

    def _read_header(self) -> list[str]:
        self.header = []
        try:
            found = next(self._reader, None)
        except (csv.Error, UnicodeError, FileDamaged, _LineTooLong) as problem:
            raise FileRefused(f"the header cannot be read: {problem}") from None
        names = [_SURROGATE.sub("\ufffd", name).strip() for name in found or []]
        if not any(names):
            raise FileRefused("the first line names no columns")
        twice = sorted({name for name in names if name and names.count(name) > 1})
        if twice:
            raise FileRefused(f"two columns have the same name: {', '.join(twice)}")
        return [name or f"column {place}" for place, name in enumerate(names, start=1)]


class _Lines:
    """The lines of a file; those of a broken row can be read again from its second line on."""

    def __init__(self, text: io.TextIOBase) -> None:
        self.number = 0
        self._text = text
        self._waiting: deque[str] = deque()
        self._row: list[str] = []

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> str:
        line = self._waiting.popleft() if self._waiting else self._read()
        if not line:
            raise StopIteration
        self.number += 1
        self._row.append(line)
        return line

    @property
    def first(self) -> str:
        """The first line of the row that is being read."""
        return self._row[0] if self._row else ""

    def begin_row(self) -> None:
        """A new row starts with the next line."""
        self._row = []

    def read_again(self) -> None:
        """Give out once more every line of this row but the first."""
        self._waiting.extendleft(reversed(self._row[1:]))
        self.number -= max(len(self._row) - 1, 0)

    def _read(self) -> str:
        try:
            line = self._text.readline(LONGEST_LINE)
            if len(line) < LONGEST_LINE or line[-1] in "\r\n":
                return line
            rest = line
            while rest and rest[-1] not in "\r\n":
                rest = self._text.readline(LONGEST_LINE)
        except (EOFError, OSError, zlib.error, UnicodeError) as problem:
            raise FileDamaged(f"the file is damaged after line {self.number}: {problem}") from None
        self.number += 1
        raise _LineTooLong(line[:SHOWN_OF_A_LOST_LINE])


def _as_text(file: BinaryIO, encoding: str) -> io.TextIOBase:
    packed = file.read(2) == _GZIP
    file.seek(0)
    plain = cast(BinaryIO, gzip.GzipFile(fileobj=file)) if packed else file
    return io.TextIOWrapper(plain, encoding=encoding, errors="baken-mark", newline="")


def _mark(problem: UnicodeError) -> tuple[str, int]:
    """Put a sign that no text holds where bytes cannot be read, and go on behind them."""
    if not isinstance(problem, UnicodeDecodeError):
        raise problem
    return _UNREADABLE, problem.end


def _reason(problem: csv.Error) -> str:
    if "field limit" in str(problem):
        return f"a value is longer than {LONGEST_VALUE:,} characters, or a quote stays open"
    return "the quotes do not match"
