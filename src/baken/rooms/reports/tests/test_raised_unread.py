"""A danger that nobody who was told reads about goes on: once per rung, to the next, and it shows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection
from django.test import Client
from django.utils import translation

from baken.conftest import Cast
from baken.core import clock
from baken.core.api.tests.calling import caller
from baken.core.events.outbox import deliver_pending
from baken.rooms.notices.actions import mark_all_read
from baken.rooms.notices.actions.raise_unread import raise_unread
from baken.rooms.notices.jobs.rounds import NoticeRounds
from baken.rooms.notices.models import Escalation, Notice
from baken.rooms.org.queries import own_key_of
from baken.rooms.reports.handlers import raise_unread_danger
from baken.rooms.reports.models import Report
from baken.rooms.reports.queries.alarm import RAISED_UNREAD, dangers_for
from baken.rooms.reports.queries.next_told import next_told
from baken.rooms.reports.tests.acts import send, send_anonymous, step, steps_of

Clients = Callable[[str], Client]
RAISED = "reports.report.raised_unread"


@pytest.fixture
def danger(cast: Cast) -> Report:
    """A danger of which commander and adviser of the battalion were told; above them others."""
    cast.add("general", ("commander", "ARMY", None))
    cast.add("army_adviser", ("safety_adviser", "ARMY", None))
    cast.add("on_call", ("duty_officer", "ARMY", None))
    return send(cast.soldier, at=cast.at, still_dangerous=True, unit_code="COMPANY").report


def after(cast: Cast, minutes: int) -> int:
    """What one worker does after so many minutes; returns how many rungs were taken."""
    at = cast.at + timedelta(minutes=minutes)
    taken = Escalation.objects.count()
    NoticeRounds().work(at)
    while deliver_pending(at=at):
        pass
    return Escalation.objects.count() - taken


def raised_to(cast: Cast) -> set[str]:
    """Who was told because it was unread."""
    keys = Notice.objects.filter(code=RAISED_UNREAD).values_list("to_key", flat=True)
    return {name for name, one in cast.members.items() if own_key_of(one.person.id) in set(keys)}


def codes(report: Report) -> list[str]:
    return [one.code for one in steps_of(report) if one.code == RAISED]


def test_danger_unread_goes_up_once_per_rung(cast: Cast, danger: Report) -> None:
    assert (after(cast, 14), raised_to(cast)) == (0, set())
    assert (after(cast, 15), raised_to(cast)) == (1, {"general", "army_adviser"})
    assert (after(cast, 29), len(codes(danger))) == (0, 1)
    assert after(cast, 30) == 1, "nobody more is above them: the rung is taken, nobody is told"
    assert len(codes(danger)) == 1


def test_danger_unread_goes_to_the_duty_officer_of_the_part_in_the_end(
    cast: Cast, danger: Report
) -> None:
    Notice.objects.filter(to_key=own_key_of(cast.on_call.person.id)).delete()
    for minutes in (15, 30, 45):
        after(cast, minutes)
    assert raised_to(cast) == {"general", "army_adviser", "on_call"}
    facts = [one.facts for one in steps_of(danger) if one.code == RAISED]
    assert facts == [
        {"rung": 1, "told": ["commander ARMY", "safety_adviser ARMY"]},
        {"rung": 3, "told": ["duty_officer ARMY"]},
    ]


def test_danger_without_a_duty_officer_goes_to_the_commander_of_the_part(cast: Cast) -> None:
    cast.add("general", ("commander", "ARMY", None))
    report = send(cast.soldier, at=cast.at, still_dangerous=True, unit_code="COMPANY").report
    found = next_told(report=report, to="duty_officer", at=cast.at)
    assert [(one.role, one.unit.code) for one in found] == [("commander", "ARMY")]


@pytest.mark.parametrize("way", ["page", "api", "notices"])
@pytest.mark.parametrize("who", ["commander", "safety_adviser"])
def test_danger_that_one_of_them_read_is_not_raised(
    cast: Cast, danger: Report, client_of: Clients, who: str, way: str
) -> None:
    if way == "page":
        assert client_of(who).get(f"/meldingen/{danger.ref}").status_code == 200
    if way == "api":
        assert caller(cast, who).get(f"/reports/{danger.ref}").status_code == 200
    if way == "notices":
        mark_all_read(actor=cast.members[who].actor, at=cast.at)
    assert [after(cast, minutes) for minutes in (15, 30, 45)] == [0, 0, 0]


def test_danger_that_somebody_above_read_goes_no_further(cast: Cast, danger: Report) -> None:
    after(cast, 15)
    mark_all_read(actor=cast.general.actor, at=cast.at)
    assert (after(cast, 45), len(codes(danger))) == (0, 1)


def test_danger_that_is_over_is_not_raised(cast: Cast, danger: Report) -> None:
    step(cast.safety_adviser, danger, "danger_over", at=cast.at, how="Uitgezet.")
    assert after(cast, 15) == 0


def test_danger_that_ended_between_news_and_delivery_tells_nobody(
    cast: Cast, danger: Report
) -> None:
    at = cast.at + timedelta(minutes=15)
    raise_unread(at=at, waited_for=lambda _told, _hides: timedelta(minutes=15))
    step(cast.safety_adviser, danger, "danger_over", at=cast.at, how="Uitgezet.")
    while deliver_pending(at=at):
        pass
    assert (raised_to(cast), codes(danger)) == (set(), [])


def test_danger_of_yesterday_is_not_raised(cast: Cast, danger: Report) -> None:
    Notice.objects.update(at=cast.at - timedelta(days=3))
    assert after(cast, 15) == 0


def test_raised_danger_stands_in_the_thread_and_the_list_of_who_was_told(
    cast: Cast, danger: Report, client_of: Clients
) -> None:
    after(cast, 15)
    shown = client_of("general").get("/berichten").content.decode()
    assert f"nobody who was told has read {danger.ref}" in shown
    page = client_of("general").get(f"/meldingen/{danger.ref}").content.decode()
    assert "Raised because unread" in page
    assert "Commander ARMY, Safety adviser ARMY" in page
    steps = caller(cast, "general").get(f"/reports/{danger.ref}/steps").json()["items"]
    assert RAISED in [one["code"] for one in steps]
    assert [one.ref for one in dangers_for(cast.general.actor, 9)] == [danger.ref]
    with translation.override("en"):
        step(
            cast.safety_adviser, danger, "danger_over", at=cast.at + timedelta(hours=1), how="Uit."
        )
    assert Notice.objects.filter(urgent=True).count() == 0


def test_raised_danger_passes_by_who_may_not_read_it(cast: Cast, danger: Report) -> None:
    Report.objects.for_system(reason="advance").filter(pk=danger.pk).update(confidentiality=2)
    danger.refresh_from_db()
    assert next_told(report=danger, to="next_up", at=cast.at) == []
    assert after(cast, 15) == 1
    assert raised_to(cast) == set()


def test_anonymous_danger_is_raised_and_no_table_tells_the_moment(cast: Cast) -> None:
    cast.add("general", ("commander", "ARMY", None))
    report = send_anonymous(cast, still_dangerous=True).report
    rounds = NoticeRounds()
    day = clock.start_of_day(clock.local_date(cast.at))
    for minutes in (0, 14):
        rounds.work(cast.at + timedelta(minutes=minutes))
    assert Escalation.objects.count() == 0, "fifteen minutes since the worker saw it"
    rounds.work(cast.at + timedelta(minutes=15))
    while deliver_pending(at=cast.at):
        pass
    escalation = Escalation.objects.get()
    assert (escalation.at, escalation.since) == (day, day)
    assert raised_to(cast) == {"general"}
    assert {one.at for one in Notice.objects.filter(record=report.pk)} == {day}
    assert {one.at for one in steps_of(report)} == {day}


def test_unread_news_about_another_thing_raises_nothing(cast: Cast, danger: Report) -> None:
    class News:
        table, record, at, by_nobody = "reports.report", danger.pk, cast.at, False
        payload = {"code": "another.code", "rung": 1, "to": "next_up"}

    raise_unread_danger(News, cast.at)
    News.table = "org.person"
    raise_unread_danger(News, cast.at)
    assert raised_to(cast) == set()


def test_rung_that_another_worker_took_is_passed_by(
    cast: Cast, danger: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = cast.at + timedelta(minutes=15)
    module = "baken.rooms.notices.actions.raise_unread"
    taken = [raise_unread(at=at, waited_for=lambda _told, _hides: timedelta(minutes=15))]
    monkeypatch.setattr(f"{module}._rungs_taken", lambda _unread: defaultdict(int))
    taken.append(raise_unread(at=at, waited_for=lambda _told, _hides: timedelta(minutes=15)))
    assert (taken, Escalation.objects.count()) == ([1, 0], 1)


def test_rounds_look_four_times_a_minute(cast: Cast, danger: Report) -> None:
    rounds = NoticeRounds()
    rounds.work(cast.at + timedelta(minutes=14, seconds=55))
    rounds.work(cast.at + timedelta(minutes=15, seconds=5))
    assert Escalation.objects.count() == 0
    rounds.work(cast.at + timedelta(minutes=15, seconds=10))
    assert Escalation.objects.count() == 1
    assert str(Escalation.objects.get()) == "reports.still_dangerous rung 1"


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(
    connection.vendor == "sqlite", reason="SQLite lets one writer in at a time: there is no race"
)
def test_two_workers_raise_once(cast: Cast, danger: Report) -> None:
    start = Barrier(4)
    at = cast.at + timedelta(minutes=15)

    def work(_number: int) -> None:
        start.wait(timeout=20)
        try:
            NoticeRounds().work(at)
            while deliver_pending(at=at):
                pass
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(4)))
    while deliver_pending(at=at):
        pass
    assert (Escalation.objects.count(), len(codes(danger))) == (1, 1)
    assert Notice.objects.filter(code=RAISED_UNREAD).count() == 2
