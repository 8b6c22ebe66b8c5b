"""Reads for an export in the shape of another system: raw rows, and what changed since they came."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Q

from baken.core.access import Actor
from baken.core.export.kinds import Ask
from baken.rooms.org.queries import tree
from baken.rooms.reports.models import (
    LegacyRow,
    LegacySystem,
    Occurrence,
    OccurrenceStep,
    Report,
)
from baken.rooms.reports.permits import EXPORT_OCCURRENCE, READ_OCCURRENCE
from baken.rooms.reports.queries.exports import Takable, takable_reports
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

    A thousand at a time and six questions each. Of a row that gave several reports the first alone
    is given: it holds the whole row. What changed is told of occurrences that the actor may read
    and take away too, none of them held more closely than ``level``.
    """
    for reports in _pages(actor, system, ask, level):
        raws = _newest_rows(reports)
        changes = _changes(_occurrences_of(actor, reports, level))
        for report in reports:
            raw = raws.get(report.pk)
            if raw is not None and not raw.get("part"):
                yield CameIn(report, raw, changes.get(report.occurrence_id or 0, {}))


def own_rows(actor: Actor, ask: Ask, level: int) -> Iterator[tuple[Report, dict[str, Any]]]:
    """The reports made here that the actor may take away, newest first, with their fields."""

    def narrow(rows: Any) -> Any:
        rows = ask.narrow(rows) if ask.narrow else rows
        return rows.filter(source__isnull=True)

    for reports in takable_reports(actor).pages(replace(ask, narrow=narrow), level):
        told = {one.pk: one for one in _occurrences_of(actor, reports, level)}
        codes = codes_by_record(told.values())
        for report in reports:
            yield report, _fields(report, told.get(report.occurrence_id or 0), codes)


def of_system(system: str, ask: Ask, *, with_own: bool = False) -> Ask:
    """What is asked, of the reports of a system alone, or of those made here as well."""

    def narrow(rows: Any) -> Any:
        rows = ask.narrow(rows) if ask.narrow else rows
        wanted = Q(source=system)
        return rows.filter(wanted | Q(source__isnull=True) if with_own else wanted)

    return replace(ask, narrow=narrow)


def _pages(actor: Actor, system: str, ask: Ask, level: int) -> Iterator[list[Report]]:
    mine, asked = takable_reports(actor), of_system(system, ask)
    if ask.words is not None:
        yield from mine.pages(asked, level)
        return
    rows = mine.rows(asked, level).select_related("occurrence").order_by("source_ref")
    after = ""
    while True:
        page = list(rows.filter(source_ref__gt=after)[:AT_ONCE])
        if page:
            yield page
        if len(page) < AT_ONCE:
            return
        after = page[-1].source_ref or ""


def _occurrences_of(actor: Actor, reports: Sequence[Report], level: int) -> list[Occurrence]:
    """What these reports became, as far as the actor may read it and take it away as well."""
    found = {one.occurrence_id: one.occurrence for one in reports if one.occurrence}
    mine = Takable(actor, Occurrence, READ_OCCURRENCE, EXPORT_OCCURRENCE)
    reached = mine.rows(Ask(), level).filter(pk__in=list(found)).values_list("pk", flat=True)
    return [found[number] for number in reached]


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


def _fields(report: Report, one: Occurrence | None, codes: Mapping[int, Any]) -> dict[str, Any]:
    """What there is of a report made here, and of what it became; who reported is not among it."""
    found: dict[str, Any] = {
        "happened_at": report.happened_at,
        "unit": tree().by_id[report.unit_id].code,
        "place": report.place,
        "story": report.story,
    }
    if one is None:
        return found
    return found | _classified(one, codes) | {"title": one.title, "summary": one.summary}
