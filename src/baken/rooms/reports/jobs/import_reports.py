"""Carries a whole file of another system in: reads, maps, and stores batch by batch."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from django.db import DatabaseError, OperationalError, connection

from baken.core import clock
from baken.core.access import Actor
from baken.rooms.org.queries import tree
from baken.rooms.reports.actions.import_reports import BatchOutcome, import_reports
from baken.rooms.reports.actions.legacy_rows import LegacyReport, LegacySource, RefusedRow
from baken.rooms.reports.actions.rehearsal import Rehearsal
from baken.rooms.reports.jobs.ahead import MakerLost, ahead
from baken.rooms.reports.jobs.reading import Reading
from baken.rooms.reports.queries.made_here import made_here
from baken.rooms.reports.schemas.legacy_file import FileDamaged, LegacyFile
from baken.rooms.reports.schemas.mapping import LegacyMapping, MappingRefused
from baken.rooms.reports.schemas.scratch import Scratch

TRIES = 3
# What a database says when trying again may help, or when nothing will: never one row's fault.
# Classes of SQLSTATE: connection, rollback, resources, object state, operator, system.
_NOT_THE_ROW = ("08", "40", "53", "55", "57", "58")


@dataclass
class Tally:
    """The rows of whole batches so far; ``read`` is the sum of the others."""

    read: int = 0
    created: int = 0
    unchanged: int = 0
    revised: int = 0
    rejected: int = 0

    def as_dict(self) -> dict[str, int]:
        """The counts by name."""
        return asdict(self)


@dataclass(frozen=True)
class Listeners:
    """Who hears about the import while it runs: of a refused row, and of bytes read so far."""

    refused: Callable[[RefusedRow], None] = lambda row: None
    progress: Callable[[int], None] = lambda position: None


def import_file(
    *,
    actor: Actor,
    path: Path,
    mapping: LegacyMapping,
    tally: Tally,
    listeners: Listeners | None = None,
    dry_run: bool = False,
    now: Callable[[], datetime] | None = None,
    other_files: Mapping[str, Path] | None = None,
) -> Tally:
    """Import a file; ``tally`` is kept up to date after each batch, also when it is broken off.

    ``now`` tells the moment of each batch; the clock's when it is not given. ``other_files`` says
    where the other files of the mapping are; absent: beside the file, under their own names.
    Raises MappingRefused or FileRefused before the first row, FileDamaged where reading must stop,
    and DatabaseError when the database itself is in trouble. Whole batches stay.
    """
    check_units(mapping)
    heard = listeners or Listeners()
    _keep_memory_flat()
    rehearsal = Rehearsal() if dry_run else None
    with (
        LegacyFile(path, encoding=mapping.encoding, delimiter=mapping.delimiter) as file,
        Scratch() as scratch,
    ):
        moment = now or clock.now
        reading = Reading(file, path, mapping, scratch, other_files)
        work = Work(actor, reading.source, moment, rehearsal)
        read = reading.batches(moment())
        try:
            with closing(ahead(read, more=lambda: file.position < file.size)) as batches:
                for batch in batches:
                    _count(tally, work.take(batch.rows), heard)
                    heard.progress(batch.position)
        except MakerLost:
            raise FileDamaged("Reading the file has stopped. Run it again to go on.") from None
        finally:
            if rehearsal is not None:
                rehearsal.close()
    return tally


def check_units(mapping: LegacyMapping) -> None:
    """Raise MappingRefused when the mapping names a unit that does not exist."""
    here = tree()
    unknown = sorted(code for code in mapping.unit_codes if here.find(code) is None)
    if unknown:
        raise MappingRefused("mapping", [f"unit: there is no unit {code!r}" for code in unknown])


def _keep_memory_flat() -> None:
    """Without this, pages of a growing SQLite file would count as memory of the import."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA mmap_size = 0")


@dataclass(frozen=True)
class Work:
    """What every batch of one file has in common."""

    actor: Actor
    source: LegacySource
    now: Callable[[], datetime]
    rehearsal: Rehearsal | None

    def take(self, batch: Sequence[LegacyReport | RefusedRow]) -> BatchOutcome:
        """Store what can be stored of a batch.

        What was made here and comes back as the other system would write it may lack what its
        mapping asks for: it is there, and no fault.
        """
        good = [row for row in batch if isinstance(row, LegacyReport)]
        bad = [row for row in batch if isinstance(row, RefusedRow)]
        own = made_here(row.key for row in bad)
        wrong = [row for row in bad if row.key not in own]
        outcome = BatchOutcome(unchanged=len(bad) - len(wrong), refused=wrong)
        return outcome.add(self._store(good))

    def _store(self, rows: Sequence[LegacyReport]) -> BatchOutcome:
        """Store rows together, or in ever smaller parts until only the culprit is refused.

        A second try comes first: row numbers are drawn at random and may meet one that is taken.
        """
        for attempt in range(TRIES):
            try:
                return import_reports(
                    actor=self.actor,
                    at=self.now(),
                    source=self.source,
                    rows=rows,
                    rehearsal=self.rehearsal,
                )
            except DatabaseError as problem:
                trouble = problem
                if attempt and not _is_not_the_row(problem):
                    break
        if _is_not_the_row(trouble):
            raise trouble
        return self._divide(rows, trouble)

    def _divide(self, rows: Sequence[LegacyReport], trouble: DatabaseError) -> BatchOutcome:
        if len(rows) == 1:
            said = (str(trouble).strip().splitlines() or ["no reason given"])[0]
            culprit, cells = rows[0], list(rows[0].raw.values())
            reason = f"the database refuses it: {said}"
            return BatchOutcome(refused=[RefusedRow(culprit.line, culprit.key, reason, cells)])
        half = len(rows) // 2
        return self._store(rows[:half]).add(self._store(rows[half:]))


def _is_not_the_row(problem: DatabaseError) -> bool:
    state = getattr(problem.__cause__, "sqlstate", None)
    if state is None:
        return isinstance(problem, OperationalError)
    return str(state)[:2] in _NOT_THE_ROW


def _count(tally: Tally, outcome: BatchOutcome, heard: Listeners) -> None:
    tally.created += outcome.created
    tally.unchanged += outcome.unchanged
    tally.revised += outcome.revised
    tally.rejected += len(outcome.refused)
    tally.read = tally.created + tally.unchanged + tally.revised + tally.rejected
    for row in outcome.refused:
        heard.refused(row)
