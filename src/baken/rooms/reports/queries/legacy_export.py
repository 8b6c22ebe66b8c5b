"""Reads for an export in the shape of another system: raw rows, and what changed since they came."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from baken.core import clock
from baken.core.access import Actor
from baken.core.access.scope import scope_of
from baken.core.export.kinds import Ask
from baken.core.records.numbers import floor_number
from baken.rooms.org.queries import tree
from baken.rooms.reports.models import (
    LegacyRow,
    LegacySystem,
    Occurrence,
    OccurrenceStep,
    Report,
)
from baken.rooms.reports.permits import EXPORT, READ
from baken.rooms.reports.queries.exports import Takable
from baken.rooms.reports.queries.lists import codes_by_record

AT_ONCE = 1_000
CLASSES = ("kind", "category", "actual_severity", "potential_severity", "context")
CODES = {"subjects": "subject", "domains": "domain"}
BY_IMPORT = ("reports.occurrence.imported", "reports.occurrence.source_added")


@dataclass(frozen=True)
class CameIn:
    """A report that came from the other system: its newest raw row, and the fields that changed."""

    report: Report
    raw: Mapping[str, Any]
    changed: Mapping[str, Any]


def legacy_systems() -> list[LegacySystem]:
    """The other systems whose rows came in by a mapping, by name."""
    return [one for one in LegacySystem.objects.order_by("name") if one.mapping]


def came_in(actor: Actor, system: str, ask: Ask, level: int) -> Iterator[CameIn]:
    """The reports of a system that the actor may take away, in the order of their keys.

    A thousand at a time and five questions each. Of a row that gave several reports the first alone
    is given: it holds the whole row.
    """
    for reports in _pages(actor, system, ask, level):
        raws = _newest_rows(reports)
        changes = _changes([one.occurrence for one in reports if one.occurrence])
        for report in reports:
            raw = raws.get(report.pk)
            if raw is not None and not raw.get("part"):
                yield CameIn(report, raw, changes.get(report.occurrence_id or 0, {}))


def made_here(actor: Actor, ask: Ask, level: int) -> Iterator[tuple[Report, dict[str, Any]]]:
    """The reports made here that the actor may take away, newest first, with their fields."""

    def narrow(rows: Any) -> Any:
        rows = ask.narrow(rows) if ask.narrow else rows
        return rows.filter(source__isnull=True)

    mine = Takable(actor, Report, READ, EXPORT, related=("occurrence",))
    here = Ask(narrow=narrow, words=ask.words, since=ask.since)
    for reports in mine.pages(here, level):
        codes = codes_by_record(one.occurrence for one in reports if one.occurrence)
        for report in reports:
            yield report, _fields(report, codes)


def _pages(actor: Actor, system: str, ask: Ask, level: int) -> Iterator[list[Report]]:
    if ask.words is not None:
        yield from _pages_with_words(actor, system, ask, level)
        return
    seen = Report.objects.visible_to(actor, EXPORT).filter(
        scope_of(actor, READ, Report).condition(), source=system, confidentiality__lte=level
    )
    if ask.since:
        seen = seen.filter(number__gte=floor_number(clock.start_of_day(ask.since)))
    seen = ask.narrow(seen) if ask.narrow else seen
    rows, after = seen.select_related("occurrence").order_by("source_ref"), ""
    while True:
        page = list(rows.filter(source_ref__gt=after)[:AT_ONCE])
        if page:
            yield page
        if len(page) < AT_ONCE:
            return
        after = page[-1].source_ref or ""


def _pages_with_words(actor: Actor, system: str, ask: Ask, level: int) -> Iterator[list[Report]]:
    def narrow(rows: Any) -> Any:
        rows = ask.narrow(rows) if ask.narrow else rows
        return rows.filter(source=system)

    mine = Takable(actor, Report, READ, EXPORT, related=("occurrence",))
    return mine.pages(Ask(narrow=narrow, words=ask.words, since=ask.since), level)


def _newest_rows(reports: Sequence[Report]) -> dict[int, Mapping[str, Any]]:
    numbers = [one.pk for one in reports]
    rows = LegacyRow.objects.for_system(reason="filter").filter(record__in=numbers)
    listed = rows.order_by("record", "revision").values_list("record_id", "raw")
    return dict(listed)


def _changes(occurrences: Iterable[Occurrence]) -> dict[int, dict[str, Any]]:
    """What people changed of these occurrences since they came in, by row number."""
    by_number = {one.pk: one for one in occurrences}
    steps = OccurrenceStep.objects.for_system(reason="filter").filter(record__in=list(by_number))
    touched = set(steps.exclude(code__in=BY_IMPORT).values_list("record_id", flat=True))
    if not touched:
        return {}
    brought: dict[int, dict[str, Any]] = {number: {} for number in touched}
    imports = steps.filter(record__in=list(touched), code__in=BY_IMPORT).order_by("serial")
    for number, facts, state in imports.values_list("record_id", "facts", "to_state"):
        brought[number] |= {**facts, "state": state}
    codes = codes_by_record(by_number[number] for number in touched)
    return {
        number: _changed(_classified(by_number[number], codes), brought[number])
        for number in touched
    }


def _changed(now: Mapping[str, Any], brought: Mapping[str, Any]) -> dict[str, Any]:
    def plain(value: Any) -> Any:
        return sorted(value) if isinstance(value, list | tuple) else value

    return {
        name: value
        for name, value in now.items()
        if name in brought and plain(value) != plain(brought[name])
    }


def _classified(occurrence: Occurrence, codes: Mapping[int, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {name: getattr(occurrence, name) for name in CLASSES}
    found |= {name: codes[occurrence.pk][scheme] for name, scheme in CODES.items()}
    return found | {"state": occurrence.state}


def _fields(report: Report, codes: Mapping[int, Any]) -> dict[str, Any]:
    """What there is of a report made here; who reported is not among it."""
    found: dict[str, Any] = {
        "happened_at": report.happened_at,
        "unit": tree().by_id[report.unit_id].code,
        "place": report.place,
        "story": report.story,
    }
    one = report.occurrence
    if one is None:
        return found
    return found | _classified(one, codes) | {"title": one.title, "summary": one.summary}
