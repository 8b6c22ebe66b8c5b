"""How people say how they want to be told: on the page and over HTTP, with the same refusals."""

from __future__ import annotations

from collections.abc import Callable
from datetime import time, timedelta
from typing import Any

import pytest
from django.test import Client

from baken.conftest import Cast
from baken.core.access import NOBODY
from baken.core.api.tests.calling import caller
from baken.rooms.notices.actions import mark_seen, notify
from baken.rooms.notices.actions.plan_mail import plan_mail
from baken.rooms.notices.models import MailOut, Notice, NoticePreference
from baken.rooms.notices.queries import opened_by
from baken.rooms.notices.queries.preferences import usual_wishes, wishes_of
from baken.rooms.notices.tests.postman import give_address, use_server
from baken.rooms.org.models import PersonStep
from baken.rooms.reports.tests.factories import make_report

Clients = Callable[[str], Client]
PAGE = "/account/berichten"
API = "/me/notice-preferences"
WAYS = {"way_urgent": "at_once", "way_own": "off", "way_handling": "digest", "way_terms": "digest"}
FORM = {
    **WAYS,
    "way_posts": "at_once",
    "rhythm": "weekly",
    "digest_at": "06:45",
    "weekday": "4",
    "quiet_from": "00:00",
    "quiet_until": "06:30",
    "zone": "America/Curacao",
    "address": "",
}
BODY: dict[str, Any] = {
    "ways": {"urgent": "off", "own": "off", "handling": "at_once", "terms": "off", "posts": "off"},
    "rhythm": "weekly",
    "digest_at": "06:45",
    "weekday": 4,
    "quiet_from": "22:00",
    "quiet_until": "06:30",
    "zone": "America/Curacao",
    "address": "ik@voorbeeld.example",
}


def trail(cast: Cast, who: str = "soldier") -> list[str]:
    rows = PersonStep.objects.for_system(reason="trail").filter(record=cast.members[who].person.pk)
    return [one.code for one in rows.order_by("serial")]


def test_wishes_of_who_chose_nothing_are_those_of_the_data_file(cast: Cast) -> None:
    wishes, address = wishes_of(cast.soldier.actor)
    assert (wishes.ways["own"], wishes.digest_at, wishes.zone.key, address) == (
        "digest",
        time(7, 30),
        "Europe/Amsterdam",
        "",
    )


def test_page_keeps_what_was_chosen(cast: Cast, client_of: Clients) -> None:
    answer = client_of("soldier").post(PAGE, FORM)
    assert (answer.status_code, answer["Location"]) == (302, PAGE)
    wishes, _address = wishes_of(cast.soldier.actor)
    assert wishes.ways == {
        "urgent": "at_once",
        "own": "off",
        "handling": "digest",
        "terms": "digest",
        "posts": "at_once",
    }
    assert (wishes.rhythm, wishes.weekday, wishes.quiet_from) == ("weekly", 4, time(0))
    assert (wishes.zone.key, wishes.quiet_until) == ("America/Curacao", time(6, 30))
    assert str(NoticePreference.objects.get()) == f"wishes of account {cast.soldier.account.pk}"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("way_own", "by_pigeon"),
        ("rhythm", "hourly"),
        ("digest_at", "25:00"),
        ("digest_at", ""),
        ("weekday", "7"),
        ("quiet_from", ""),
        ("quiet_until", ""),
        ("zone", "Europe/Atlantis"),
        ("address", "geen adres"),
        ("address", "ik@elders.example\nBcc: x@y.example"),
        ("address", "ik@elders.example"),
    ],
)
def test_page_refuses_what_cannot_be_and_keeps_what_was_typed(
    cast: Cast, client_of: Clients, settings: Any, field: str, value: str
) -> None:
    settings.MAIL_DOMAINS = ["voorbeeld.example"]
    answer = client_of("soldier").post(PAGE, {**FORM, field: value})
    assert (answer.status_code, list(answer.context["form"].errors)) == (400, [field])
    assert answer.context["form"]["rhythm"].value() == (value if field == "rhythm" else "weekly")
    assert NoticePreference.objects.count() == 0


