"""What was told about an occurrence, word for word, beside the title and summary made of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from baken.core.access import Actor
from baken.rooms.reports.models import LegacyRow, Occurrence, OccurrenceStep, Report
from baken.rooms.reports.queries.conversation import Said, additions_of
from baken.rooms.reports.queries.occurrence import reports_of

MOST_VERSIONS = 100


@dataclass(frozen=True)
class SourceVersion:
    """The text of a later version of an imported report, as its source told it."""

    revision: int
    at: datetime
    story: str


@dataclass(frozen=True)
class Original:
    """One report's story as it was told, with what was added and how its source changed it."""

    report: Report
    additions: Sequence[Said]
    versions: Sequence[SourceVersion]

    @property
    def whole_day(self) -> bool:
        """Whether only the day is known on which it came in."""
        return self.report.identity == "anonymous"


@dataclass(frozen=True)
class Worded:
    """What title and summary were from one weighing to the next."""

    at: datetime
    title: str
    summary: str


def originals_of(actor: Actor, occurrence: Occurrence) -> list[Original]:
    """The stories behind an occurrence that the actor may read, the first told first."""
    reports = reports_of(actor, occurrence)[::-1]
    additions, versions = additions_of(reports), _versions_of(reports)
    return [Original(one, additions.get(one.pk, ()), versions.get(one.pk, ())) for one in reports]


def wordings_of(occurrence: Occurrence) -> list[Worded]:
    """Every title and summary that an occurrence has had, the newest first; erased ones are gone."""
    rows = OccurrenceStep.objects.of(occurrence).order_by("-serial")
    found = [
        Worded(row.at, row.words.get("title", ""), row.words.get("summary", ""))
        for row in rows.filter(words__has_any_keys=["title", "summary"])[:MOST_VERSIONS]
    ]
    older = [*found[1:], None]
    return [one for one, before in zip(found, older, strict=False) if _differs(one, before)]


def _differs(one: Worded, older: Worded | None) -> bool:
    return older is None or (one.title, one.summary) != (older.title, older.summary)


def _versions_of(reports: Iterable[Report]) -> dict[int, list[SourceVersion]]:
    imported = [one.pk for one in reports if one.source]
    if not imported:
        return {}
    rows = LegacyRow.objects.for_system(reason="filter").filter(record__in=imported)
    found: dict[int, list[SourceVersion]] = {}
    for row in rows.exclude(story="").order_by("revision"):
        told = SourceVersion(row.revision, row.at, row.story)
        found.setdefault(row.record_id, []).append(told)
    return found
