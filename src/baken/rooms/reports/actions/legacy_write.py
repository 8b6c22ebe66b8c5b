"""Builds and stores the records of a batch of legacy rows, in bulk and with their trails."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from baken.core import clock
from baken.core.access import Actor
from baken.core.access.roots import ordered_uuid
from baken.core.records.bulk import fresh, insert_many
from baken.core.records.numbers import free_row_numbers
from baken.core.records.references import reserve_years
from baken.core.trail.append import Entry, append
from baken.core.workflow.advance import begin_many
from baken.rooms.org.queries import SiteView, Tree, tree
from baken.rooms.reports.actions.classify import SEALED
from baken.rooms.reports.actions.legacy_add import add_rows, combined, join_events
from baken.rooms.reports.actions.legacy_rows import (
    NO_NARRATIVE,
    OLDEST,
    LegacyDamage,
    LegacyInjury,
    LegacyReport,
    LegacySource,
)
from baken.rooms.reports.actions.legacy_same import homes_of, keep_names
from baken.rooms.reports.actions.submit_report import SEALED as SEALED_REPORT
from baken.rooms.reports.models import (
    Damage,
    Injury,
    LegacyRow,
    Occurrence,
    OccurrenceCode,
    Report,
)
from baken.rooms.reports.queries.parts import code_part, harm_parts, legacy_part

LONGEST_TITLE = 90
GROUPS = uuid.UUID("5ba0f9a5-6f0c-5d7e-9b53-0d6e2f1c7a11")


@dataclass(frozen=True)
class Revision:
    """A row that differs from what is there; ``number`` is empty when this batch makes it."""

    row: LegacyReport
    number: int | None
    revision: int


@dataclass(frozen=True)
class Batch:
    """New rows that go in together: by whom, when, and from which system."""

    actor: Actor
    at: datetime
    source: LegacySource
    rows: Sequence[LegacyReport]

    @cached_property
    def units(self) -> dict[str, int]:
        """The id of each unit code in the rows; all are known."""
        found = {code: self.tree.find(code) for code in {row.unit for row in self.rows}}
        return {code: unit.id for code, unit in found.items() if unit is not None}

    @cached_property
    def tree(self) -> Tree:
        """The tree at the start of the batch: which one is there is a question to the database."""
        return tree()

    @cached_property
    def sites(self) -> dict[str, SiteView | None]:
        """The site that each place in the rows names, if it names one."""
        return {place: self.tree.site_meant(place) for place in {row.place for row in self.rows}}

    def site_id(self, row: LegacyReport) -> int | None:
        """The id of the site where a row happened."""
        site = self.sites[row.place]
        return site.id if site else None

    def received_at(self, row: LegacyReport) -> datetime:
        """When a row came in as far as anybody knows: when it happened, or at the import."""
        return row.happened_at or self.at

    def group_id(self, row: LegacyReport) -> uuid.UUID:
        """The identifier of the occurrence of a row's group: the same in every run."""
        return uuid.uuid5(GROUPS, f"{self.source.name}\n{row.group}")


def write_new(batch: Batch) -> dict[str, Report]:
    """Store new rows as reports with their occurrences; gives the reports by key."""
    rows = batch.rows
    occurrences = _occurrences(batch)
    names = _names(Report, batch, rows)
    reports = [_report(batch, *one) for one in zip(rows, names, occurrences, strict=True)]
    raw = [
        _legacy_row(report, row, 1, batch.source, batch.at)
        for report, row in zip(reports, rows, strict=True)
    ]
    begin_many(
        records=reports,
        code="reports.report.imported",
        actor=batch.actor,
        at=batch.at,
        seal=SEALED_REPORT,
        states=[row.report_state for row in rows],
        facts=[{"source": batch.source.name, "source_ref": row.key} for row in rows],
        parts=[legacy_part(one) for one in raw],
    )
    insert_many(raw)
    return {row.key: report for report, row in zip(reports, rows, strict=True)}