def test_page_of_who_must_hear_has_no_choice_about_what_is_urgent(
    cast: Cast, client_of: Clients
) -> None:
    page = client_of("commander").get(PAGE).content.decode()
    assert "With your post this cannot be switched off." in page
    assert "way_urgent" not in page
    client_of("commander").post(PAGE, {**FORM, "way_urgent": "off"})
    assert wishes_of(cast.commander.actor)[0].ways["urgent"] == "at_once"


def test_choice_of_before_a_post_that_must_hear_is_kept_and_counts_for_nothing(
    cast: Cast, client_of: Clients, settings: Any
) -> None:
    use_server(settings, 1)
    give_address(cast.commander.person)
    chosen = {**usual_wishes().ways, "urgent": "off"}
    NoticePreference.objects.create(account=cast.commander.account, ways=chosen)
    client_of("commander").post(PAGE, FORM)
    assert NoticePreference.objects.get().ways["urgent"] == "off"
    told = caller(cast, "commander").get(API).json()
    assert (told["locked"], told["ways"]["urgent"]) == (["urgent"], "at_once")
    tell_two(cast)
    assert plan_mail(at=cast.at) == 1


def test_page_says_when_no_mail_can_come(cast: Cast, client_of: Clients, settings: Any) -> None:
    client = client_of("soldier")
    assert "This installation sends no mail yet." in client.get(PAGE).content.decode()
    use_server(settings, 1)
    assert "We know no address of yours." in client.get(PAGE).content.decode()
    known = give_address(cast.soldier.person)
    assert f"Your organisation knows: {known}" in client.get(PAGE).content.decode()


def test_another_address_leaves_a_row_and_a_notice_without_the_address(
    cast: Cast, client_of: Clients
) -> None:
    for _ in range(2):
        client_of("soldier").post(PAGE, {**FORM, "address": "ik@voorbeeld.example"})
    assert trail(cast).count("org.person.mail_address_changed") == 1
    assert wishes_of(cast.soldier.actor)[1] == "ik@voorbeeld.example"
    step = PersonStep.objects.for_system(reason="trail").get(code="org.person.mail_address_changed")
    assert "ik@voorbeeld" not in str((step.facts, step.words))
    assert Notice.objects.get().code == "site.mail_address_changed"


def test_rows_say_what_they_are(cast: Cast) -> None:
    assert str(MailOut(number=7, kind="digest")) == "digest 7"


# ---- over HTTP ----


def test_api_gives_and_keeps_the_same(cast: Cast) -> None:
    soldier = caller(cast, "soldier")
    first = soldier.get(API).json()
    assert (first["rhythm"], first["locked"], first["mail_is_on"], first["known_address"]) == (
        "daily",
        [],
        False,
        "",
    )
    assert first["quiet_from"] is None
    put = soldier.put(API, BODY)
    assert put.status_code == 200, put.content
    assert {name: put.json()[name] for name in BODY} == BODY
    assert soldier.get(API).json() == put.json()


def test_api_keeps_what_must_be_heard(cast: Cast) -> None:
    told = caller(cast, "safety_adviser").put(API, BODY).json()
    assert (told["locked"], told["ways"]["urgent"]) == (["urgent"], "at_once")


@pytest.mark.parametrize(
    "wrong",
    [
        {"zone": "Europe/Atlantis"},
        {"address": "x"},
        {"quiet_until": None},
        {"weekday": 7},
        {"digest_at": "7:30"},
        {"ways": {"own": "off"}},
        {"colour": "red"},
    ],
)
def test_api_refuses_what_cannot_be(cast: Cast, wrong: dict[str, Any]) -> None:
    answer = caller(cast, "soldier").put(API, {**BODY, **wrong})
    assert answer.status_code == 400, answer.content
    assert NoticePreference.objects.count() == 0


