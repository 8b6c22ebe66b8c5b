"""The kinds of export of the reports room, each within what the actor may read and take away."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from baken.core.access import Actor
from baken.core.export.columns import Column
from baken.core.export.figures import Figure
from baken.core.export.kinds import Ask, ExportKind, Source
from baken.rooms.library.queries import label_of
from baken.rooms.reports.exports.columns import (
    Answered,
    Coded,
    answered_columns,
    occurrence_columns,
    summary_columns,
)
from baken.rooms.reports.models import Occurrence, Report
from baken.rooms.reports.permits import (
    COUNT,
    EXPORT,
    EXPORT_OCCURRENCE,
    EXPORT_SUMMARY,
    READ,
    READ_OCCURRENCE,
    READ_SUMMARY,
)
from baken.rooms.reports.queries.counts import CATEGORIES, CountRow, CountTable
from baken.rooms.reports.queries.exports import Takable
from baken.rooms.reports.queries.follow_up import answers_by_report
from baken.rooms.reports.queries.lists import codes_by_record, reads_in_full


def takable_reports(actor: Actor) -> Takable:
    """The reports the actor may read and take away."""
    return Takable(actor, Report, READ, EXPORT, related=("occurrence",))


def takable_occurrences(actor: Actor) -> Takable:
    """The occurrences the actor may take away: in full where they read and export so."""
    if takes_in_full(actor):
        return Takable(actor, Occurrence, READ_OCCURRENCE, EXPORT_OCCURRENCE, ("merged_into",))
    return takable_summaries(actor)


def takable_summaries(actor: Actor) -> Takable:
    """The occurrences the actor may take away without persons, those read in full among them."""
    return Takable(actor, Occurrence, READ_SUMMARY, EXPORT_SUMMARY, whole_months=True)


def takes_in_full(actor: Actor) -> bool:
    """Whether the actor takes occurrences away in full, as the list shows them."""
    return reads_in_full(actor) and actor.holds(EXPORT_OCCURRENCE)


def _reports(actor: Actor) -> Source | None:
    if not actor.holds(EXPORT):
        return None
    mine = takable_reports(actor)
    return Source(
        columns=answered_columns(),
        records=lambda ask, level: _answered(mine, ask, level),
        level_of=mine.level,
        withheld=mine.withheld,
    )


def _answered(mine: Takable, ask: Ask, level: int) -> Iterator[Answered]:
    for page in mine.pages(ask, level):
        answers = answers_by_report(page)
        for one in page:
            yield Answered(one, answers[one.pk])


def _occurrences(actor: Actor) -> Source | None:
    mine = takable_occurrences(actor)
    if mine.whole_months:
        return _summaries(actor)
    return Source(
        columns=occurrence_columns(),
        records=lambda ask, level: _coded(mine, ask, level),
        level_of=mine.level,
        withheld=mine.withheld,
    )


def _summaries(actor: Actor) -> Source | None:
    mine = takable_summaries(actor)
    if not actor.holds(EXPORT_SUMMARY):
        return None
    return Source(
        columns=summary_columns(),
        records=lambda ask, level: (one for page in mine.pages(ask, level) for one in page),
        level_of=mine.level,
        withheld=mine.withheld,
    )


def _coded(mine: Takable, ask: Ask, level: int) -> Iterator[Coded]:
    for page in mine.pages(ask, level):
        codes = codes_by_record(page)
        for one in page:
            yield Coded(one, codes[one.pk]["subject"], codes[one.pk]["domain"])


REPORTS = ExportKind("reports", _("Reports"), (EXPORT,), _reports)
OCCURRENCES = ExportKind(
    "occurrences", _("Occurrences"), (EXPORT_SUMMARY, EXPORT_OCCURRENCE), _occurrences
)
SUMMARIES = ExportKind("summaries", _("Occurrences without persons"), (EXPORT_SUMMARY,), _summaries)
KINDS = (REPORTS, OCCURRENCES, SUMMARIES)


def counts_kind(table: CountTable) -> ExportKind:
    """The figures of one table of counts, exactly as its page shows them."""
    total = CountRow(table.unit, table.total)

    def source_of(actor: Actor) -> Source | None:
        if not (actor.holds(READ_SUMMARY) or actor.holds(COUNT)):
            return None
        rows = (*table.rows, total)
        return Source(columns=_count_columns(total), records=lambda _ask, _level: iter(rows))

    name = _("Counts of occurrences")
    return ExportKind("occurrence_counts", name, (READ_SUMMARY, COUNT), source_of)


def _count_columns(total: CountRow) -> list[Column]:
    def part(row: CountRow) -> str:
        if row is total:
            return "total"
        return row.part

    places = enumerate((*CATEGORIES, "total"))
    return [
        Column("unit", _("Unit"), lambda row: row.unit.code),
        Column("name", _("Name"), lambda row: row.unit.name),
        Column("part", _("Part"), part),
        *(_figure_column(place, category) for place, category in places),
    ]


def _figure_column(place: int, category: Any) -> Column:
    name = {None: "category_unknown", "total": "total"}.get(category, f"category_{category}")

    def value(row: CountRow) -> int | str:
        figure: Figure = row.figures[place]
        return figure.value

    return Column(name, category_label(category), value, kind="figure")


def category_label(category: Any) -> Any:
    """What stands above a column of counts."""
    if category is None:
        return _("Unknown")
    return _("Total") if category == "total" else label_of("categories", category)