def write_revisions(
    *,
    actor: Actor,
    at: datetime,
    source: LegacySource,
    revisions: Sequence[Revision],
    made: Mapping[str, Report],
) -> None:
    """Put changed rows beside the first ones, each with a step in the trail of its report.

    ``made`` are the reports that the same batch has just stored, by key.
    """
    numbers = [one.number for one in revisions if one.number is not None]
    rows = Report.objects.for_system(reason="import").filter(pk__in=numbers).order_by("number")
    there = {report.number: report for report in rows.select_for_update(of=("self",))}
    for one in revisions:
        report = made[one.row.key] if one.number is None else there[one.number]
        version = _legacy_row(report, one.row, one.revision, source, at)
        version.save(force_insert=True)
        entry = Entry(
            code="reports.report.source_revised",
            from_state=report.state,
            to_state=report.state,
            facts={"revision": one.revision},
            parts=legacy_part(version),
        )
        append(record=report, actor=actor, at=at, entry=entry)


def story_of(row: LegacyReport) -> str:
    """The text of the report; a source without one gives a fixed sentence."""
    return row.story or NO_NARRATIVE


def title_of(row: LegacyReport) -> str:
    """The title, or the first words of the story."""
    if row.title:
        return row.title
    words = " ".join(story_of(row)[: 4 * LONGEST_TITLE].split())
    cut = words[: LONGEST_TITLE - 1].rpartition(" ")[0] or words[: LONGEST_TITLE - 1]
    return words if len(words) <= LONGEST_TITLE else cut + "…"


def _occurrences(batch: Batch) -> list[int]:
    """The occurrence number of each row; rows of one home share theirs, in this batch and later."""
    homes = homes_of(batch)
    several = {home: met for home, met in homes.met.items() if len(met) > 1}
    went = join_events(batch, several.values())
    for home, met in several.items():
        homes.there[home] = min(went.get(number, number) for number in met)
    starting: dict[Hashable, list[LegacyReport]] = defaultdict(list)
    joining: dict[int, list[LegacyReport]] = defaultdict(list)
    for home, row in zip(homes.of_rows, batch.rows, strict=True):
        number = homes.there.get(home)
        if number is None:
            starting[home].append(row)
        elif homes.linked or batch.source.adds:
            joining[number].append(row)
    firsts = [combined(rows, batch.source.adds) for rows in starting.values()]
    made = _make_occurrences(batch, firsts)
    numbers = {**homes.there, **dict(zip(starting, made, strict=True))}
    belongs = [numbers[home] for home in homes.of_rows]
    keep_names(batch, homes, belongs)
    add_rows(batch, joining)
    return belongs


def _make_occurrences(batch: Batch, rows: Sequence[LegacyReport]) -> list[int]:
    names = _names(Occurrence, batch, rows)
    occurrences = [_occurrence(batch, *one) for one in zip(rows, names, strict=True)]
    injuries = [
        [injury_of(one, injury) for injury in row.injuries]
        for one, row in zip(occurrences, rows, strict=True)
    ]
    damages = [
        [damage_of(one, damage) for damage in row.damages]
        for one, row in zip(occurrences, rows, strict=True)
    ]
    codes = [_codes(row) for row in rows]
    begin_many(
        records=occurrences,
        code="reports.occurrence.imported",
        actor=batch.actor,
        at=batch.at,
        seal=SEALED,
        states=[row.state for row in rows],
        facts=[_classification(row, batch.sites[row.place]) for row in rows],
        parts=[
            {**harm_parts(hurt, damaged), **code_part(coded)}
            for hurt, damaged, coded in zip(injuries, damages, codes, strict=True)
        ],
    )
    insert_many(
        fresh(OccurrenceCode, record_id=occurrence.pk, scheme=scheme, code=code)
        for occurrence, coded in zip(occurrences, codes, strict=True)
        for scheme, code in coded
    )
    insert_many(injury for hurt in injuries for injury in hurt)
    insert_many(damage for damaged in damages for damage in damaged)
    return [occurrence.number for occurrence in occurrences]


