"""Reports that are alike, for the triage screen, and how often a thing came back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from baken.core.access import Actor
from baken.core.lists import page_of
from baken.core.records.numbers import floor_number
from baken.core.search.words import telling_words
from baken.rooms.org.queries import tree
from baken.rooms.reports.models import Occurrence, OccurrenceCode, Report
from baken.rooms.reports.permits import READ
from baken.rooms.reports.rules import Told, alike

PERIOD = timedelta(days=730)
COMPARED = 100


@dataclass(frozen=True)
class Similar:
    """A report that is like another one, and the words they share, the most telling first."""

    report: Report
    shares: tuple[str, ...]


def similar_reports(*, actor: Actor, report: Report, at: datetime, most: int = 6) -> list[Similar]:
    """Reports within the actor's reach that tell of the same thing, the most alike first.

    The newest hundred that share any telling word are compared; see ``rules.alike``.
    """
    words = telling_words(f"{report.story} {report.place}")

    def narrow(rows: Any) -> Any:
        return rows.filter(number__gte=floor_number(at - PERIOD)).exclude(pk=report.pk)

    found = page_of(
        root=Report,
        actor=actor,
        permit=READ,
        narrow=narrow,
        words=words,
        related=("unit", "occurrence"),
        limit=COMPARED,
    ).items
    known = {one.pk: one for one in found}
    others = {key: _told(one) for key, one in known.items()}
    best = alike(_told(report), others)
    return [Similar(known[one.key], one.shares) for one in best[:most]]


def _told(report: Report) -> Told:
    return Told(report.story, report.place, tree().by_id[report.unit_id].code)


def count_similar(*, occurrence: Occurrence, subjects: Iterable[str], at: datetime) -> int:
    """How many occurrences of 24 months share a subject and the unit; counted no further than 3."""
    wanted = list(subjects)
    if not wanted:
        return 0
    rows = Occurrence.objects.for_system(reason="similar").filter(
        unit=occurrence.unit_id, number__gte=floor_number(at - PERIOD), pk__in=_coded(wanted)
    )
    return rows.exclude(pk=occurrence.pk)[:3].count()


def _coded(subjects: Iterable[str]) -> Any:
    rows = OccurrenceCode.objects.for_system(reason="similar")
    return rows.filter(scheme="subject", code__in=list(subjects)).values("record_id")
