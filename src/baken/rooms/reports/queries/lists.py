"""Pages of reports and occurrences for an actor."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from baken.core.access import Actor
from baken.core.lists import USUAL_ROWS, Narrow, Page, page_of
from baken.core.search.words import Wanted
from baken.rooms.reports.models import Occurrence, OccurrenceCode, Report
from baken.rooms.reports.permits import READ, READ_OCCURRENCE, READ_SUMMARY


def reports_page(
    actor: Actor,
    *,
    narrow: Narrow | None = None,
    words: Wanted | None = None,
    cursor: str = "",
    limit: int = USUAL_ROWS,
) -> Page:
    """The newest reports within the actor's reach, with their occurrence."""
    return page_of(
        root=Report,
        actor=actor,
        permit=READ,
        narrow=narrow,
        words=words,
        related=("occurrence__merged_into",),
        cursor=cursor,
        limit=limit,
    )


def own_reports(actor: Actor, cursor: str = "") -> Page:
    """What the actor reported with or without letting their name be known, newest first."""

    def narrow(rows: Any) -> Any:
        return rows.filter(reporter_key=actor.own_key)

    return reports_page(actor, narrow=narrow, cursor=cursor)


def occurrences_page(
    actor: Actor,
    *,
    narrow: Narrow | None = None,
    words: Wanted | None = None,
    cursor: str = "",
    limit: int = USUAL_ROWS,
) -> Page:
    """The newest occurrences the actor may read in full, or else without persons.

    Words are looked for in what the reader gets to see: without the full permit in summaries only.
    """
    permit = reading_permit(actor)
    if words is not None and permit == READ_SUMMARY:
        narrow, words = with_words_in_summary(narrow, words), None
    return page_of(
        root=Occurrence,
        actor=actor,
        permit=permit,
        narrow=narrow,
        words=words,
        related=("merged_into",),
        cursor=cursor,
        limit=limit,
    )


def reading_permit(actor: Actor) -> str:
    """The permit with which the actor sees the list of occurrences: in full where they may."""
    in_full = any(grant.reach.ranges for grant in actor.grants_of(READ_OCCURRENCE))
    return READ_OCCURRENCE if in_full else READ_SUMMARY


def with_words_in_summary(narrow: Narrow | None, words: Wanted) -> Narrow:
    """A narrowing to records whose summary holds the words, for readers without persons."""

    def both(rows: Any) -> Any:
        found = narrow(rows) if narrow else rows
        if not words.words:
            return found.none()
        for word in words.words:
            found = found.filter(summary__icontains=word)
        return found

    return both


def codes_by_record(records: Iterable[Occurrence]) -> dict[int, dict[str, list[str]]]:
    """Subjects and domains of several occurrences read through the guard, by scheme; one query."""
    found: dict[int, dict[str, list[str]]] = {
        record.pk: {"subject": [], "domain": []} for record in records
    }
    rows = OccurrenceCode.objects.for_system(reason="filter").filter(record__in=list(found))
    for number, scheme, code in rows.order_by("id").values_list("record_id", "scheme", "code"):
        found[number][scheme].append(code)
    return found


def days_since(touched_at: datetime, at: datetime) -> int:
    """Whole days since something was last touched."""
    return max(0, (at - touched_at).days)
