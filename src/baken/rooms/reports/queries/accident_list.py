"""The accident list: notified accidents at work, and those with more than three days of absence.

Source: Arbowet, article 9(2).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Coalesce

from baken.core import clock
from baken.core.access import Actor
from baken.core.lists import USUAL_ROWS, Page, count_up_to, page_of
from baken.rooms.library.queries import duty_table
from baken.rooms.org.queries import tree
from baken.rooms.reports.models import (
    DutyAnswer,
    ExternalNotification,
    Injury,
    Occurrence,
    OccurrenceCode,
)
from baken.rooms.reports.permits import READ_ACCIDENT_LIST
from baken.rooms.reports.rules.duties import DUTY_DONE, LIST_ABSENCE_DAYS

DISEASE = "disease.diagnosed"
FEWEST = 5  # fewer diseases than this are not told apart
MOST_COUNTED = 1_000
SHOWN = ("ref", "kind", "summary", "unit", "owner_unit", "happened_at", "triaged_at")


@dataclass(frozen=True)
class ListAsk:
    """The year in which it happened, and the unit with all below it; empty is all within reach."""

    year: int
    unit: str = ""

    def narrow(self, rows: Any) -> Any:
        """The accidents asked for."""
        return on_accident_list(self.in_period(rows))

    def in_period(self, rows: Any) -> Any:
        """The occurrences of the year and the unit."""
        start, end = date(self.year, 1, 1), date(self.year + 1, 1, 1)
        happened = Coalesce("happened_at", "triaged_at")
        rows = rows.alias(happened=happened).filter(
            happened__gte=clock.start_of_day(start), happened__lt=clock.start_of_day(end)
        )
        if not self.unit:
            return rows
        here = tree()
        ids = here.ids_in((here.by_code[self.unit].range,))
        return rows.filter(here.among("unit_id", ids))


@dataclass(frozen=True)
class Accident:
    """A line of the list: when the authority was notified, and whether somebody was absent for long."""

    one: Occurrence
    notified_at: datetime | None
    absent: bool

    @property
    def day(self) -> date:
        """The day on which it happened, or was recorded."""
        return clock.local_date(self.one.happened_at or self.one.triaged_at)


def on_accident_list(rows: Any) -> Any:
    """Those of some occurrences that stand on the list."""
    return rows.filter(Exists(_notified()) | (Exists(_absent()) & Exists(_at_work())))


def accidents_page(
    actor: Actor, ask: ListAsk, cursor: str = "", limit: int = USUAL_ROWS
) -> tuple[Page, list[Accident]]:
    """A page of the list within the actor's reach, newest first, with why each stands on it."""
    page = page_of(
        root=Occurrence,
        actor=actor,
        permit=READ_ACCIDENT_LIST,
        narrow=ask.narrow,
        fields=SHOWN,
        cursor=cursor,
        limit=limit,
    )
    return page, accidents(page.items)


def accidents(found: Iterable[Occurrence]) -> list[Accident]:
    """Occurrences as lines of the list; two queries however many there are."""
    rows = list(found)
    numbers = [one.pk for one in rows]
    calls = _done().filter(occurrence__in=numbers).values_list("occurrence_id", "called_at")
    notified = dict(calls.order_by("-called_at"))
    long = _long_absent().filter(record__in=numbers).values_list("record_id", flat=True)
    absent = set(long)
    return [Accident(one, notified.get(one.pk), one.pk in absent) for one in rows]


def diseases_of(actor: Actor, ask: ListAsk) -> int:
    """How many occupational diseases a doctor notified, of what the actor reaches."""
    answers = DutyAnswer.objects.for_system(reason="filter").filter(fact=DISEASE, holds=True)
    told = answers.filter(record=OuterRef("pk"))
    return count_up_to(
        root=Occurrence,
        actor=actor,
        permit=READ_ACCIDENT_LIST,
        narrow=lambda rows: ask.in_period(rows).filter(Exists(told)),
        most=MOST_COUNTED,
    )


def _done() -> Any:
    """The notifications that put an accident on the list, as far as they were done."""
    listed = [duty.code for duty in duty_table().duties.values() if duty.on_accident_list]
    rows = ExternalNotification.objects.for_system(reason="filter")
    return rows.filter(Q(state__in=DUTY_DONE) | Q(called_at__isnull=False), duty__in=listed)


def _long_absent() -> Any:
    rows = Injury.objects.for_system(reason="filter")
    return rows.filter(person_kind="employee", absence_days__gt=LIST_ABSENCE_DAYS)


def _notified() -> Any:
    return _done().filter(occurrence=OuterRef("pk"))


def _absent() -> Any:
    return _long_absent().filter(record=OuterRef("pk"))


def _at_work() -> Any:
    codes = OccurrenceCode.objects.for_system(reason="filter")
    return codes.filter(record=OuterRef("pk"), scheme="domain", code="work")
