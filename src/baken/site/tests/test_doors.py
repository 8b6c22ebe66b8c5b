"""The doors: one list for menus and palette, each for who may enter, and no page forgotten."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.test import Client
from django.urls import (
    URLPattern,
    URLResolver,
    clear_script_prefix,
    get_resolver,
    set_script_prefix,
)
from django.utils import translation

from baken.conftest import Cast
from baken.core.access.declarations import Declaration
from baken.site import doors
from baken.site.doors import DOORS, Door, doors_for, menu_of
from baken.site.palette import palette_items

Clients = Callable[[str], Client]

# Pages without a name in their address that are no door, each with the reason.
NO_DOORS = {
    "site:demo": "only in the demonstration, before somebody is logged in",
    "site:administration-open": "a step of the administration page",
    "site:administration-close": "a step of the administration page",
    "site:service": "a step of the service accounts",
    "site:service-token": "a step of the service accounts",
    "site:service-revoke": "a step of the service accounts",
    "site:service-close": "a step of the service accounts",
    "accounts:login": "before somebody is logged in",
    "accounts:second-step": "before somebody is logged in",
    "accounts:passkey-login": "before somebody is logged in",
    "accounts:passkey-question": "before somebody is logged in",
    "accounts:outside": "before somebody is logged in",
    "accounts:outside-back": "before somebody is logged in",
    "accounts:logout": "an action of the palette",
    "accounts:confirm": "asked for when it is needed",
    "accounts:confirmed": "asked for when it is needed",
    "accounts:app": "a step of the log-in page",
    "accounts:app-remove": "a step of the log-in page",
    "accounts:recovery": "a step of the log-in page",
    "accounts:passkey-add": "a step of the log-in page",
    "accounts:passkey-creation": "a step of the log-in page",
    "accounts:passkey-remove": "a step of the log-in page",
    "accounts:password": "a step of the log-in page",
    "accounts:session-end": "a step of the devices",
    "accounts:token-revoke": "a step of the tokens",
    "reports:draft": "kept by the report form",
    "reports:code": "for who has a code and no log-in",
    "reports:code-questions": "for who has a code and no log-in",
    "reports:export-accident-list": "a step of the accident list",
    "reports:export-reports": "exports what the list shows",
    "reports:export-legacy": "exports what the list shows",
    "reports:export-occurrences": "exports what the list shows",
    "reports:export-summaries": "exports what the list shows",
    "reports:report-views": "keeps what the list shows",
    "reports:occurrence-views": "keeps what the list shows",
    "consultation:export": "exports what the list shows",
    "measures:new": "proposed on the page of what it serves",
    "measures:export": "exports what the list shows",
    "measures:measure-views": "keeps what the list shows",
    "measures:export-recommendations": "exports what the list shows",
    "measures:recommendation-views": "keeps what the list shows",
    "measures:export-purchases": "exports what the list shows",
    "library:instrument-import": "a step of the list of instruments",
    "library:survey-import": "a step of the list of instruments",
    "register:export": "exports what the list shows",
    "register:risk-views": "keeps what the list shows",
    "register:slice-new": "a step of the slices of exposure",
    "reports:accident-record-request": "a step of the occurrence it is about",
    "org:equipment-labels": "prints what the list shows",
    "org:poster-sheets": "prints what the posters page chose",
    "org:poster-pdf": "prints what the posters page chose",
    "org:poster-withdraw": "a step of the posters page",
    "org:kiosk-renew": "a step of the kiosks page",
    "org:kiosk-shut": "a step of the kiosks page",
    "notices:mark-read": "a step of the notices",
    "set_language": "an action of the palette",
    "healthz": "for the watchdog",
    "readyz": "for the watchdog",
}


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Labels are compared in English."""
    with translation.override("en"):
        yield


def plain_pages(patterns: list[URLPattern | URLResolver], space: str = "") -> Iterator[str]:
    """The pages that need nothing in their address, by their name or else their path."""
    for one in patterns:
        if isinstance(one, URLResolver):
            if str(one.pattern) != "api/v1/":
                yield from plain_pages(
                    one.url_patterns, f"{one.namespace}:" if one.namespace else space
                )
        elif not one.pattern.converters:
            yield f"{space}{one.name or one.pattern}"


def test_every_page_is_a_door_or_says_why_not() -> None:
    pages = set(plain_pages(get_resolver().url_patterns))
    assert pages - {one.page for one in DOORS} - set(NO_DOORS) == set(), (
        "Give a new page a door in site/doors.py, or a reason here."
    )
    assert set(NO_DOORS) - pages == set(), "These are no pages any more."


def test_no_door_stands_twice() -> None:
    assert len({one.page for one in DOORS}) == len({str(one.label) for one in DOORS}) == len(DOORS)


@pytest.mark.parametrize(
    "who", ["soldier", "team_leader", "commander", "safety_adviser", "outsider", "former_holder"]
)
def test_every_door_that_is_offered_opens(cast: Cast, client_of: Clients, who: str) -> None:
    client = client_of(who)
    closed = [
        door.page
        for door in doors_for(cast.members[who].actor)
        if client.get(door.url, follow=True).status_code != 200
    ]
    assert closed == []


def test_doors_are_offered_by_what_the_page_declares(cast: Cast) -> None:
    soldier, adviser = (
        {one.page for one in doors_for(cast.members[who].actor)}
        for who in ("soldier", "safety_adviser")
    )
    staff = {
        "org:posters",
        "org:kiosks",
        "reports:paper",
        "reports:paper-print",
        "reports:doubles",
    }
    assert (staff & soldier, staff - adviser) == (set(), set())


def test_palette_offers_every_door_and_the_menus_some(cast: Cast) -> None:
    actor = cast.safety_adviser.actor
    offered = [(one.label, one.url) for one in palette_items(actor, "", cast.at) if one.url]
    assert offered == [(str(one.label), one.url) for one in doors_for(actor)]
    assert set(menu_of(actor, "page") + menu_of(actor, "account")) < set(offered)
    assert [one.label for one in palette_items(actor, "kiosk", cast.at)] == ["Kiosks"]


def test_counts_stand_in_the_menu_of_who_has_no_more_than_counts(cast: Cast) -> None:
    counter = cast.add("teller", ("committee_member", "MINISTRY", None)).actor
    for actor, there in ((cast.safety_adviser.actor, False), (counter, True)):
        assert any(one.page == "reports:counts" for one in doors_for(actor))
        assert ("Counts" in dict(menu_of(actor, "page"))) is there


def test_doors_open_where_the_product_is_served_under_a_path(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    doors._declared.cache_clear()
    set_script_prefix("/veilig/")
    try:
        door = Door("Posters", "org:posters")
        assert (door.url, door.opens_for(cast.safety_adviser.actor)) == ("/veilig/posters", True)
    finally:
        clear_script_prefix()
        doors._declared.cache_clear()


def test_what_a_page_declares_is_what_decides() -> None:
    assert doors._declared("org:posters", None) == Declaration(permit="org.place.poster")
