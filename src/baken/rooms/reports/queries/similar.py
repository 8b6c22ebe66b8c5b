"""Records that are alike, for triage and its revision, and how often a thing came back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from baken.core.access import Actor
from baken.core.lists import page_of
from baken.core.records.numbers import floor_number
from baken.core.search.counts import Rarity, rarity_in
from baken.core.search.nearest import Nearest, nearest_records
from baken.rooms.library.queries import code_list, labels_of
from baken.rooms.org.queries import tree
from baken.rooms.reports.models import Occurrence, OccurrenceCode, Report
from baken.rooms.reports.permits import READ, READ_OCCURRENCE
from baken.rooms.reports.queries.likeness import compared, terms_of
from baken.rooms.reports.queries.lists import codes_by_record
from baken.rooms.reports.queries.reasons import ReasonTold, reasons_told
from baken.rooms.reports.queries.set_apart import key_of, keys_set_apart
from baken.rooms.reports.rules import Alike, Coded, Compared, alike

PERIOD = timedelta(days=730)
COMPARED = 100
USUAL = 6
NO_CODES = Coded()
# Copied nowhere and suggested nowhere: what belongs with the integrity organisation.
NEVER = "redirected_integrity"


@dataclass(frozen=True)
class Similar:
    """A record that is like another one, and why.

    ``record`` is a report, or an occurrence that was found by its codes; of a report
    ``occurrence`` is what it belongs to.
    """

    record: Report | Occurrence
    occurrence: Occurrence | None
    alike: Alike

    @property
    def is_report(self) -> bool:
        """Whether it is a report and not an occurrence."""
        return isinstance(self.record, Report)

    @property
    def shares(self) -> tuple[str, ...]:
        """The words of story and place that both hold, the most telling first."""
        return tuple(dict.fromkeys((*self.alike.values("words"), *self.alike.values("place"))))

    @property
    def reasons(self) -> list[ReasonTold]:
        """Why, in plain words."""
        return reasons_told(self.alike)

    @property
    def subjects(self) -> list[str]:
        """The shared subjects as people call them."""
        return labels_of("subjects", self.alike.values("subject"))


def similar_records(
    *,
    actor: Actor,
    record: Report | Occurrence,
    at: datetime,
    codes: Coded = NO_CODES,
    most: int = USUAL,
) -> list[Similar]:
    """Records within the actor's reach that tell of the same thing, the most alike first.

    Compared are the hundred reports of 24 months that share the most telling words, and the newest
    hundred occurrences that share any subject of ``codes``; see ``rules.alike``. An occurrence of
    which such a report tells is named by its report. What was set apart is left out, and so are
    reports of the same occurrence. The number of queries is fixed.
    """
    rarity, units = rarity_in(Report), tree()
    one = compared(record, codes, rarity, units)
    apart = keys_set_apart(record)
    coded = _sharing_subjects(actor, record, codes, at)
    subjects = codes_by_record(coded.values()) if coded else {}
    known = {
        pk: Coded(tuple(subjects[pk]["subject"]), other.kind, other.context)
        for pk, other in coded.items()
    }
    reports = _sharing_words(actor, record, one, rarity, at)
    told = {report.occurrence_id for report in reports if key_of(report) not in apart}
    found: list[Report | Occurrence] = [*reports, *(o for pk, o in coded.items() if pk not in told)]
    kept = sorted((o for o in found if key_of(o) not in apart), key=lambda other: other.pk)
    others = {n: compared(o, _codes_of(o, known), rarity, units) for n, o in enumerate(kept)}
    return [_similar(kept[like.key], like) for like in alike(one, others, rarity)[:most]]


def codes_for_likeness(values: Mapping[str, Any]) -> Coded:
    """The codes to compare by from values as they were typed or stand; what is no subject falls away."""
    subjects = values.get("subjects") or []
    known = tuple(dict.fromkeys(code for code in subjects if code in code_list("subjects")))
    return Coded(known, str(values.get("kind") or ""), str(values.get("context") or ""))


def _similar(record: Report | Occurrence, like: Alike) -> Similar:
    occurrence = record.occurrence if isinstance(record, Report) else record
    return Similar(record, occurrence, like)


def _codes_of(record: Report | Occurrence, known: dict[int, Coded]) -> Coded:
    """The codes of a record; of a report those of its occurrence, when the actor reads that."""
    key = record.occurrence_id if isinstance(record, Report) else record.pk
    return known.get(key, NO_CODES) if key else NO_CODES


def _sharing_words(
    actor: Actor, record: Report | Occurrence, one: Compared, rarity: Rarity, at: datetime
) -> list[Report]:
    """The reports with the most telling words; not the record itself, nor what tells of it."""
    is_report = isinstance(record, Report)
    same = record.occurrence_id if isinstance(record, Report) else record.pk

    def narrow(rows: Any) -> Any:
        within = rows.exclude(state=NEVER).exclude(pk=record.pk if is_report else 0)
        return within.exclude(occurrence=same) if same else within

    wanted = Nearest(terms=terms_of(one.profile, rarity), since=floor_number(at - PERIOD))
    return nearest_records(
        root=Report,
        actor=actor,
        permit=READ,
        wanted=wanted,
        narrow=narrow,
        related=("unit", "occurrence"),
        most=COMPARED,
    )


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
