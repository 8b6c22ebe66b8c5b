"""Fixtures every test may use: a fixed clock, one small organisation with its cast, clients, a worker."""

from __future__ import annotations

import gc
import importlib
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import count
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import translation
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from baken.core import clock
from baken.core.access import Actor
from baken.core.access.actor import AdministrationSession
from baken.core.accounts.administration import open_administration
from baken.core.accounts.confirmation import CONFIRMED
from baken.core.accounts.models import Account, Session
from baken.core.accounts.senders import forget_senders
from baken.core.events.models import OutboxEvent
from baken.core.events.outbox import deliver_pending
from baken.core.records.tests.rows_again import RowsAgain
from baken.rooms.org.models import Person, Unit
from baken.rooms.org.queries import actor_for
from baken.rooms.org.queries.past import forget_past_trees
from baken.rooms.org.tests.factories import NOW, make_account, make_person, make_unit

# A busy machine is no fault of a property: nothing is said about time.
hypothesis_settings.register_profile(
    "baken", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
hypothesis_settings.load_profile("baken")

# Who plays: the role they hold, where, until when. Everybody's own unit is where they stand.
PARTS: dict[str, tuple[tuple[str, str, date | None], ...]] = {
    "soldier": (("employee", "COMPANY", None),),
    "team_leader": (("employee", "COMPANY", None), ("supervisor", "COMPANY", None)),
    "commander": (("commander", "BATTALION", None),),
    "safety_adviser": (("safety_adviser", "BATTALION", None),),
    "outsider": (
        ("employee", "SQUADRON", None),
        ("commander", "SQUADRON", None),
        ("safety_adviser", "SQUADRON", None),
    ),
    "former_holder": (("safety_adviser", "BATTALION", date(2026, 3, 9)),),
    "integrity_adviser": (("integrity_adviser", "MINISTRY", None),),
    "functional_admin": (("functional_admin", "MINISTRY", None),),
}


@dataclass(frozen=True)
class Member:
    """Somebody of the cast: name, log-in and person; ``actor`` is who they are at the fixed moment."""

    name: str
    account: Account
    person: Person
    at: datetime

    @property
    def actor(self) -> Actor:
        """Who the access layer takes them for now; computed at every asking."""
        return actor_for(self.account, self.at)

    @property
    def on_duty(self) -> Actor:
        """Who they are within an administration session."""
        return self.actor.within(AdministrationSession(uuid.uuid4(), self.at + timedelta(hours=1)))


@dataclass(frozen=True)
class Cast:
    """The members by name, on one tree: a battalion with a company, and a squadron beside them."""

    at: datetime
    ministry: Unit
    army: Unit
    battalion: Unit
    company: Unit
    squadron: Unit
    members: dict[str, Member] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Member:
        try:
            return vars(self).get("members", {})[name]  # a copy in the making has none yet
        except KeyError:
            raise AttributeError(f"nobody in the cast is called {name}") from None

    def unit(self, code: str) -> Unit:
        """The unit of a code, such as ``COMPANY``."""
        return {
            unit.code: unit
            for unit in (self.ministry, self.army, self.battalion, self.company, self.squadron)
        }[code]

    def add(self, name: str, *posts: tuple[str, str, date | None], home: str = "COMPANY") -> Member:
        """One more member, with posts as (role, unit code, last day)."""
        where = posts[0][1] if posts else home
        account = make_account(name)
        held = [(role, self.unit(code), until) for role, code, until in posts]
        person = make_person(
            f"Speler {name}", unit=self.unit(where), account=account, at=self.at, posts=held
        )
        member = self.members[name] = Member(name, account, person, self.at)
        return member


# Which folder of files is next: counted here, for pytest would read all the earlier ones for each.
_FOLDERS = count()

# How many new things there are before the garbage collector looks: a test makes many and keeps few.
COLLECT_AFTER = (50_000, 20, 50)

# Where a test meets the database only when it asks for it: rooms, the house, and what is pure by contract.
RUN_ONCE = ("/baken/rooms/", "/tests/house/", "/baken/core/instruments/")


# Files whose tests or whose preparation take long, the longest first: their tests go before the rest, in
# whatever order that is. Else the last of them is waited for alone, or a demonstration is loaded twice.
LONG = (
    "test_positions_walk.py",
    "test_branch_surveys.py",
    "test_every_page_is_accessible.py",
    "test_demo.py",
    "test_demo_handover.py",
    "test_bench.py",
    "test_access_walk.py",
)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Say which tests show what lines of ours are reached, and leave out what gives the same again.

    House tests and journeys visit much and prove no line reached; on another database than the embedded
    one only core is looked at. There, a pure rule, a table or a file gives the same, and the engine of
    instruments never reaches Django; the rest of core and site build SQL or start processes of their own,
    and run whole on both.
    """
    embedded = connection.vendor == "sqlite"
    if not embedded:
        same = [one for one in items if not _meets_database(one)]
        config.hook.pytest_deselected(items=same)
        items[:] = [one for one in items if _meets_database(one)]
    looked_at = "/src/baken/" if embedded else "/src/baken/core/"
    for one in items:
        if looked_at in one.path.as_posix() and one.get_closest_marker("no_cover") is None:
            one.add_marker("measured")
    items.sort(key=_turn)


def pytest_collection_finish() -> None:
    """Let the garbage collector leave alone what stays until the end: modules, tables and the tests."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*COLLECT_AFTER)


def _turn(item: pytest.Item) -> int:
    """When the turn of a test comes: those of one turn stay in the order they had."""
    return LONG.index(item.path.name) if item.path.name in LONG else len(LONG)


def _meets_database(item: pytest.Item) -> bool:
    """Whether another database can give a test another outcome."""
    place = item.path.as_posix()
    if not any(one in place for one in RUN_ONCE):
        return True
    needs = {"db", "transactional_db", "live_server"} & set(getattr(item, "fixturenames", ()))
    return bool(needs) or item.get_closest_marker("django_db") is not None


@pytest.fixture(autouse=True)
def _fresh_tree() -> None:
    """Forget the unit trees of the test before: their version numbers may come back."""
    importlib.import_module("baken.rooms.org.queries.tree")._kept.clear()
    forget_past_trees()


@pytest.fixture(autouse=True)
def _own_language() -> None:
    """No test speaks the language of the last page of the test before: outside a page it is Dutch."""
    translation.deactivate()


@pytest.fixture(autouse=True)
def _nobody_tried_before() -> None:
    """Every test has the same address and the same ten minutes: what was counted is forgotten."""
    forget_senders()


@pytest.fixture(autouse=True)
def _files_apart(settings: Any, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Files of a test lie in a folder of their own, which is made when the first one is kept."""
    settings.FILES_ROOT = tmp_path_factory.getbasetemp() / f"files-{next(_FOLDERS)}"


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> datetime:
    """The fixed moment of the tests: Tuesday 10 March 2026, ten o'clock in the morning."""
    monkeypatch.setattr(clock, "now", lambda: NOW)
    return NOW


def make_cast(at: datetime) -> Cast:
    """The fixed cast on one small tree, with its rows."""
    ministry = make_unit("MINISTRY", level=7)
    army = make_unit("ARMY", parent=ministry, level=5)
    battalion = make_unit("BATTALION", parent=army, level=3)
    company = make_unit("COMPANY", parent=battalion, level=2)
    navy = make_unit("NAVY", parent=ministry, level=5)
    squadron = make_unit("SQUADRON", parent=navy, level=3)
    made = Cast(at, ministry, army, battalion, company, squadron)
    for name, posts in PARTS.items():
        made.add(name, *posts)
    return made


# Seven thousand tests begin with it: made once in a process, its rows are put back for the others.
_CAST = RowsAgain(make_cast, (Unit, Account))


@pytest.fixture
def cast(db: None, at: datetime) -> Cast:
    """The fixed cast, as new."""
    made: Cast = _CAST.get(at)
    return made


@pytest.fixture
def client_of(cast: Cast) -> Callable[[str], Client]:
    """A browser logged in as a member of the cast; ``nobody`` is not logged in."""

    def make(name: str) -> Client:
        client = Client(headers={"accept-language": "en"})
        if name != "nobody":
            client.force_login(cast.members[name].account)
        return client

    return make


def just_confirmed(
    client: Client, account: Account, at: datetime, *, how: str = "password"
) -> None:
    """Let whoever is logged in have shown who they are, so that no step that signs asks for it."""
    session = client.session
    session[CONFIRMED] = {"how": how, "at": at.timestamp(), "account": account.pk}
    session.save()


def administer(client: Client, member: Member, at: datetime) -> Actor:
    """Open an administration session in a browser that is logged in; returns who they are in it."""
    carrier = Session.objects.get(session_key=client.session.session_key).handle
    opened = open_administration(
        actor=member.actor,
        account=member.account,
        carrier=carrier,
        reason="Order 12",
        minutes=60,
        at=at,
    )
    return member.actor.within(AdministrationSession(opened.id, opened.until))


@pytest.fixture
def deliver(db: None, at: datetime) -> Callable[[], int]:
    """The worker: carries every waiting event to its listeners, and none may fail."""

    def run() -> int:
        delivered = 0
        while batch := deliver_pending(at=at):
            delivered += batch
        problems = list(OutboxEvent.objects.exclude(problem="").values_list("name", "problem"))
        if problems:
            pytest.fail(f"a listener failed: {problems}")
        return delivered

    return run
