"""Takes one batch of another system's reports in, with their occurrences; safe to run again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import connection, transaction

from baken.core.access import Actor
from baken.core.access.errors import AccessDenied
from baken.rooms.org.queries import tree
from baken.rooms.reports.actions.legacy_rows import LegacyReport, LegacySource, RefusedRow
from baken.rooms.reports.actions.legacy_system import keep_system
from baken.rooms.reports.actions.legacy_write import (
    Batch,
    Revision,
    write_new,
    write_revisions,
)
from baken.rooms.reports.actions.rehearsal import Rehearsal
from baken.rooms.reports.models import LegacyRow, Report
from baken.rooms.reports.queries.made_here import made_here

# Any number, the same in every process: importers take turns, batch by batch.
TURN = 7_224_001


@dataclass
class BatchOutcome:
    """How many rows of a batch were made, already there, revised; and those refused, with why."""

    created: int = 0
    unchanged: int = 0
    revised: int = 0
    refused: list[RefusedRow] = field(default_factory=list)

    def add(self, other: BatchOutcome) -> BatchOutcome:
        """This outcome with another one counted in."""
        self.created += other.created
        self.unchanged += other.unchanged
        self.revised += other.revised
        self.refused += other.refused
        return self


def import_reports(
    *,
    actor: Actor,
    at: datetime,
    source: LegacySource,
    rows: Sequence[LegacyReport],
    rehearsal: Rehearsal | None = None,
) -> BatchOutcome:
    """Store a batch (aim: 1,000 rows) in one transaction, with trails and without any news.

    A row equal to any version that is already there is unchanged, and so is one whose key is the
    reference of a report made here: it is an export of ours that comes back. One that differs becomes a
    revision beside the others, and story and classification stay. Rows of an unknown unit are
    refused. With ``rehearsal`` nothing is written and the counts are the same. Runs for the system
    only. A database error undoes the whole batch and is raised.
    """
    if not actor.is_system:
        raise AccessDenied("reports.import")
    if rehearsal is not None:
        plan = _plan(source, rows, rehearsal)
        rehearsal.note((row.key, row.digest) for row in plan.kept)
        return plan.outcome
    with transaction.atomic():
        _wait_for_turn()
        plan = _plan(source, rows, None)
        keep_system(source, plan.new)
        made = write_new(Batch(actor, at, source, plan.new))
        write_revisions(actor=actor, at=at, source=source, revisions=plan.revisions, made=made)
    return plan.outcome


@dataclass
class _Known:
    """A report that is there or about to be: the versions of its row, and how many there are."""

    number: int | None = None
    revision: int = 1
    digests: set[str] = field(default_factory=set)


@dataclass
class _Plan:
    """What is to be done with each row of a batch."""

    new: list[LegacyReport] = field(default_factory=list)
    revisions: list[Revision] = field(default_factory=list)
    outcome: BatchOutcome = field(default_factory=BatchOutcome)

    @property
    def kept(self) -> list[LegacyReport]:
        """Every row that is stored in some way."""
        return [*self.new, *(revision.row for revision in self.revisions)]


def _plan(source: LegacySource, rows: Sequence[LegacyReport], rehearsal: Rehearsal | None) -> _Plan:
    known = _known(source.name, [row.key for row in rows], rehearsal)
    returned = made_here([row.key for row in rows if row.key not in known])
    here, plan = tree(), _Plan()
    for row in rows:
        there = known.get(row.key)
        if row.key in returned:
            plan.outcome.unchanged += 1
        elif there is None and here.find(row.unit) is None:
            reason = f"unit: there is no unit {row.unit!r}"
            plan.outcome.refused.append(
                RefusedRow(row.line, row.key, reason, list(row.raw.values()))
            )
        elif there is None:
            known[row.key] = _Known(digests={row.digest})
            plan.new.append(row)
        elif row.digest in there.digests:
            plan.outcome.unchanged += 1
        else:
            there.digests.add(row.digest)
            there.revision += 1
            plan.revisions.append(Revision(row, there.number, there.revision))
    plan.outcome.created = len(plan.new)
    plan.outcome.revised = len(plan.revisions)
    return plan


def _known(source: str, keys: Sequence[str], rehearsal: Rehearsal | None) -> dict[str, _Known]:
    """What is there under these keys; two queries."""
    reports = Report.objects.for_system(reason="import").filter(source=source, source_ref__in=keys)
    by_number = dict(reports.values_list("number", "source_ref"))
    found = {key: _Known(number=number) for number, key in by_number.items()}
    versions = LegacyRow.objects.for_system(reason="import").filter(record__in=list(by_number))
    for number, revision, digest in versions.values_list("record_id", "revision", "digest"):
        one = found[by_number[number]]
        one.digests.add(digest)
        one.revision = max(one.revision, revision)
    for key, digests in (rehearsal.recall(keys) if rehearsal else {}).items():
        found.setdefault(key, _Known()).digests.update(digests)
    return found


def _wait_for_turn() -> None:
    """Let no two imports look and write at once; SQLite has one writer anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [TURN])
