"""Works out again which injuries and damage stand with an occurrence, once a merge in it is undone.

Nothing is put back from a remembered difference. From the newest step back the list is followed to
the one that no merge brought: the holder's own, or the one that somebody told since. What is still
merged counts with that, in the order in which it came: by the rule of the fuller list when it is the
same event, added to it by an ordinary merge.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from baken.core.trail.chain import commitment
from baken.rooms.reports.actions.harm_lists import (
    ASIDE,
    HARM,
    LISTS,
    Row,
    lists_of,
    row_from,
    rows_without,
    values_of,
)
from baken.rooms.reports.models import Occurrence, OccurrenceStep
from baken.rooms.reports.queries.merges import (
    MERGED_FROM,
    UNMERGED_FROM,
    merge_steps,
    still_merged,
)
from baken.rooms.reports.queries.parts import harm_parts
from baken.rooms.reports.rules.legacy import fullest

BASE = "base"
BROUGHT_OF = "brought_of"


@dataclass(frozen=True)
class Leaving:
    """What is taken out of a holder, and the occurrence through which it had come there."""

    holder: Occurrence
    occurrence: Occurrence
    came: Occurrence

    @cached_property
    def steps(self) -> list[OccurrenceStep]:
        """The steps by which merges and rows of systems changed the holder, the newest first."""
        return merge_steps(self.holder)

    @cached_property
    def live(self) -> dict[int, Occurrence]:
        """What is merged straight into the holder once this is out, by the step that did it."""
        merges = (one for one in reversed(self.steps) if one.code != UNMERGED_FROM)
        newest = {one.facts["from"]: one.serial for one in merges if "brought" in one.facts}
        there = still_merged(self.holder, list(newest))
        return {newest[one.ref]: one for one in there if one.pk != self.occurrence.pk}

    def copies_of(self, ref: str, name: str) -> dict[str, str]:
        """The rows of the holder that were ever copied from an occurrence, with their sources."""
        found: dict[str, str] = {}
        for one in self.steps:
            if ref == one.facts.get("of", one.facts.get("from")):
                found |= _brought(one, name)
            found |= one.facts.get(BROUGHT_OF, {}).get(ref, {}).get(name, {})
        return found

    def gone(self, name: str, model: Any) -> set[str]:
        """The rows of the holder that go: copies of what is taken out."""
        copies = self.copies_of(self.came.ref, name)
        if self.came.pk == self.occurrence.pk:
            return set(copies)
        there = {str(pk) for pk in model.objects.of(self.came).values_list("pk", flat=True)}
        return {copy for copy, source in copies.items() if source not in there}


@dataclass(frozen=True)
class Base:
    """A list that no merge after a step had a part in; step 0 is before the first one."""

    rows: list[Row]
    since: int


@dataclass(frozen=True)
class Counted:
    """A row that stands: its values, and the merged occurrence that it is of, if any."""

    values: Row
    of: str = ""


def lists_again(leaving: Leaving) -> tuple[dict[str, Any], dict[str, Any]]:
    """Let stand what still counts; gives the facts and the words that the step about it keeps."""
    bases: dict[str, Any] = {}
    brought: dict[str, dict[str, dict[str, str]]] = {}
    aside: dict[str, list[Row]] = {}
    for name, model in HARM:
        base = _base(leaving, name, model)
        counted = _replayed(leaving, base, name, model)
        for ref, pairs in _let_stand(leaving, counted, name, model).items():
            brought.setdefault(ref, {})[name] = pairs
        stands = {one.values.get("id") for one in counted if not one.of}
        own = [row["id"] for row in base.rows if row["id"] in stands]
        bases[name] = {"own": own, "since": base.since}
        aside[name] = [row for row in base.rows if row["id"] not in stands]
    return {BASE: bases, BROUGHT_OF: brought}, {ASIDE: aside} if any(aside.values()) else {}


def _base(leaving: Leaving, name: str, model: Any) -> Base:
    """The list that merges came on top of, without what goes: the own one, or the one told since."""
    found = _walked_back(leaving, name, model)
    gone = leaving.gone(name, model)
    return Base([row for row in found.rows if row["id"] not in gone], found.since)


def _walked_back(leaving: Leaving, name: str, model: Any) -> Base:
    """From what stands now step by step back, as long as each step left the list that is at hand.

    Where it did not, somebody told the list after it. Of a hand that only took off what goes along
    nothing would be left: then what gave way for that comes in its place.
    """
    rows: list[Row] = _values(model, leaving.holder)
    gone = leaving.gone(name, model)
    is_known = True
    for one in leaving.steps:
        if f"part.{name}" not in one.commitments:  # a row of which only the report was added
            continue
        if is_known and not _left(one, leaving.holder, rows, name, model):
            if not (rows and all(row["id"] in gone for row in rows) and _aside(one, name)):
                return Base(rows, one.serial)
            rows = _aside(one, name)
        else:
            rows = _before(one, rows, name)
        if BASE in one.facts:
            own = set(one.facts[BASE][name]["own"])
            kept = [row for row in rows if row["id"] in own]
            return Base([*kept, *_aside(one, name)], one.facts[BASE][name]["since"])
        is_known = is_known and one.code != UNMERGED_FROM  # an older version kept nothing of before
    return Base(rows, 0)


def _left(
    one: OccurrenceStep, holder: Occurrence, rows: Sequence[Row], name: str, model: Any
) -> bool:
    """Whether a step left the holder with this list, by what its history vouches for."""
    made = [row_from(model, holder, values) for values in rows]
    part = harm_parts(**{"injuries": (), "damages": (), name: made})[name]
    key = f"part.{name}"
    kept: str = one.commitments[key]
    return kept == commitment(part, one.salts.get(key, ""))


def _before(one: OccurrenceStep, rows: list[Row], name: str) -> list[Row]:
    """The list before a merge, given the one after it."""
    copies = _brought(one, name)
    if not copies or one.code == UNMERGED_FROM:
        return rows
    if one.code == MERGED_FROM:
        return [row for row in rows if row["id"] not in copies]
    return _aside(one, name) if {row["id"] for row in rows} == set(copies) else rows


def _replayed(leaving: Leaving, base: Base, name: str, model: Any) -> list[Counted]:
    """The list with everything that came since the base and still counts, in order."""
    found = [Counted(row) for row in base.rows]
    for one in reversed(leaving.steps):
        if one.serial <= base.since:
            continue
        other = leaving.live.get(one.serial)
        if other is not None:
            came = [Counted(row, other.ref) for row in _values(model, other)]
        else:
            came = [Counted(row) for row in _told_by_row(leaving, one, name)]
        lists = {"": found, "+": came}
        found = [*found, *came] if one.code == MERGED_FROM else list(fullest(lists, _is_death))
    return found


def _told_by_row(leaving: Leaving, one: OccurrenceStep, name: str) -> list[Row]:
    """The list of the system of which a row was added, without what that system told elsewhere."""
    if "from" in one.facts or LISTS not in one.words:
        return []
    system = one.facts["source"]
    told = one.words[LISTS].get(name, {}).get(system, [])
    return rows_without(told, lists_of(leaving.occurrence)[name].get(system, []))


def _let_stand(
    leaving: Leaving, counted: Sequence[Counted], name: str, model: Any
) -> dict[str, dict[str, str]]:
    """Let these rows stand; what stands already stays the same row. Gives the new copies of each."""
    standing = {str(row.pk): row for row in model.objects.of(leaving.holder)}
    refs = dict.fromkeys(one.of for one in counted if one.of)
    copy_of = {
        (ref, source): copy
        for ref in refs
        for copy, source in leaving.copies_of(ref, name).items()
        if copy in standing
    }
    kept: set[str] = set()
    made: list[Any] = []
    brought: dict[str, dict[str, str]] = {}
    for one in counted:
        pk = copy_of.get((one.of, one.values["id"])) if one.of else one.values.get("id")
        if pk in standing:
            kept.add(pk)
            continue
        values = {k: v for k, v in one.values.items() if k != "id" or not one.of}
        made.append(row_from(model, leaving.holder, values))
        if one.of:
            brought.setdefault(one.of, {})[str(made[-1].pk)] = one.values["id"]
    model.objects.of(leaving.holder).filter(pk__in=standing.keys() - kept).delete()
    model.objects.bulk_create(made)
    return brought


def _values(model: Any, occurrence: Occurrence) -> list[Row]:
    return [values_of(row) for row in model.objects.of(occurrence).order_by("pk")]


def _brought(one: OccurrenceStep, name: str) -> dict[str, str]:
    """The copies that came with a step, with their sources; an older version kept them like this
    when something in a merge was undone as well.
    """
    found: dict[str, str] = one.facts.get("brought", {}).get(name, {})
    return found


def _aside(one: OccurrenceStep, name: str) -> list[Row]:
    return list(one.words.get(ASIDE, {}).get(name, ()))


def _is_death(one: Counted) -> bool:
    return one.values.get("outcome") == "death"
