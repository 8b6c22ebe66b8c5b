"""``baken import-reports``: reports of another system from a CSV file, through a mapping."""

from __future__ import annotations

import argparse
import csv
import json
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from baken.rooms.reports.actions.legacy_rows import RefusedRow
    from baken.rooms.reports.jobs.import_reports import Tally
    from baken.rooms.reports.schemas.mapping import LegacyMapping

NAME = "import-reports"
HELP = "import reports of another system from CSV, also .gz; safe to run again"
SHOWN = 10


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The file, its mapping, and what to do with rows that do not come in."""
    parser.add_argument(
        "file", type=Path, metavar="FILE", help="a CSV file, plain or .gz, or a .zip of ours"
    )
    parser.add_argument(
        "--mapping", required=True, metavar="MAP", help="a mapping file, or one that comes along"
    )
    parser.add_argument(
        "--with",
        dest="other_files",
        action="append",
        default=[],
        type=other_file,
        metavar="NAME=FILE",
        help="another file of the mapping, when it does not stand beside FILE; may be repeated",
    )
    parser.add_argument("--dry-run", action="store_true", help="count, and write nothing")
    parser.add_argument("--rejects", type=Path, metavar="FILE", help="write refused rows here")
    parser.add_argument("--json", action="store_true", help="end with the counts as JSON")


def other_file(text: str) -> tuple[str, Path]:
    """The name of another file in the mapping and where it is. Raises ValueError otherwise."""
    name, sign, path = text.partition("=")
    if not (name and sign and path):
        raise ValueError
    return name, Path(path)


def run(options: argparse.Namespace) -> int:
    """Import the file and tell the counts; 1 when rows were refused or the work broke off."""
    from baken.rooms.reports.schemas.legacy_file import FileRefused
    from baken.rooms.reports.schemas.mapping import MappingRefused, find_mapping, load_mapping
    from baken.rooms.reports.schemas.packed import unpacked

    try:
        mapping = load_mapping(find_mapping(options.mapping))
        with (
            unpacked(options.file, mapping) as options.source,
            _refusals(options, mapping) as refusals,
        ):
            return _import(options, mapping, refusals)
    except MappingRefused as refused:
        return _wrong(str(refused))
    except FileRefused as refused:
        return _wrong(f"{options.file}: {refused}")
    except OSError as problem:
        return _wrong(f"{problem.filename or options.file}: {problem.strerror or problem}")


class Refusals:
    """Tells refused rows: all of them in a file, or else the first few on the screen."""

    def __init__(self, file: Any, delimiter: str) -> None:
        self._writer = csv.writer(file) if file else None
        self._delimiter = delimiter
        self._count = 0
        if self._writer:
            self._writer.writerow(["line", "key", "reason", "raw"])

    def tell(self, row: RefusedRow) -> None:
        """One refused row."""
        self._count += 1
        if self._writer:
            self._writer.writerow([row.line, row.key, row.reason, self._as_line(row)])
        elif self._count <= SHOWN:
            print(f"line {row.line}: {row.reason}", file=sys.stderr)
        elif self._count == SHOWN + 1:
            print("More rows were refused; --rejects FILE keeps them all.", file=sys.stderr)

    def _as_line(self, row: RefusedRow) -> str:
        if len(row.cells) == 1:
            return row.cells[0]
        line = StringIO()
        csv.writer(line, delimiter=self._delimiter, lineterminator="").writerow(row.cells)
        return line.getvalue()


@contextmanager
def _refusals(options: argparse.Namespace, mapping: LegacyMapping) -> Iterator[Refusals]:
    if options.rejects is None:
        yield Refusals(None, mapping.delimiter)
        return
    if options.rejects.exists() and options.rejects.samefile(options.file):
        raise OSError(0, "this is the file to import; name another for --rejects")
    options.file.stat()
    with options.rejects.open("w", encoding="utf-8", errors="replace", newline="") as file:
        yield Refusals(file, mapping.delimiter)


def _import(options: argparse.Namespace, mapping: LegacyMapping, refusals: Refusals) -> int:
    from django.db import DatabaseError

    from baken.rooms.reports.jobs.import_reports import Tally
    from baken.rooms.reports.schemas.legacy_file import FileDamaged

    tally, broken_off, begun = Tally(), "", time.monotonic()
    try:
        _carry(options, mapping, refusals, tally)
    except KeyboardInterrupt:
        broken_off = "Stopped. What is counted here stays; run it again to go on."
    except FileDamaged as problem:
        broken_off = str(problem)
    except DatabaseError as problem:
        said = (str(problem).strip().splitlines() or [type(problem).__name__])[0]
        broken_off = f"The database cannot be used: {said}"
    if broken_off:
        print(f"baken: {broken_off}", file=sys.stderr)
    if tally.rejected:
        print(f"baken: {tally.rejected} of {tally.read} rows were refused.", file=sys.stderr)
    _tell(options, tally, time.monotonic() - begun)
    return 1 if broken_off or tally.rejected else 0


def _carry(
    options: argparse.Namespace, mapping: LegacyMapping, refusals: Refusals, tally: Tally
) -> None:
    from tqdm import tqdm

    from baken.core.access import system_actor
    from baken.core.records.statistics import learn_content
    from baken.rooms.reports.jobs.import_reports import Listeners, import_file

    silent = not sys.stderr.isatty()
    size = options.source.stat().st_size
    with tqdm(total=size, unit="B", unit_scale=True, disable=silent, file=sys.stderr) as bar:
        listeners = Listeners(
            refused=refusals.tell, progress=lambda position: bar.update(position - bar.n)
        )
        import_file(
            actor=system_actor("import"),
            path=options.source,
            mapping=mapping,
            tally=tally,
            listeners=listeners,
            dry_run=options.dry_run,
            other_files=dict(options.other_files),
        )
    if tally.read and not options.dry_run:
        learn_content()


def _tell(options: argparse.Namespace, tally: Tally, seconds: float) -> None:
    counts = tally.as_dict()
    if options.json:
        print(json.dumps(counts))
        return
    if tally.read:
        rate = f"{tally.read / seconds:,.0f} rows a second"
        print(f"baken: {tally.read:,} rows in {seconds:.1f} s, {rate}.", file=sys.stderr)
    would = "Dry run, nothing written: " if options.dry_run else ""
    print(would + ", ".join(f"{count} {name}" for name, count in counts.items()) + ".")


def _wrong(sentence: str) -> int:
    print(f"baken: {sentence}", file=sys.stderr)
    return 2
