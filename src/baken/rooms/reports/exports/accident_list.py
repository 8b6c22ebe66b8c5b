"""The accident list as a file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from baken.core.access import Actor
from baken.core.export.columns import Column
from baken.core.export.kinds import Ask, ExportKind, Source
from baken.rooms.library.queries import label_of
from baken.rooms.org.queries import tree
from baken.rooms.reports.models import Occurrence
from baken.rooms.reports.permits import EXPORT_SUMMARY, READ_ACCIDENT_LIST
from baken.rooms.reports.queries.accident_list import Accident, accidents, on_accident_list
from baken.rooms.reports.queries.exports import Takable


def takable_accidents(actor: Actor) -> Takable:
    """The accidents on the list that the actor may read there and take away."""
    return Takable(actor, Occurrence, READ_ACCIDENT_LIST, EXPORT_SUMMARY)


def of_the_list(ask: Ask) -> Ask:
    """The same question, of the list alone."""
    narrow = ask.narrow
    return replace(ask, narrow=lambda rows: on_accident_list(narrow(rows) if narrow else rows))


def _source(actor: Actor) -> Source | None:
    if not (actor.holds(EXPORT_SUMMARY) and actor.holds(READ_ACCIDENT_LIST)):
        return None
    mine = takable_accidents(actor)

    def records(ask: Ask, level: int) -> Iterator[Accident]:
        for page in mine.pages(of_the_list(ask), level):
            yield from accidents(page)

    return Source(_columns(), records, lambda ask: mine.level(of_the_list(ask)))


def _columns() -> list[Column]:
    return [
        Column("ref", _("Reference"), lambda line: line.one.ref),
        Column("day", _("Date"), lambda line: line.day, kind="day"),
        Column("kind", _("Kind"), lambda line: line.one.kind, word=_kind),
        Column("summary", _("Nature"), lambda line: line.one.summary),
        Column("unit", _("Unit"), lambda line: tree().by_id[line.one.unit_id].code),
        Column(
            "notified_at", _("Authority notified"), lambda line: line.notified_at, kind="moment"
        ),
        Column(
            "absent",
            _("More than 3 days of absence"),
            lambda line: line.absent,
            privacy="special",
            kind="yes_no",
        ),
    ]


def _kind(code: str) -> str:
    return label_of("kinds", code)


ACCIDENT_LIST = ExportKind("accident_list", _("Accident list"), (EXPORT_SUMMARY,), _source)