# ---- the list ----


def tell_two(cast: Cast) -> None:
    report = make_report(unit=cast.company, at=cast.at)
    key = cast.commander.actor.own_key
    for code in ("reports.still_dangerous", "reports.handlers.message"):
        notify(to_keys=[key], code=code, record=report, at=cast.at)


def test_list_shows_a_group_or_what_is_unread(cast: Cast, client_of: Clients) -> None:
    tell_two(cast)
    client = client_of("commander")

    def shown(**asked: str) -> list[str]:
        return [item["notice"].code for item in client.get("/berichten", asked).context["items"]]

    assert len(shown()) == 2
    assert shown(group="urgent") == ["reports.still_dangerous"]
    assert shown(group="handling") == ["reports.handlers.message"]
    assert shown(group="own") == []
    assert len(shown(group="nonsense")) == 2
    assert len(shown(unread="yes")) == 2
    one = Notice.objects.get(code="reports.handlers.message").number
    answer = client.post("/berichten/gelezen", {"notice": str(one), "unread": "yes"})
    assert answer["Location"] == "/berichten?unread=yes"
    assert shown(unread="yes") == ["reports.still_dangerous"]
    client.post("/berichten/gelezen", {"group": "urgent"})
    assert shown(unread="yes") == []
    assert "No notices of this kind" in client.get("/berichten", {"unread": "yes"}).content.decode()


@pytest.mark.parametrize("nonsense", ["x", "-1", "9" * 40, "9" * 19, "٣"])
def test_list_marks_nothing_for_a_notice_that_is_not_there(
    cast: Cast, client_of: Clients, nonsense: str
) -> None:
    tell_two(cast)
    assert (
        client_of("commander").post("/berichten/gelezen", {"notice": nonsense}).status_code == 302
    )
    other = Notice.objects.first()
    assert other is not None
    client_of("soldier").post("/berichten/gelezen", {"notice": str(other.number)})
    assert Notice.objects.filter(read_on__isnull=True).count() == 2


def test_list_pages_keep_the_filter(cast: Cast, client_of: Clients) -> None:
    report = make_report(unit=cast.company, at=cast.at)
    for minute in range(60):
        at = cast.at + timedelta(minutes=minute)
        key = cast.commander.actor.own_key
        notify(to_keys=[key], code="reports.handlers.message", record=report, at=at)
    page = client_of("commander").get("/berichten", {"group": "handling"}).context["pages"]
    assert page["next_url"].startswith("?group=handling&cursor=")
    rest = client_of("commander").get(f"/berichten{page['next_url']}").context["items"]
    assert len(rest) == 10


def test_api_filters_and_marks_one_or_a_group(cast: Cast) -> None:
    tell_two(cast)
    commander = caller(cast, "commander")

    def unread(**asked: str) -> list[str]:
        page = commander.get("/notices", unread="true", **asked).json()
        return [one["group"] for one in page["items"]]

    assert sorted(unread()) == ["handling", "urgent"]
    assert unread(group="handling") == ["handling"]
    number = commander.get("/notices", group="handling").json()["items"][0]["id"]
    marked = [commander.post("/notices/mark-read", {"id": number}).json() for _ in range(2)]
    assert marked == [{"marked": 1}, {"marked": 0}]
    assert commander.post("/notices/mark-read", {"group": "urgent"}).json() == {"marked": 1}
    assert unread() == []
    assert commander.post("/notices/mark-read", {"id": "x"}).status_code == 400


def test_reading_nothing_of_nobody_is_nothing(cast: Cast) -> None:
    assert mark_seen(actor=NOBODY, record=cast.soldier.person, at=cast.at) == 0
    assert mark_seen(actor=cast.soldier.actor, record=cast.soldier.person, at=cast.at) == 0
    assert opened_by(cast.soldier.actor, []) == frozenset()
