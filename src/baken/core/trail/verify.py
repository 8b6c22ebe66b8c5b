"""Proves the trail: every chain, every sealed field, every seal and every reference."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain as all_of
from itertools import groupby
from typing import Any

from baken.core.access.roots import root_classes
from baken.core.records.models import ReferenceCounter, ReferencePool
from baken.core.records.numbers import OLDEST_NUMBER
from baken.core.trail.append import sealed_value
from baken.core.trail.chain import START, commitment, merkle_root, row_hash
from baken.core.trail.models import Seal, StepRow
from baken.core.trail.registry import Chain, all_beside, all_chains
from baken.core.trail.seal import hashes_between, seal_content

CHUNK = 2_000
VOUCHED = ("record.", "part.")

CAME = (
    "It came directly in the database: take it out there, and do the same in the application if it is"
    " meant"
)
CHANGED = "It was changed directly in the database: put back from a copy what {code} recorded"
WENT = "It was taken out directly in the database: put back from a copy what {code} recorded"


@dataclass(frozen=True)
class Break:
    """A place where the trail does not hold: where, what is wrong there, and what to do about it."""

    where: str
    what: str
    advice: str = ""

    def __str__(self) -> str:
        return f"{self.where}: {self.what}" + (f". {self.advice}" if self.advice else "")


def breaks() -> Iterator[Break]:
    """Every place where the trail does not hold, in a fixed order; nothing when it does."""
    for chain in all_chains():
        yield from _broken_chains(chain)
        yield from _broken_seals(chain.steps)
    for beside in all_beside():
        for name in beside.strays([chain.root for chain in all_chains()]):
            yield Break(name, "it names a record that is not there", CAME)
    yield from _vanished_references()


def _broken_chains(chain: Chain) -> Iterator[Break]:
    records = chain.root.objects.for_system(reason="trail").order_by("pk")
    last = OLDEST_NUMBER
    while batch := list(records.filter(pk__gt=last)[:CHUNK]):
        last = batch[-1].pk
        steps = chain.steps.objects.for_system(reason="trail")
        rows = steps.filter(record__in=[r.pk for r in batch]).order_by("record_id", "serial")
        by_record = {key: list(group) for key, group in groupby(rows, lambda r: r.record_id)}
        parts = _parts(chain, [r.pk for r in batch])
        for record in batch:
            mine = by_record.get(record.pk, [])
            yield from _broken_record(chain, record, mine, parts.get(record.pk, {}))
    yield from _orphans(chain)


def _parts(chain: Chain, numbers: list[int]) -> dict[int, dict[str, Any]]:
    """What belongs to records in other tables, by record and key; empty lists are nothing."""
    found: dict[int, dict[str, Any]] = {}
    own = [chain.parts_of(numbers)] if chain.parts_of else []
    beside = [one.parts_of(chain.root, numbers) for one in all_beside()]
    for number, key, value in all_of(*own, *beside):
        found.setdefault(number, {})[f"part.{key}"] = value
    return found


def _broken_record(
    chain: Chain, record: Any, rows: list[StepRow], parts: dict[str, Any]
) -> Iterator[Break]:
    if not rows:
        yield Break(record.ref, "the record has no history")
        return
    previous, vouched = START, {}
    for serial, row in enumerate(rows, start=1):
        problem = _broken_row(row, serial, previous)
        if problem:
            yield Break(f"{record.ref} step {serial}", problem)
            return
        previous = row.hash
        vouched.update({name: row for name in row.commitments if name.startswith(VOUCHED)})
    if rows[-1].to_state != record.state:
        yield Break(record.ref, "the state is not the one its last step led to")
    for name in chain.sealed:
        yield from _broken_field(record, name, vouched.get(f"record.{name}"))
    yield from _broken_facts(chain, record, vouched)
    yield from _broken_parts(record, parts, vouched)


def _broken_row(row: StepRow, serial: int, previous: str) -> str:
    if row.serial != serial:
        return "a step is missing"
    if row.previous != previous or row.hash != row_hash(row.previous, row.content()):
        return "the step was changed or does not follow the one before it"
    return _broken_words(row)


def _broken_words(row: StepRow) -> str:
    spoken = {name for name in row.commitments if not name.startswith(VOUCHED)}
    for name in sorted({*spoken, *row.words}):
        if name not in row.words:
            return f"the words under {name!r} are gone"
        if row.commitments.get(name) != commitment(row.words[name], row.salts.get(name, "")):
            return f"the words under {name!r} were changed"
    return ""


def _broken_facts(chain: Chain, record: Any, vouched: dict[str, StepRow]) -> Iterator[Break]:
    """The facts, by the version that the newest step vouches for."""
    if not chain.facts:
        return
    told = [(row.serial, name) for name, row in vouched.items() if name.startswith("record.facts.")]
    name = max(told)[1].removeprefix("record.") if told else chain.facts_name
    yield from _broken_field(record, name, vouched.get(f"record.{name}"))


def _broken_parts(
    record: Any, parts: dict[str, Any], vouched: dict[str, StepRow]
) -> Iterator[Break]:
    """What belongs to the record: each vouched for by its newest step, and none of it gone."""
    expected = {name for name in vouched if name.startswith("part.")}
    for name in sorted(expected | set(parts)):
        row, shown = vouched.get(name), name.removeprefix("part.")
        if row is None:
            yield Break(record.ref, f"no step vouches for {shown}", CAME)
        elif row.commitments[name] != commitment(parts.get(name, []), row.salts.get(name, "")):
            gone = name not in parts
            text = "is gone" if gone else f"is not what step {row.serial} recorded"
            advice = (WENT if gone else CHANGED).format(code=row.code)
            yield Break(record.ref, f"{shown} {text}", advice)


def _broken_field(record: Any, name: str, row: StepRow | None) -> Iterator[Break]:
    if row is None:
        yield Break(record.ref, f"no step vouches for {name}")
        return
    key = f"record.{name}"
    if row.commitments[key] != commitment(sealed_value(record, name), row.salts.get(key, "")):
        yield Break(record.ref, f"{name} is not what step {row.serial} recorded")


def _orphans(chain: Chain) -> Iterator[Break]:
    steps = chain.steps.objects.for_system(reason="trail")
    known = chain.root.objects.for_system(reason="trail").values("pk")
    for number in steps.exclude(record_id__in=known).values_list("record_id", flat=True)[:20]:
        yield Break(f"{chain.root.__name__} {number}", "steps are there but the record is gone")


def _broken_seals(steps: type[StepRow]) -> Iterator[Break]:
    previous = START
    for seal in Seal.objects.filter(table=steps._meta.label_lower).order_by("serial"):
        if seal.previous != previous or seal.hash != row_hash(seal.previous, seal_content(seal)):
            yield Break(f"seal {seal}", "the seal was changed or one before it is missing")
            return
        previous = seal.hash
        hashes = list(hashes_between(steps, seal.after_number, seal.last_number))
        if len(hashes) != seal.rows or merkle_root(hashes) != seal.root:
            yield Break(f"seal {seal}", "steps of the sealed days were added, changed or removed")


def _vanished_references() -> Iterator[Break]:
    for counter in ReferenceCounter.objects.order_by("prefix", "year"):
        root = root_classes().get(counter.prefix)
        if root is None:
            continue
        head = f"{counter.prefix}-{counter.year}-"
        refs = root.objects.for_system(reason="trail").filter(ref__startswith=head)
        unused = ReferencePool.objects.filter(
            prefix=counter.prefix, year=counter.year, taken=False
        ).count()
        missing = counter.last - unused - refs.count()
        if missing:
            yield Break(f"{head}…", f"{missing} records given a reference are gone")
