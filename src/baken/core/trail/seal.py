"""The daily seal: a Merkle root over the step rows that came since the seal before."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from baken.core import clock
from baken.core.records.numbers import OLDEST_NUMBER, floor_number
from baken.core.trail.chain import START, merkle_root, row_hash
from baken.core.trail.models import Seal, StepRow
from baken.core.trail.registry import all_chains

# Work begun before midnight may still be writing; the day is sealed when it surely is not.
SETTLING = timedelta(hours=1)


def seal_finished_days(*, at: datetime) -> list[Seal]:
    """Seal every history up to the last finished day; without new rows there is no new seal.

    Whole days only: anonymous steps carry the first second of their day.
    """
    until = clock.start_of_day(clock.local_date(at - SETTLING))
    sealed = (_seal_table(chain.steps, until) for chain in all_chains())
    return [seal for seal in sealed if seal is not None]


def newest_seals() -> list[str]:
    """The newest seal of every history in one line each: table, serial, hash.

    Kept outside the installation they prove later that not even the whole trail was made anew.
    """
    newest = {seal.table: seal for seal in Seal.objects.order_by("serial")}
    return [_line(newest[table]) for table in sorted(newest)]


def unknown_seals(noted: Iterable[str]) -> list[str]:
    """Those of the lines noted earlier that are no seal of this installation."""
    here = {_line(seal) for seal in Seal.objects.all()}
    return [line for line in map(str.strip, noted) if line and line not in here]


def _line(seal: Seal) -> str:
    return f"{seal.table} {seal.serial} {seal.hash}"


def hashes_between(steps: type[StepRow], after: int, last: int) -> Iterable[str]:
    """The hashes of a table's rows with ``after < number <= last``, in order."""
    rows = steps.objects.for_system(reason="trail").filter(number__gt=after, number__lte=last)
    return rows.order_by("number").values_list("hash", flat=True).iterator(chunk_size=10_000)


def seal_content(seal: Seal) -> dict[str, Any]:
    """What the seal's own hash covers."""
    names = ("table", "serial", "at", "after_number", "last_number", "rows", "root")
    return {name: getattr(seal, name) for name in names}


def _seal_table(steps: type[StepRow], until: datetime) -> Seal | None:
    table = steps._meta.label_lower
    before = Seal.objects.filter(table=table).order_by("-serial").first()
    after = before.last_number if before else OLDEST_NUMBER
    last = floor_number(until) - 1
    hashes = list(hashes_between(steps, after, last))
    if not hashes:
        return None
    seal = Seal(
        table=table,
        serial=before.serial + 1 if before else 1,
        at=until,
        after_number=after,
        last_number=last,
        rows=len(hashes),
        root=merkle_root(hashes),
        previous=before.hash if before else START,
    )
    seal.hash = row_hash(seal.previous, seal_content(seal))
    seal.save(force_insert=True)
    return seal
