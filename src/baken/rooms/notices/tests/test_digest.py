"""The digest: once a day or week, with counts and nothing else, and nothing when there is nothing."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import time, timedelta
from threading import Barrier
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection

from baken.conftest import Cast
from baken.core import clock
from baken.core.accounts.models import Account
from baken.rooms.notices.actions import make_digests as making
from baken.rooms.notices.actions import mark_all_read, notify
from baken.rooms.notices.actions.make_digests import make_digests
from baken.rooms.notices.actions.plan_mail import plan_mail
from baken.rooms.notices.actions.prefer import Chosen, prefer
from baken.rooms.notices.jobs.mailer import Mailer
from baken.rooms.notices.jobs.rounds import NoticeRounds
from baken.rooms.notices.models import MailOut, Notice
from baken.rooms.notices.queries.preferences import wishes_of
from baken.rooms.notices.rules import Wishes
from baken.rooms.notices.tests.postman import give_address, post_office, use_server
from baken.rooms.org.models import Person
from baken.rooms.org.queries import own_key_of
from baken.rooms.reports.tests.acts import send_anonymous
from baken.rooms.reports.tests.factories import make_report

NEXT = timedelta(hours=22)  # the fixed moment is ten o'clock; the digest goes at half past seven


@pytest.fixture
def ready(cast: Cast, settings: Any) -> Cast:
    """Mail is set up, and the commander has an address and reads English."""
    use_server(settings, 1)
    give_address(cast.commander.person)
    Account.objects.update(language="en")
    return cast


def tell(cast: Cast, *, code: str = "reports.handlers.hand_over", **more: Any) -> None:
    report = make_report(unit=cast.company, at=cast.at)
    key = own_key_of(cast.commander.person.id)
    given = {"to_keys": [key], "code": code, "record": report, "at": cast.at} | more
    notify(**given)
    plan_mail(at=cast.at)


def test_digest_comes_the_next_working_morning_and_counts_per_group(
    ready: Cast, settings: Any
) -> None:
    for code in ("reports.handlers.hand_over", "reports.handlers.message", "org.appointed"):
        tell(ready, code=code)
    assert make_digests(at=ready.at).made == 0, "half past seven was before they came in"
    assert make_digests(at=ready.at + NEXT).made == 1
    assert MailOut.objects.get().counts == {"handling": 2, "posts": 1}
    with post_office(settings) as box:
        assert Mailer().send_waiting(ready.at + NEXT) == 1
    [(_to, mail)] = box.mails
    assert mail["Subject"] == "Baken: overview of your notices"
    lines = [line for line in mail.get_content().splitlines() if line.startswith("- ")]
    assert lines == ["- 2 notices: What I handle", "- 1 notice: My posts and my account"]
    refs = Notice.objects.values_list("ref", flat=True)
    assert [ref for ref in refs if ref in box.texts[0]] == []


def test_digest_is_made_once_a_day_and_each_notice_stands_in_one(ready: Cast) -> None:
    tell(ready)
    assert [make_digests(at=ready.at + NEXT).made for _ in range(2)] == [1, 0]
    tell(ready, at=ready.at + timedelta(minutes=1))
    assert make_digests(at=ready.at + NEXT + timedelta(hours=1)).made == 0
    assert make_digests(at=ready.at + NEXT + timedelta(days=1)).made == 1, "it came late: next time"
    assert [one.counts for one in MailOut.objects.order_by("once")] == [{"handling": 1}] * 2


def test_digest_counts_later_ones_the_next_day(ready: Cast) -> None:
    tell(ready)
    make_digests(at=ready.at + NEXT)
    tell(ready, at=ready.at + NEXT)
    assert make_digests(at=ready.at + NEXT + timedelta(days=1)).made == 1


def test_digest_of_what_was_read_is_nothing(ready: Cast) -> None:
    tell(ready)
    mark_all_read(actor=ready.commander.actor, at=ready.at)
    assert (make_digests(at=ready.at + NEXT).made, MailOut.objects.count()) == (0, 0)
    assert Notice.objects.get().to_mail == ""


def test_digest_of_nothing_is_nothing(ready: Cast) -> None:
    assert make_digests(at=ready.at + NEXT).made == 0


def test_digest_of_somebody_without_an_address_any_more_waits_for_nobody(ready: Cast) -> None:
    tell(ready)
    Person.objects.for_system(reason="import").update(email="")
    assert make_digests(at=ready.at + NEXT).made == 0
    assert Notice.objects.get().to_mail == ""


def test_digest_without_a_working_day_in_sight_waits(
    ready: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    tell(ready)
    never = "baken.rooms.notices.actions.make_digests.last_digest"
    monkeypatch.setattr(never, lambda *_facts: None)
    assert make_digests(at=ready.at + NEXT).made == 0
    assert Notice.objects.get().to_mail == "digest"


def test_digest_counts_an_anonymous_report_when_its_day_is_over(ready: Cast, deliver: Any) -> None:
    give_address(ready.safety_adviser.person)
    report = send_anonymous(ready).report
    deliver()
    plan_mail(at=ready.at)
    evening = clock.start_of_day(ready.at.date()) + timedelta(hours=20)
    assert make_digests(at=evening).made == 0
    assert make_digests(at=ready.at + NEXT).made == 1
    assert report.ref not in str(list(MailOut.objects.values()))


def test_digests_of_many_readers_are_all_made_in_turn(
    ready: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    members = [ready.soldier, ready.commander, ready.safety_adviser]
    keys = sorted(one.actor.own_key for one in members)
    for member in members:
        give_address(member.person)
    first = next(one for one in members if one.actor.own_key == keys[0])
    weekly = Wishes(ways={}, rhythm="weekly", weekday=4, zone=ZoneInfo("Europe/Amsterdam"))
    prefer(actor=first.actor, chosen=Chosen(weekly), at=ready.at)
    report = make_report(unit=ready.company, at=ready.at)
    notify(to_keys=keys, code="reports.handlers.hand_over", record=report, at=ready.at)
    Notice.objects.update(to_mail="digest")
    monkeypatch.setattr(making, "READERS_AT_ONCE", 1)
    rounds = NoticeRounds()
    for turn in range(4):
        rounds.work(ready.at + NEXT + timedelta(seconds=15 * turn))
    assert sorted(MailOut.objects.values_list("to_key", flat=True)) == keys[1:]


def test_digest_of_who_chose_a_later_hour_after_theirs_came_waits_for_the_next_day(
    ready: Cast,
) -> None:
    tell(ready)
    assert make_digests(at=ready.at + NEXT).made == 1
    tell(ready, at=ready.at + NEXT)
    wishes = replace(wishes_of(ready.commander.actor)[0], digest_at=time(9))
    prefer(actor=ready.commander.actor, chosen=Chosen(wishes), at=ready.at)
    for hours in (2, 26):
        make_digests(at=ready.at + NEXT + timedelta(hours=hours))
    assert [one.counts for one in MailOut.objects.order_by("once")] == [{"handling": 1}] * 2


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(
    connection.vendor == "sqlite", reason="SQLite lets one writer in at a time: there is no race"
)
def test_two_workers_make_one_mail_and_one_digest(cast: Cast, settings: Any) -> None:
    use_server(settings, 1)
    give_address(cast.commander.person)
    report = make_report(unit=cast.company, at=cast.at)
    key = own_key_of(cast.commander.person.id)
    for code in ("reports.handlers.message", "reports.still_dangerous"):
        notify(to_keys=[key], code=code, record=report, at=cast.at)
    start = Barrier(4)

    def work(_number: int) -> None:
        start.wait(timeout=20)
        try:
            plan_mail(at=cast.at)
            make_digests(at=cast.at + NEXT)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(4)))
    make_digests(at=cast.at + NEXT)

    assert sorted(MailOut.objects.values_list("kind", flat=True)) == ["digest", "notice"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(
    connection.vendor == "sqlite", reason="SQLite lets one writer in at a time: there is no race"
)
def test_two_workers_send_a_mail_once(cast: Cast, settings: Any) -> None:
    with post_office(settings) as box:
        give_address(cast.commander.person)
        report = make_report(unit=cast.company, at=cast.at)
        keys = [own_key_of(cast.commander.person.id)]
        notify(to_keys=keys, code="reports.still_dangerous", record=report, at=cast.at)
        plan_mail(at=cast.at)
        start = Barrier(4)

        def send(_number: int) -> int:
            start.wait(timeout=20)
            try:
                return Mailer().send_waiting(cast.at)
            finally:
                connection.close()

        with ThreadPoolExecutor(4) as pool:
            sent = list(pool.map(send, range(4)))
    assert (sorted(sent), len(box.mails)) == ([0, 0, 0, 1], 1)
