"""Notices: told once, to a key and not a name, in the reader's language; read in one stroke."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from baken.conftest import Cast
from baken.core import clock
from baken.core.access import NOBODY
from baken.core.lists import BadCursor
from baken.core.questions import InboxAsk
from baken.rooms.notices.actions import mark_all_read, notify
from baken.rooms.notices.answers import inbox_cards
from baken.rooms.notices.models import Notice
from baken.rooms.notices.queries import (
    declared,
    declared_notices,
    notices_of,
    text_of,
    unread_count,
    url_of,
)
from baken.rooms.org.actions import keep_away
from baken.rooms.org.queries import own_key_of
from baken.rooms.reports.models import Report
from baken.rooms.reports.tests.factories import make_report

Clients = Callable[[str], Client]
CODE = "reports.reporter.answer"
ALARM = "reports.still_dangerous"


@pytest.fixture
def report(cast: Cast) -> Report:
    """A report to give notice of."""
    return make_report(unit=cast.company, at=cast.at)


def tell(cast: Cast, report: Report, *who: str, **more: object) -> int:
    keys = [cast.members[name].actor.own_key for name in who]
    return notify(to_keys=keys, record=report, **({"at": cast.at, "code": CODE} | more))  # type: ignore[arg-type]


# ---- telling ----


def test_notify_tells_each_reader_once(cast: Cast, report: Report) -> None:
    assert tell(cast, report, "soldier", "commander", "soldier") == 2
    assert Notice.objects.count() == 2


def test_notify_again_tells_nothing_new(cast: Cast, report: Report) -> None:
    for _ in range(2):
        tell(cast, report, "soldier")
    tell(cast, report, "soldier", at=cast.at + timedelta(minutes=1))
    assert Notice.objects.count() == 2


def test_notify_nobody_is_fine(cast: Cast, report: Report) -> None:
    assert notify(to_keys=[None, ""], code=CODE, record=report, at=cast.at) == 0
    assert Notice.objects.count() == 0


def test_notify_hidden_moment_keeps_the_day(cast: Cast, report: Report) -> None:
    tell(cast, report, "soldier", hide_moment=True)
    assert Notice.objects.get().at == clock.start_of_day(clock.local_date(cast.at))


def test_notice_names_neither_reader_nor_story(cast: Cast, report: Report) -> None:
    tell(cast, report, "soldier")
    kept = str(Notice.objects.values().get())
    person = cast.soldier.person
    hidden = (person.name, person.id.hex, str(person.id), str(person.pk), report.story)
    assert [word for word in hidden if word in kept] == []


# ---- reading ----


def test_text_of_is_in_the_readers_language(cast: Cast, report: Report) -> None:
    tell(cast, report, "soldier")
    notice = Notice.objects.get()
    with translation.override("en"):
        assert text_of(notice) == f"There is an answer to your report {report.ref}."
    assert str(notice) == f"{CODE} {report.ref}"
    assert url_of(notice) == f"/meldingen/{report.ref}"


@pytest.mark.parametrize(
    ("code", "address"), [("org.appointed", "/mijn-functies"), ("site.token_made", "")]
)
def test_url_of_a_notice_about_oneself_leads_to_a_page_of_ones_own_or_nowhere(
    cast: Cast, code: str, address: str
) -> None:
    person = cast.soldier.person
    notify(to_keys=[own_key_of(person.id)], code=code, record=person, at=cast.at)
    assert url_of(Notice.objects.get()) == address


def test_every_declared_notice_shows_its_reference() -> None:
    about_oneself = {"org:own-posts"}
    for code, one in declared_notices().items():
        assert "%(ref)s" in str(one.text) or not one.address or one.address in about_oneself, code
        assert "Traceback" not in str(one.text) % {"ref": "M-2026-000001"}


def test_notices_of_are_mine_newest_first(cast: Cast, report: Report) -> None:
    for minute in (1, 3, 2):
        tell(cast, report, "soldier", at=cast.at + timedelta(minutes=minute))
    tell(cast, report, "commander")
    found = notices_of(cast.soldier.actor).items
    assert [(one.at - cast.at) // timedelta(minutes=1) for one in found] == [3, 2, 1]


def test_notices_of_go_on_where_the_page_before_stopped(cast: Cast, report: Report) -> None:
    for minute in range(5):
        tell(cast, report, "soldier", at=cast.at + timedelta(minutes=minute))
    actor = cast.soldier.actor
    first = notices_of(actor, limit=2)
    second = notices_of(actor, first.next_cursor, limit=2)
    third = notices_of(actor, second.next_cursor, limit=2)
    numbers = [one.number for page in (first, second, third) for one in page.items]
    assert (len(numbers), numbers, third.next_cursor) == (5, sorted(numbers, reverse=True), "")


def test_notices_of_with_a_cursor_not_ours_is_refused(cast: Cast) -> None:
    with pytest.raises(BadCursor):
        notices_of(cast.soldier.actor, "x")


def test_unread_count_counts_mine_up_to_a_hundred(cast: Cast, report: Report) -> None:
    assert unread_count(NOBODY) == 0
    for minute in range(4):
        tell(cast, report, "soldier", at=cast.at + timedelta(minutes=minute))
    assert unread_count(cast.soldier.actor) == 4
    assert unread_count(cast.soldier.actor, most=3) == 3
    assert unread_count(cast.commander.actor) == 0


def test_mark_all_read_marks_mine_on_the_day(cast: Cast, report: Report) -> None:
    tell(cast, report, "soldier", "commander")
    assert mark_all_read(actor=cast.soldier.actor, at=cast.at) == 1
    assert mark_all_read(actor=cast.soldier.actor, at=cast.at) == 0
    read = Notice.objects.get(to_key=cast.soldier.actor.own_key)
    assert read.read_on == clock.local_date(cast.at)
    assert unread_count(cast.commander.actor) == 1


# ---- the inbox ----


def test_inbox_shows_urgent_notices_until_they_are_read(cast: Cast, report: Report) -> None:
    tell(cast, report, "commander", code=ALARM)
    tell(cast, report, "commander", at=cast.at + timedelta(minutes=1))
    ask = InboxAsk(cast.commander.actor, cast.at)
    (card,) = inbox_cards(ask)
    assert (card.ref, card.alarm, card.weight) == (report.ref, True, 100)
    assert card.url == f"/meldingen/{report.ref}"
    mark_all_read(actor=cast.commander.actor, at=cast.at)
    assert list(inbox_cards(ask)) == []


@pytest.mark.parametrize(("who", "shown"), [("commander", 1), ("outsider", 0), ("reader", 0)])
def test_inbox_shows_an_urgent_notice_to_who_sees_its_record(
    cast: Cast, report: Report, who: str, shown: int
) -> None:
    cast.add("reader", ("prevention_officer", "BATTALION", None))
    tell(cast, report, who, code=ALARM)
    assert len(list(inbox_cards(InboxAsk(cast.members[who].actor, cast.at)))) == shown


def test_inbox_shows_an_urgent_notice_about_what_no_permit_shows(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = replace(declared_notices()["site.token_made"], presses=True)
    monkeypatch.setitem(declared._declared, "site.token_made", plain)
    key = cast.commander.actor.own_key
    notify(to_keys=[key], code="site.token_made", record=cast.company, at=cast.at)
    (card,) = inbox_cards(InboxAsk(cast.commander.actor, cast.at))
    assert card.alarm is True


def test_inbox_asks_once_however_much_is_urgent(cast: Cast, report: Report) -> None:
    ask, counts = InboxAsk(cast.commander.actor, cast.at), []
    for told in (0, 1, 3):
        for minute in range(told):
            at = cast.at + timedelta(minutes=minute)
            tell(cast, report, "commander", code=ALARM, at=at)
        with CaptureQueriesContext(connection) as asked:
            list(inbox_cards(ask))
        counts.append(len(asked))
    assert counts == [1, 1, 1]


def test_inbox_of_nobody_or_another_shows_none(cast: Cast, report: Report) -> None:
    tell(cast, report, "commander", code=ALARM)
    assert list(inbox_cards(InboxAsk(NOBODY, cast.at))) == []
    assert list(inbox_cards(InboxAsk(cast.outsider.actor, cast.at))) == []


def test_inbox_shows_no_more_than_asked(cast: Cast, report: Report) -> None:
    for minute in range(3):
        tell(cast, report, "commander", code=ALARM, at=cast.at + timedelta(minutes=minute))
    assert len(list(inbox_cards(InboxAsk(cast.commander.actor, cast.at, 2)))) == 2


# ---- the page ----


def test_page_shows_my_notices_with_their_record(
    cast: Cast, report: Report, client_of: Clients
) -> None:
    tell(cast, report, "commander")
    text = client_of("commander").get("/berichten").content.decode()
    assert f"There is an answer to your report {report.ref}." in text
    assert f'href="/meldingen/{report.ref}"' in text
    assert report.ref not in client_of("soldier").get("/berichten").content.decode()


def test_page_of_a_record_one_lost_sight_of_shows_the_notice_without_its_link(
    cast: Cast, report: Report, client_of: Clients
) -> None:
    tell(cast, report, "commander")
    cast.add("second", ("commander", "BATTALION", None))
    person = cast.commander.person
    given = {"person": person, "record": report, "ground": "Familie", "at": cast.at}
    keep_away(actor=cast.commander.actor, **given)
    text = client_of("commander").get("/berichten").content.decode()
    assert f"There is an answer to your report {report.ref}." in text
    assert "You cannot open this any more." in text
    assert f'href="/meldingen/{report.ref}"' not in text


def test_page_of_a_notice_without_a_page_leads_nowhere(
    cast: Cast, report: Report, client_of: Clients
) -> None:
    key = cast.soldier.actor.own_key
    notify(to_keys=[key], code="site.token_made", record=report, at=cast.at)
    items = client_of("soldier").get("/berichten").context["items"]
    assert [item["url"] for item in items] == [""]


def test_page_without_notices_says_so(client_of: Clients) -> None:
    assert client_of("soldier").get("/berichten").context["items"] == []


def test_page_marks_all_read(cast: Cast, report: Report, client_of: Clients) -> None:
    tell(cast, report, "soldier")
    client = client_of("soldier")
    assert client.get("/berichten").context["unread_notices"] == 1
    answer = client.post("/berichten/gelezen")
    assert (answer.status_code, answer["Location"]) == (302, "/berichten")
    assert client.get("/berichten").context["unread_notices"] == 0


def test_page_marks_nothing_by_reading(client_of: Clients) -> None:
    assert client_of("soldier").get("/berichten/gelezen")["Location"] == "/berichten"


@pytest.mark.parametrize("who", ["nobody", "former_holder"])
def test_page_is_for_whoever_has_a_post(client_of: Clients, who: str) -> None:
    status = 302 if who == "nobody" else 403
    assert client_of(who).get("/berichten").status_code == status
    assert client_of(who).post("/berichten/gelezen").status_code == status


def test_page_with_a_cursor_not_ours_starts_anew(client_of: Clients) -> None:
    answer = client_of("soldier").get("/berichten", {"cursor": "x"})
    assert (answer.status_code, answer["Location"]) == (302, "/berichten")


def test_page_takes_few_queries_however_many_notices(
    cast: Cast, report: Report, client_of: Clients
) -> None:
    client = client_of("soldier")

    def asked() -> int:
        with CaptureQueriesContext(connection) as seen:
            client.get("/berichten")
        return len(seen)

    tell(cast, report, "soldier")
    asked()
    few = asked()
    for minute in range(60):
        tell(cast, report, "soldier", at=cast.at + timedelta(minutes=minute + 1))
    assert asked() == few <= 6
    assert client.get("/berichten").context["pages"]["next_url"].startswith("?cursor=")
