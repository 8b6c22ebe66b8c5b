"""Occurrences and reports that look like this one, over the past 24 months."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from baken.core.access import Actor
from baken.core.lists import page_of
from baken.core.records.numbers import floor_number
from baken.core.search.words import telling_words
from baken.rooms.reports.models import Occurrence, OccurrenceCode, Report
from baken.rooms.reports.permits import READ, READ_OCCURRENCE

PERIOD = timedelta(days=730)
COMPARED = 100


def similar_reports(*, actor: Actor, report: Report, at: datetime, most: int = 6) -> list[Report]:
    """Reports within the actor's reach that share at least two telling words with this one.

    The newest hundred that share any of them are compared; most shared words first.
    """
    words = telling_words(f"{report.story} {report.place}")

    def narrow(rows: Any) -> Any:
        return rows.filter(number__gte=floor_number(at - PERIOD)).exclude(pk=report.pk)

    related = ("unit", "occurrence")
    found = page_of(
        root=Report,
        actor=actor,
        permit=READ,
        narrow=narrow,
        words=words,
        related=related,
        limit=COMPARED,
    ).items
    shared = [(_shared(words.words, one), one) for one in found]
    best = sorted((pair for pair in shared if pair[0] >= 2), key=lambda pair: -pair[0])
    return [one for _, one in best[:most]]


def similar_occurrences(
    *, actor: Actor, subjects: Sequence[str], at: datetime, most: int = 6
) -> list[Occurrence]:
    """Occurrences within the actor's reach on the same subjects, newest first."""
    if not subjects:
        return []
    coded = _coded(subjects)

    def narrow(rows: Any) -> Any:
        return rows.filter(number__gte=floor_number(at - PERIOD), pk__in=coded)

    return page_of(
        root=Occurrence, actor=actor, permit=READ_OCCURRENCE, narrow=narrow, limit=most
    ).items


def count_similar(*, occurrence: Occurrence, subjects: Iterable[str], at: datetime) -> int:
    """How many occurrences of 24 months share a subject and the unit; counted no further than 3."""
    wanted = list(subjects)
    if not wanted:
        return 0
    rows = Occurrence.objects.for_system(reason="similar").filter(
        unit=occurrence.unit_id, number__gte=floor_number(at - PERIOD), pk__in=_coded(wanted)
    )
    return rows.exclude(pk=occurrence.pk)[:3].count()


def _shared(words: Sequence[str], report: Report) -> int:
    text = f"{report.story} {report.place}".lower()
    return sum(word in text for word in words)


def _coded(subjects: Iterable[str]) -> Any:
    rows = OccurrenceCode.objects.for_system(reason="similar")
    return rows.filter(scheme="subject", code__in=list(subjects)).values("record_id")
