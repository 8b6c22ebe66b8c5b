"""Pages of reports and occurrences for an actor."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q

from baken.core.access import Actor
from baken.core.access.scope import scope_of
from baken.core.lists import USUAL_ROWS, Narrow, Page, Part, page_of, page_of_parts
from baken.core.search.words import Wanted
from baken.rooms.reports.models import Occurrence, OccurrenceCode, Report
from baken.rooms.reports.permits import READ, READ_OCCURRENCE, READ_SUMMARY

# What a table of a page shows of a record: a third of its fields.
REPORT_SHOWN = ("ref", "story", "unit", "received_at", "state", "embargo_at")
OCCURRENCE_SHOWN = (
    "ref",
    "title",
    "summary",
    "kind",
    "potential_severity",
    "unit",
    "happened_at",
    "triaged_at",
    "state",
    "embargo_at",
)
# A report whole, and of what it became no more than which and how it stands.
_REPORT_WHOLE = (
    *(field.name for field in Report._meta.concrete_fields),
    "occurrence__ref",
    "occurrence__state",
    "occurrence__merged_into__state",
)

# Among the states that a list can be asked for: any in which something is still owed.
OPEN = "open"


def reports_page(
    actor: Actor,
    *,
    narrow: Narrow | None = None,
    words: Wanted | None = None,
    cursor: str = "",
    limit: int = USUAL_ROWS,
    fields: Sequence[str] = (),
) -> Page:
    """The newest reports within the actor's reach: these fields, or all with how its occurrence stands."""
    return page_of(
        root=Report,
        actor=actor,
        permit=READ,
        narrow=narrow,
        words=words,
        related=() if fields else ("occurrence__merged_into",),
        fields=fields or _REPORT_WHOLE,
        cursor=cursor,
        limit=limit,
    )


def own_reports(actor: Actor, cursor: str = "") -> Page:
    """What the actor reported with or without letting their name be known, newest first."""

    def narrow(rows: Any) -> Any:
        return rows.filter(reporter_key=actor.own_key)

    return reports_page(actor, narrow=narrow, cursor=cursor, fields=REPORT_SHOWN)


@dataclass(frozen=True)
class OccurrenceAsk:
    """What a list of occurrences is narrowed by, for those read in full and for summaries apart.

    What a summary does not tell cannot be asked of it: days, subjects, words of a title.
    """

    full: Narrow | None = None
    summaries: Narrow | None = None
    words: Wanted | None = None


@dataclass(frozen=True)
class OccurrencesRead(Page):
    """A page of occurrences; ``in_full`` are the row numbers of those shown in full."""

    in_full: frozenset[int] = frozenset()

    def shows_in_full(self, one: Occurrence) -> bool:
        """Whether one of them is read in full, or without persons."""
        return one.pk in self.in_full


def occurrences_page(
    actor: Actor,
    ask: OccurrenceAsk | None = None,
    *,
    cursor: str = "",
    limit: int = USUAL_ROWS,
    fields: Sequence[str] = (),
) -> OccurrencesRead:
    """The newest occurrences within reach: in full where the actor may, elsewhere without persons.

    With these fields only, or with all and what they were merged into.
    Words are looked for in what the reader gets to see: without the full permit in summaries only.
    """
    parts = _parts(actor, ask or OccurrenceAsk())
    page, given = page_of_parts(
        root=Occurrence,
        actor=actor,
        parts=parts,
        related=() if fields else ("merged_into",),
        fields=fields,
        cursor=cursor,
        limit=limit,
    )
    found = zip(parts, given, strict=True)
    full = (keys for part, keys in found if part.permit == READ_OCCURRENCE)
    return OccurrencesRead(page.items, page.next_cursor, frozenset().union(*full))


def _parts(actor: Actor, ask: OccurrenceAsk) -> list[Part]:
    """What is read in full, and beside it the summaries of what is not."""
    full = [Part(READ_OCCURRENCE, ask.full, ask.words)] if actor.holds(READ_OCCURRENCE) else []
    if full and not reads_summaries_beside(actor):
        return full

    def narrow(rows: Any) -> Any:
        found = ask.summaries(rows) if ask.summaries else rows
        return found.filter(~Exists(_in_full(actor))) if full else found

    searched = with_words_in_summary(narrow, ask.words) if ask.words is not None else narrow
    return [*full, Part(READ_SUMMARY, searched)]


def _in_full(actor: Actor) -> Any:
    """The record at hand, when the actor reads it in full."""
    return Occurrence.objects.visible_to(actor, READ_OCCURRENCE).filter(pk=OuterRef("pk"))


def reads_summaries_beside(actor: Actor) -> bool:
    """Whether the actor reads summaries where they do not read in full."""
    summaries, full = (
        scope_of(actor, permit, Occurrence) for permit in (READ_SUMMARY, READ_OCCURRENCE)
    )
    return actor.holds(READ_SUMMARY) and not summaries.is_within(full)


def reads_in_full(actor: Actor) -> bool:
    """Whether the actor reads occurrences of some unit in full, and can ask for days and subjects."""
    return any(grant.reach.ranges for grant in actor.grants_of(READ_OCCURRENCE))


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


def in_state(asked: str) -> Q:
    """Records in a state, or ``OPEN``; lists, exports and the figures of a unit mean the same by it."""
    return Q(due_at__isnull=False) if asked == OPEN else Q(state=asked)
