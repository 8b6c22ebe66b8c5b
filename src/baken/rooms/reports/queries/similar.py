"""Records that are alike, for triage and its revision, and how often a thing came back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from baken.core.access import Actor
from baken.core.lists import page_of
from baken.core.records.numbers import floor_number
from baken.core.search.words import telling_words
from baken.rooms.library.queries import code_list
from baken.rooms.org.queries import tree
from baken.rooms.reports.models import Occurrence, OccurrenceCode, Report
from baken.rooms.reports.permits import READ, READ_OCCURRENCE
from baken.rooms.reports.queries.lists import codes_by_record
from baken.rooms.reports.rules import Coded, Told, alike

PERIOD = timedelta(days=730)
COMPARED = 100
USUAL = 6
NO_CODES = Coded()


@dataclass(frozen=True)
class Similar:
    """A record that is like another one, with the words and codes they share.

    ``record`` is a report, or an occurrence that was found by its codes; of a report
    ``occurrence`` is what it belongs to. The most telling word stands first.
    """

    record: Report | Occurrence
    occurrence: Occurrence | None
    shares: tuple[str, ...]
    codes: Coded

    @property
    def is_report(self) -> bool:
        """Whether it is a report and not an occurrence."""
        return isinstance(self.record, Report)

    @property
    def subjects(self) -> list[str]:
        """The shared subjects as people call them."""
        known = code_list("subjects")
        return [known[code].label for code in self.codes.subjects]


def similar_records(
    *,
    actor: Actor,
    record: Report | Occurrence,
    at: datetime,
    codes: Coded = NO_CODES,
    most: int = USUAL,
) -> list[Similar]:
    """Records within the actor's reach that tell of the same thing, the most alike first.

    Compared are the newest hundred reports that share any telling word, and the newest hundred
    occurrences that share any subject of ``codes``, of 24 months; see ``rules.alike``. An
    occurrence of which such a report tells is named by its report.
    """
    one = _told(record, codes)
    coded = _sharing_subjects(actor, record, codes, at)
    subjects = codes_by_record(coded.values()) if coded else {}
    known = {
        pk: Coded(tuple(subjects[pk]["subject"]), other.kind, other.context)
        for pk, other in coded.items()
    }
    reports = _sharing_words(actor, record, one, at)
    told = {report.occurrence_id for report in reports}
    found: list[Report | Occurrence] = [*reports, *(o for pk, o in coded.items() if pk not in told)]
    others = {place: _told(other, _codes_of(other, known)) for place, other in enumerate(found)}
    best = alike(one, others)[:most]
    return [_similar(found[other.key], other.shares, other.codes) for other in best]


def codes_for_likeness(values: Mapping[str, Any]) -> Coded:
    """The codes to compare by from values as they were typed or stand; what is no subject falls away."""
    subjects = values.get("subjects") or []
    known = tuple(dict.fromkeys(code for code in subjects if code in code_list("subjects")))
    return Coded(known, str(values.get("kind") or ""), str(values.get("context") or ""))


def _similar(record: Report | Occurrence, shares: tuple[str, ...], codes: Coded) -> Similar:
    occurrence = record.occurrence if isinstance(record, Report) else record
    return Similar(record, occurrence, shares, codes)


def _told(record: Report | Occurrence, codes: Coded) -> Told:
    unit = tree().by_id[record.unit_id].code
    if isinstance(record, Report):
        return Told(record.story, record.place, unit, codes)
    return Told(f"{record.title} {record.summary}", "", unit, codes)


def _codes_of(record: Report | Occurrence, known: dict[int, Coded]) -> Coded:
    """The codes of a record; of a report those of its occurrence, when the actor reads that."""
    key = record.occurrence_id if isinstance(record, Report) else record.pk
    return known.get(key, NO_CODES) if key else NO_CODES


def _sharing_words(
    actor: Actor, record: Report | Occurrence, one: Told, at: datetime
) -> list[Report]:
    """The newest reports that hold a telling word; not the record itself, nor what tells of it."""
    own = {"pk": record.pk} if isinstance(record, Report) else {"occurrence": record.pk}

    def narrow(rows: Any) -> Any:
        return rows.filter(number__gte=floor_number(at - PERIOD)).exclude(**own)

    return page_of(
        root=Report,
        actor=actor,
        permit=READ,
        narrow=narrow,
        words=telling_words(f"{one.story} {one.place}"),
        related=("unit", "occurrence"),
        limit=COMPARED,
    ).items


def _sharing_subjects(
    actor: Actor, record: Report | Occurrence, codes: Coded, at: datetime
) -> dict[int, Occurrence]:
    """The newest occurrences with one of the subjects, by row number; not the record's own."""
    if not codes.subjects:
        return {}
    own = record.occurrence_id if isinstance(record, Report) else record.pk
    since = floor_number(at - PERIOD)
    with_subject = _coded(codes.subjects).filter(record_id__gte=since)

    def narrow(rows: Any) -> Any:
        within = rows.filter(number__gte=since, pk__in=with_subject)
        return within.exclude(pk=own or 0).exclude(state="merged")

    items = page_of(
        root=Occurrence,
        actor=actor,
        permit=READ_OCCURRENCE,
        narrow=narrow,
        related=("unit",),
        limit=COMPARED,
    ).items
    return {one.pk: one for one in items}


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