def _names(
    root: type[Report | Occurrence], batch: Batch, rows: Sequence[LegacyReport]
) -> list[tuple[int, str]]:
    """A row number and a reference for each row, the reference of the year it came in."""
    moments = [batch.received_at(row) for row in rows]
    by_year: dict[int, list[int]] = defaultdict(list)
    for place, moment in enumerate(moments):
        by_year[clock.local_date(max(moment, OLDEST)).year].append(place)
    refs = [""] * len(rows)
    given = reserve_years(root.prefix, {year: len(places) for year, places in by_year.items()})
    for year, places in by_year.items():
        for place, ref in zip(places, given[year], strict=True):
            refs[place] = ref
    numbers = free_row_numbers(root, [max(moment, OLDEST) for moment in moments])
    return list(zip(numbers, refs, strict=True))


def _occurrence(batch: Batch, row: LegacyReport, name: tuple[int, str]) -> Occurrence:
    received = batch.received_at(row)
    return fresh(
        Occurrence,
        number=name[0],
        id=batch.group_id(row) if row.group else ordered_uuid(),
        ref=name[1],
        unit_id=batch.units[row.unit],
        title=title_of(row),
        summary=row.summary,
        kind=row.kind,
        category=row.category,
        actual_severity=row.actual_severity,
        potential_severity=row.potential_severity,
        context=row.context,
        site_id=batch.site_id(row),
        happened_at=row.happened_at,
        triaged_at=received,
        touched_at=received,
        systems=batch.source.name,
    )


def _report(batch: Batch, row: LegacyReport, name: tuple[int, str], occurrence: int) -> Report:
    received = batch.received_at(row)
    return fresh(
        Report,
        number=name[0],
        ref=name[1],
        unit_id=batch.units[row.unit],
        story=story_of(row),
        place=row.place,
        site_id=batch.site_id(row),
        happened_at=row.happened_at,
        channel="import",
        source=batch.source.name,
        source_ref=row.key,
        received_at=received,
        touched_at=received,
        occurrence_id=occurrence,
    )


def _classification(row: LegacyReport, site: SiteView | None) -> dict[str, Any]:
    names = ("kind", "category", "actual_severity", "potential_severity", "context")
    facts: dict[str, Any] = {name: getattr(row, name) for name in names}
    facts |= {"subjects": list(row.subjects), "domains": list(row.domains)}
    return facts | {"site": site.code if site else "", "injured": len(row.injuries)}


def _codes(row: LegacyReport) -> list[tuple[str, str]]:
    return [
        (scheme, code)
        for scheme, listed in (("subject", row.subjects), ("domain", row.domains))
        for code in listed
    ]


def injury_of(occurrence: Occurrence, injury: LegacyInjury) -> Injury:
    """An injury as a row tells it, not yet stored."""
    return fresh(
        Injury,
        record_id=occurrence.pk,
        person_kind=injury.person_kind,
        outcome=injury.outcome,
        permanent=bool(injury.permanent),
        hospital_admission=bool(injury.hospital_admission),
        absence_days=injury.absence_days,
        known_at=injury.known_at,
    )


def damage_of(occurrence: Occurrence, damage: LegacyDamage) -> Damage:
    """A damage as a row tells it, not yet stored."""
    return fresh(Damage, record_id=occurrence.pk, what=damage.what, amount_eur=damage.amount_eur)


def _legacy_row(
    report: Report, row: LegacyReport, revision: int, source: LegacySource, at: datetime
) -> LegacyRow:
    """The row as it came; the first one's story stands in the report itself."""
    raw: dict[str, Any] = {
        "row": dict(row.raw),
        "not_mapped": list(source.not_mapped),
        "licence": source.licence,
        "attribution": source.attribution,
    }
    if row.joined:
        raw["joined"] = {name: [dict(one) for one in rows] for name, rows in row.joined.items()}
    if row.part:
        raw["part"] = row.part
    return fresh(
        LegacyRow,
        record_id=report.pk,
        revision=revision,
        digest=row.digest,
        story="" if revision == 1 else story_of(row),
        raw=raw,
        at=at,
    )
