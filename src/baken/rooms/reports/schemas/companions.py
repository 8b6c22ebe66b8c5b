"""The other files of a source that consists of several: their rows, found by the key they share."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import orjson

from baken.rooms.reports.actions.legacy_rows import RefusedRow
from baken.rooms.reports.schemas.legacy_file import FileDamaged, FileRefused, LegacyFile
from baken.rooms.reports.schemas.mapping import MappingRefused
from baken.rooms.reports.schemas.mapping.joins import Join
from baken.rooms.reports.schemas.scratch import Scratch

ENDINGS = ("", ".csv", ".csv.gz", ".gz")
JoinedRows = Mapping[str, Sequence[Mapping[str, str]]]


def companion_paths(
    joins: Sequence[Join], main: Path, given: Mapping[str, Path]
) -> dict[str, Path]:
    """Where the other files are: as given, or beside the main file under their own name.

    Raises MappingRefused for a name that the mapping does not know, FileRefused for a file that is
    not there.
    """
    unknown = sorted(set(given) - {join.name for join in joins})
    if unknown:
        names = ", ".join(join.name for join in joins) or "none"
        raise MappingRefused("join", [f"{unknown[0]} is no other file of it; it has: {names}"])
    return {join.name: given.get(join.name) or _beside(join, main) for join in joins}


def _beside(join: Join, main: Path) -> Path:
    for ending in ENDINGS:
        path = main.parent / f"{join.file}{ending}"
        if path.is_file():
            return path
    raise FileRefused(f"join.{join.name}: there is no {join.file}.csv or .csv.gz beside it")


@dataclass
class Companions:
    """The other files, read once into a scratch file and found by key."""

    scratch: Scratch
    joins: Sequence[Join]
    columns: dict[str, list[str]] = field(default_factory=dict)
    refused: list[RefusedRow] = field(default_factory=list)

    def take_in(self, paths: Mapping[str, Path], *, encoding: str, delimiter: str) -> None:
        """Read every file. Rows that cannot be used are among ``refused``.

        Raises FileRefused, FileDamaged, or MappingRefused for a column it is joined on that it lacks.
        """
        here = self.scratch.here
        here.execute("CREATE TABLE joined (name, key, line, content, used DEFAULT 0)")
        for join in self.joins:
            path = paths[join.name]
            try:
                with LegacyFile(path, encoding=encoding, delimiter=delimiter) as file:
                    self._check(join, path, file)
                    here.executemany(
                        "INSERT INTO joined (name, key, line, content) VALUES (?, ?, ?, ?)",
                        self._rows(join, file),
                    )
            except (FileRefused, FileDamaged) as problem:
                raise type(problem)(f"join.{join.name}: {problem}") from None
        here.execute("CREATE INDEX joined_by_key ON joined (name, key)")
        self.scratch.settle()

    @property
    def header(self) -> list[str]:
        """Every column of the other files, with the name of its file before it."""
        return [f"{name}.{column}" for name, listed in self.columns.items() for column in listed]

    def rows_of(self, raw: Mapping[str, str]) -> dict[str, list[dict[str, str]]]:
        """The rows of the other files that belong to a row, in the order of their file."""
        found: dict[str, list[dict[str, str]]] = {}
        for join in self.joins:
            key = _key([raw.get(ours, "") for ours, _theirs in join.by])
            where = (join.name, key)
            rows = self.scratch.here.execute(
                "SELECT content FROM joined WHERE name = ? AND key = ? ORDER BY rowid", where
            ).fetchall()
            if rows:
                self.scratch.here.execute(
                    "UPDATE joined SET used = 1 WHERE name = ? AND key = ?", where
                )
                listed = self.columns[join.name]
                found[join.name] = [
                    dict(zip(listed, orjson.loads(row[0]), strict=True)) for row in rows
                ]
        return found

    def left_over(self) -> Iterator[RefusedRow]:
        """The rows of the other files that belong to no row of the main one."""
        rows = self.scratch.here.execute(
            "SELECT name, key, line, content FROM joined WHERE used = 0 ORDER BY rowid"
        )
        for name, key, line, content in rows:
            reason = f"{name}: belongs to no row of the main file"
            yield RefusedRow(line, key, reason, orjson.loads(content))

    def _check(self, join: Join, path: Path, file: LegacyFile) -> None:
        self.columns[join.name] = file.header
        lacking = [theirs for _ours, theirs in join.by if theirs not in file.header]
        if lacking:
            said = [f"join.{join.name}.by: the file has no column {one!r}" for one in lacking]
            raise MappingRefused(str(path), said)

    def _rows(self, join: Join, file: LegacyFile) -> Iterator[tuple[str, str, int, bytes]]:
        places = [file.header.index(theirs) for _ours, theirs in join.by]
        for row in file.rows():
            if row.problem:
                reason = f"{join.name}: {row.problem}"
                self.refused.append(RefusedRow(row.line, "", reason, row.cells))
                continue
            key = _key([row.cells[place] for place in places])
            yield join.name, key, row.line, orjson.dumps(list(row.cells))


def _key(values: Sequence[str]) -> str:
    return orjson.dumps([value.strip() for value in values]).decode()
