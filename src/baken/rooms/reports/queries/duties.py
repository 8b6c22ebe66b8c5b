"""What of an occurrence decides which duties to notify it brings along, and by when."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import Q

from baken.rooms.library.queries import duty_table
from baken.rooms.library.rules.duties import Duty, Term
from baken.rooms.library.rules.duty_facts import Injured, Snapshot
from baken.rooms.reports.models import (
    Damage,
    DutyAnswer,
    ExternalNotification,
    Injury,
    Occurrence,
    OccurrenceCode,
    Report,
)
from baken.rooms.reports.queries.calendars import timetable_for
from baken.rooms.reports.rules.duties import Watched, end_of_term

_CLASSES = ("kind", "context", "category", "actual_severity", "potential_severity")


def snapshot_of(occurrence: Occurrence, values: Mapping[str, Any] | None = None) -> Snapshot:
    """What is recorded about an occurrence now; ``values`` are classes that are about to be set."""
    codes: dict[str, set[str]] = {"subject": set(), "domain": set()}
    for scheme, code in OccurrenceCode.objects.of(occurrence).values_list("scheme", "code"):
        codes[scheme].add(code)
    classes = {name: getattr(occurrence, name) for name in _CLASSES}
    classes |= {name: value for name, value in (values or {}).items() if name in _CLASSES}
    return Snapshot(
        kind=classes["kind"],
        context=classes["context"],
        category=classes["category"],
        actual=classes["actual_severity"],
        potential=classes["potential_severity"],
        domains=frozenset(codes["domain"]),
        subjects=frozenset(codes["subject"]),
        injured=tuple(injured_of(row) for row in Injury.objects.of(occurrence).order_by("pk")),
        damage_eur=_damage(occurrence),
        answers=answers_of(occurrence),
    )


def injured_of(row: Injury) -> Injured:
    """An injury as the conditions of duties look at it."""
    return Injured(
        person_kind=row.person_kind,
        outcome=row.outcome,
        permanent=row.permanent,
        hospital_admission=row.hospital_admission,
        absence_days=row.absence_days,
        known_at=row.known_at,
    )


def answers_of(occurrence: Occurrence) -> dict[str, bool]:
    """What triage answered to the questions on which duties depend."""
    rows = DutyAnswer.objects.of(occurrence).order_by("fact")
    return dict(rows.values_list("fact", "holds"))


def watched(snapshot: Snapshot) -> Watched:
    """What can open a duty again, of what is recorded."""
    return Watched(
        harm=tuple(one.harm for one in snapshot.injured),
        category=snapshot.category,
        flags=snapshot.domains,
        answers=snapshot.answers,
    )


def first_known_of(occurrence: Occurrence) -> datetime:
    """When the organisation first knew: the first report with a moment, else the triage."""
    reports = Report.objects.for_system(reason="advance").filter(occurrence=occurrence)
    told = reports.exclude(identity="anonymous").order_by("received_at")
    first = told.values_list("received_at", flat=True).first()
    return min(first or occurrence.triaged_at, occurrence.triaged_at)


def term_end(term: Term, start: datetime, occurrence: Occurrence) -> datetime:
    """When a term is over, by the days and the zone of the place; on a mission every day counts."""
    place = timetable_for(occurrence)
    local = start.astimezone(place.zone)
    return end_of_term(
        local, term, lambda at, count: place.calendar.end_of_term(at, count, place.zone)
    )


def start_of(duty: Duty, known_at: datetime, happened_at: datetime | None) -> datetime:
    """When the clock of a duty began to run."""
    return happened_at or known_at if duty.start == "happened" else known_at


def next_term(one: ExternalNotification) -> datetime | None:
    """When the next written report of a notified duty is due; None when no more is asked."""
    duty = duty_named(one.duty)
    if duty is None or one.reports_sent >= len(duty.later):
        return None
    start = start_of(duty, one.known_at, one.occurrence.happened_at)
    return term_end(duty.later[one.reports_sent].term, start, one.occurrence)


def duty_named(code: str) -> Duty | None:
    """The row of the table of duties; None for one that the installation no longer has."""
    return duty_table().duties.get(code)


def existing_of(occurrence: Occurrence) -> dict[str, ExternalNotification]:
    """The duties that the product itself works on, by their code: its own, else of what was merged in."""
    rows = ExternalNotification.objects.for_system(reason="advance").filter(with_merged(occurrence))
    found = rows.select_related("unit", "owner_unit").order_by("number")
    return {
        row.duty: row for row in sorted(found, key=lambda row: row.occurrence_id == occurrence.pk)
    }


def with_merged(occurrence: Occurrence) -> Q:
    """The duties of an occurrence, and of those that were merged into it."""
    return Q(occurrence=occurrence) | Q(occurrence__merged_into=occurrence)


def _damage(occurrence: Occurrence) -> int | None:
    """The damage that is known, in euros; None when there is some and no amount is known."""
    amounts = list(Damage.objects.of(occurrence).values_list("amount_eur", flat=True))
    known = [amount for amount in amounts if amount is not None]
    return sum(known) if known or not amounts else None
