"""What in an organisation file does not fit the time in which its units exist, or ends one too early."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django.db.models import Q
from django.utils.translation import override

from baken.core import clock
from baken.rooms.org.models import Appointment, CommandLine, Person, Unit
from baken.rooms.org.queries.facts import named
from baken.rooms.org.queries.lives import changes_kept, lives_kept
from baken.rooms.org.queries.periods import standing_last
from baken.rooms.org.questions import open_items
from baken.rooms.org.rules import AppointmentRow, LineRow, OrganisationFile, parents_first
from baken.rooms.org.rules.lives import (
    Life,
    coming_problems,
    life_problems,
    lives_after,
    period_problems,
)


def lives_problems(content: OrganisationFile, today: date) -> list[str]:
    """Every problem of days; the units of the file are a sound tree.

    Earlier names lie in the past as the clock has it, and what is new has begun by then: a file may
    be told as of another day.
    """
    known = lives_kept()
    lives = lives_after(parents_first(content.units), known)
    over = {code for code, life in lives.items() if life.is_over}
    stay = _unchanged_on(over, content.lines, content.appointments) if over else frozenset()
    return [
        *coming_problems(content.units, lives, known, max(today, clock.today())),
        *life_problems(content.units, lives, clock.today()),
        *period_problems(content.lines, content.appointments, lives, stay, today),
        *_against_history(content, known, today),
        *_open_ends(content, known, today),
        *_homes(content, lives, today),
    ]


def _against_history(
    content: OrganisationFile, known: Mapping[str, Life], today: date
) -> Iterator[str]:
    """First and last days that what is known of a unit contradicts."""
    if not any(row.from_on or row.until for row in content.units):
        return
    kept = changes_kept()
    for row in (one for one in content.units if one.code in kept):
        first, last = kept[row.code]
        begun = known[row.code].begin if row.code in known else None
        if row.from_on and row.from_on > today and row.from_on != begun:
            yield f"unit {row.code}, field from: it is there already, before {row.from_on}"
        if row.from_on and first and row.from_on > first:
            changed = first + timedelta(days=1)
            yield f"unit {row.code}, field from: it was there before: it changed on {changed}"
        if row.until and last > row.until and not (row.from_on and last <= row.from_on):
            yield f"unit {row.code}, field to: it was still there: it changed on {last}"


def _open_ends(content: OrganisationFile, known: Mapping[str, Life], today: date) -> Iterator[str]:
    """Units that the file ends while records wait for them.

    When the day was announced before, the end comes once they are handed over: no matter of the file.
    Source: domain reference, organisation, sections 8.6 and 12.5.
    """
    for row in content.units:
        there = known.get(row.code)
        if there is None or there.is_over or row.until is None:
            continue
        if row.until < today and row.until != there.end:
            waiting = _waiting(Unit.objects.get(code=row.code).pk)
            if waiting:
                yield (
                    f"unit {row.code}, field to: it cannot end on {row.until} while records wait"
                    f" for it ({waiting}); hand them over first"
                )


def _waiting(unit: int) -> str:
    with override("en"):
        return named(items for items in open_items.ask(unit) if items.count)


def _homes(content: OrganisationFile, lives: Mapping[str, Life], today: date) -> Iterator[str]:
    """Persons whom the file brings to a unit that it ends."""
    ended = {
        row.code: f"it ends on {row.until}"
        for row in content.units
        if row.until is not None and row.until < today and not lives[row.code].is_over
    }
    there = Person.objects.for_system(reason="import").filter(unit__code__in=ended)
    known = dict(there.values_list("ref", "unit__code"))
    for row in content.persons:
        if row.unit in ended and known.get(row.number) != row.unit:
            yield f"person {row.number}, field unit: {row.unit}: {ended[row.unit]}"


def _unchanged_on(
    units: Collection[str], lines: Iterable[LineRow], posts: Iterable[AppointmentRow]
) -> frozenset[LineRow | AppointmentRow]:
    """The rows on some units that are there already until the same day; a withdrawn line stays so."""
    lines = [row for row in lines if row.unit in units or row.superior in units]
    posts = [row for row in posts if row.unit in units]
    if not lines and not posts:
        return frozenset()
    ties = CommandLine.objects.filter(Q(unit__code__in=units) | Q(superior__code__in=units))
    names = ("unit__code", "superior__code", "kind", "from_on", "until", "withdrawn_at")
    known = {row[:4]: row[4:] for row in standing_last(ties).values_list(*names)}
    held = Appointment.objects.for_system(reason="import").filter(unit__code__in=units)
    keys = ("record__ref", "role", "unit__code", "from_on", "until")
    there = set(held.values_list(*keys))
    return frozenset(
        (
            *(row for row in lines if _stays(row, known)),
            *(p for p in posts if (p.person, p.role, p.unit, p.from_on, p.until) in there),
        )
    )


def _stays(row: LineRow, known: Mapping[tuple[Any, ...], Sequence[Any]]) -> bool:
    ends = known.get((row.unit, row.superior, row.kind, row.from_on))
    return ends is not None and (ends[1] is not None or ends[0] == row.until)
