"""Who does what in the demonstration: accounts, reporters and those who handle."""

from __future__ import annotations

from bisect import bisect_right
from datetime import date, datetime, timedelta
from typing import Any

from django.contrib.auth.hashers import make_password

from baken.core import clock
from baken.core.access import Actor
from baken.core.accounts.models import Account
from baken.rooms.org.models import Appointment, Person
from baken.rooms.org.queries import UnitView, actor_of_person, nearest_holders, tree
from baken.rooms.org.queries.appointments import live_appointments
from baken.rooms.reports.permits import CREATE
from baken.site.demo.plan import Story, draw

PASSWORD = "demo"  # noqa: S105 - the demonstration's public password
HANDLER = "safety_adviser"
NOT_REPORTING = (HANDLER, "commander")


class DemoAccounts:
    """Makes the accounts of the demonstration; the slow hash of their password is made once."""

    def __init__(self) -> None:
        self._hash = ""
        self._known = {account.username: account for account in Account.objects.all()}

    def __call__(self, username: str) -> Account:
        """The account of a log-in name, made when it is not there."""
        if username not in self._known:
            self._hash = self._hash or make_password(PASSWORD)
            made = Account.objects.create(username=username, password=self._hash)
            self._known[username] = made
        return self._known[username]


class Cast:
    """The persons of the demonstration and the actors they are at each moment.

    Between two days on which some appointment begins or ends nothing changes, so what was found for
    one moment holds for the whole period around it.
    """

    def __init__(self) -> None:
        everybody = Person.objects.for_system(reason="demo").order_by("ref")
        self._persons = {person.id: person for person in everybody}
        self._changes = _days_of_change()
        self._actors: dict[tuple[Any, int], Actor] = {}
        self._handlers: dict[tuple[str, int], Person] = {}
        self._told_by: dict[str, Person] = {}

    def all_actors(self, at: datetime) -> list[Actor]:
        """Everybody, as they are at a moment."""
        return [self.actor(person, at) for person in self._persons.values()]

    def actor(self, person: Person, at: datetime) -> Actor:
        """The actor a person is at a moment."""
        key = (person.id, self._period(at))
        if key not in self._actors:
            self._actors[key] = actor_of_person(person, at)
        return self._actors[key]

    def person(self, person: Any) -> Person:
        """The person of an id."""
        return self._persons[person]

    def handler(self, unit_code: str, at: datetime) -> Actor:
        """The nearest safety adviser of a unit at a moment."""
        key = (unit_code, self._period(at))
        if key not in self._handlers:
            holders = nearest_holders(roles=(HANDLER,), unit=_unit(unit_code), at=at)
            if not holders:
                raise LookupError(f"on {at:%Y-%m-%d} there is no safety adviser for {unit_code}")
            self._handlers[key] = self._persons[holders[0].person]
        return self.actor(self._handlers[key], at)

    def reporter(self, story: Story, at: datetime) -> Actor:
        """Who told a story: somebody of its unit or below, else of the nearest unit above."""
        key = story["key"]
        if key not in self._told_by:
            self._told_by[key] = self._choose(story, at)
        return self.actor(self._told_by[key], at)

    def _choose(self, story: Story, at: datetime) -> Person:
        if "told_by" in story:
            return next(one for one in self._persons.values() if one.ref == story["told_by"])
        unit = _unit(story["unit"])
        leading = {h.person for h in nearest_holders(roles=NOT_REPORTING, unit=unit, at=at)}
        for place in tree().line_up(unit):
            there = self._people_of(place) or self._posted_to(place, at)
            found = [person for person in there if person.id not in leading]
            start = draw(story, "reporter", max(len(found), 1))
            for person in found[start:] + found[:start]:
                if self.actor(person, at).holds(CREATE):
                    return person
        raise LookupError(f"nobody could report for {unit.code} on {at:%Y-%m-%d}")

    def _period(self, at: datetime) -> int:
        return bisect_right(self._changes, clock.local_date(at))

    def _people_of(self, unit: UnitView) -> list[Person]:
        low, high = unit.range.low, unit.range.high
        below = {one.id for one in tree().units if low <= one.path < high}
        return [person for person in self._persons.values() if person.unit_id in below]

    def _posted_to(self, unit: UnitView, at: datetime) -> list[Person]:
        """Who holds a post there at a moment and belongs elsewhere, as on a mission."""
        posts = live_appointments(clock.local_date(at)).filter(unit=unit.id)
        held = set(posts.values_list("record__id", flat=True))
        return [person for person in self._persons.values() if person.id in held]


def _unit(code: str) -> UnitView:
    found = tree().find(code)
    if found is None:
        raise LookupError(f"the demonstration has no unit {code}")
    return found


def _days_of_change() -> list[date]:
    rows = Appointment.objects.for_system(reason="demo").values_list("from_on", "until")
    days = {day for start, end in rows for day in (start, end and end + timedelta(days=1)) if day}
    return sorted(days)
