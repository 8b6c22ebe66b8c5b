"""Pages follow each other without a gap or a double, whatever comes in meanwhile."""

from __future__ import annotations

import base64
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baken.core.access import NOBODY
from baken.core.lists import (
    MOST_ROWS,
    BadCursor,
    Page,
    all_pages,
    count_up_to,
    counts_up_to,
    page_of,
    read_cursor,
    write_cursor,
)
from baken.core.search.words import words_of
from baken.rooms.reports.actions import submit_report
from baken.rooms.reports.models import Report
from baken.rooms.reports.permits import READ
from baken.rooms.reports.rules import Intake
from baken.rooms.reports.tests.factories import make_report

LARGEST = 2**63 - 1


def _encoded(text: bytes) -> str:
    return base64.urlsafe_b64encode(text).decode().rstrip("=")


@given(st.integers(-LARGEST - 1, LARGEST))
def test_cursor_of_any_row_number_reads_back(number: int) -> None:
    assert read_cursor(write_cursor(number)) == number


def test_cursor_shows_no_moment_and_is_of_this_installation_only(settings: Any) -> None:
    cursor = write_cursor(1234567)
    sealed = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
    assert b"1234567" not in sealed
    assert (1234567).to_bytes(8, "big") not in sealed
    settings.SECRET_KEY = "another"
    with pytest.raises(BadCursor):
        read_cursor(cursor)


def test_cursor_that_is_empty_is_the_first_page() -> None:
    assert read_cursor("") is None


@pytest.mark.parametrize(
    "cursor",
    [
        "x",
        "!!!!",
        "\x00",
        "é",
        "a" * 5_000,
        _encoded(b"12"),
        _encoded(b"n"),
        _encoded(b"nn1"),
        _encoded(b"n1.5"),
        _encoded(b"n1; DROP TABLE"),
        _encoded(b"x12"),
        _encoded(b"\xff\xfe"),
        _encoded(f"n{LARGEST + 1}".encode()),
        _encoded(f"n-{LARGEST + 2}".encode()),
        _encoded(b"n" + b"9" * 5_000),
        _encoded(b"n1 "),
        _encoded(b"n 1"),
        _encoded(b"n1_0"),
        _encoded(b"n+1"),
        _encoded(b"n01"),
        write_cursor(7) + "=",
        " " + write_cursor(7),
    ],
)
def test_cursor_that_no_list_gave_out_is_refused(cursor: str) -> None:
    with pytest.raises(BadCursor, match="was not given out by the list"):
        read_cursor(cursor)


@given(st.text(max_size=40))
def test_cursor_of_any_text_is_one_of_ours_or_refused(text: str) -> None:
    try:
        number = read_cursor(text)
    except BadCursor:
        return
    assert text == ("" if number is None else write_cursor(number))


def _page(actor: Any, **more: Any) -> Page:
    return page_of(root=Report, actor=actor, permit=READ, **more)


def _keys(page: Page) -> list[int]:
    return [report.pk for report in page.items]


def _all_pages(actor: Any, limit: int, **more: Any) -> list[list[int]]:
    found = [_page(actor, limit=limit, **more)]
    while found[-1].next_cursor:
        found.append(_page(actor, limit=limit, cursor=found[-1].next_cursor, **more))
    return [_keys(page) for page in found]


@pytest.fixture
def reports(cast: Any) -> list[Report]:
    """Seven reports of one company, a minute apart; some with an owner unit in reach too."""
    return [
        make_report(
            unit=cast.company,
            owner_unit=(None, cast.battalion, cast.company)[n % 3],
            at=cast.at + timedelta(minutes=n),
            story=f"Kettingkast nummer {n}",
        )
        for n in range(7)
    ]


def _newest(reports: list[Report]) -> list[int]:
    return [report.pk for report in reversed(reports)]


@pytest.mark.django_db
@pytest.mark.parametrize("limit", [1, 2, 6, 7, 8, MOST_ROWS])
def test_pages_of_any_size_give_every_record_once_the_newest_first(
    cast: Any, reports: list[Report], limit: int
) -> None:
    pages = _all_pages(cast.commander.actor, limit)
    assert [key for page in pages for key in page] == _newest(reports)
    assert {len(page) for page in pages[:-1]} <= {limit}


@pytest.mark.django_db
def test_pages_stay_the_same_when_records_come_in_meanwhile(
    cast: Any, reports: list[Report]
) -> None:
    actor = cast.commander.actor
    first = _page(actor, limit=3)
    make_report(unit=cast.company, at=cast.at + timedelta(hours=1))
    second = _page(actor, limit=4, cursor=first.next_cursor)
    assert _keys(first) + _keys(second) == _newest(reports)


@pytest.mark.django_db
def test_pages_go_on_after_a_record_that_has_gone_out_of_reach(
    cast: Any, reports: list[Report]
) -> None:
    actor = cast.commander.actor
    first = _page(actor, limit=3)
    Report.objects.for_system(reason="trail").filter(pk=_keys(first)[-1]).update(confidentiality=2)
    second = _page(actor, limit=4, cursor=first.next_cursor)
    assert _keys(second) == _newest(reports)[3:]


@pytest.mark.django_db
def test_record_reached_by_unit_and_by_owner_unit_stands_in_the_list_once(
    cast: Any, reports: list[Report]
) -> None:
    keys = _keys(_page(cast.commander.actor))
    assert (len(keys), len(set(keys))) == (7, 7)


@pytest.mark.django_db
def test_record_reached_by_its_owner_unit_alone_stands_in_the_list(cast: Any) -> None:
    report = make_report(unit=cast.squadron, owner_unit=cast.company)
    found = {name: _keys(_page(cast.members[name].actor)) for name in ("commander", "outsider")}
    assert found == {"commander": [report.pk], "outsider": [report.pk]}


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["functional_admin", "former_holder", "outsider"])
def test_list_of_who_reaches_nothing_is_empty(cast: Any, reports: list[Report], name: str) -> None:
    assert _page(cast.members[name].actor) == Page(items=[], next_cursor="")


@pytest.mark.django_db
def test_list_of_nobody_asks_the_database_for_nothing_but_rows(
    cast: Any, reports: list[Report], django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(0):
        assert (_page(NOBODY).items, count_up_to(root=Report, actor=NOBODY, permit=READ)) == ([], 0)


@pytest.mark.django_db
@pytest.mark.parametrize(("limit", "shown"), [(-5, 1), (0, 1), (1, 1), (10_000, 7)])
def test_list_with_an_odd_limit_stays_within_bounds(
    cast: Any, reports: list[Report], limit: int, shown: int
) -> None:
    assert len(_page(cast.commander.actor, limit=limit).items) == shown


def _even(rows: Any) -> Any:
    return rows.filter(story__regex="[0246]$")


@pytest.mark.django_db
def test_narrowed_pages_give_what_fits_and_count_it(cast: Any, reports: list[Report]) -> None:
    actor = cast.commander.actor
    pages = _all_pages(actor, 3, narrow=_even)
    count = count_up_to(root=Report, actor=actor, permit=READ, narrow=_even)
    assert ([key for page in pages for key in page], count) == (_newest(reports)[::2], 4)


@pytest.mark.django_db
def test_narrowed_to_what_cannot_be_the_list_is_empty(cast: Any, reports: list[Report]) -> None:
    found = _page(cast.commander.actor, narrow=lambda rows: rows.filter(pk__in=[]))
    assert found == Page(items=[])


@pytest.mark.django_db
@pytest.mark.parametrize(("most", "counted"), [(1, 1), (7, 7), (100, 7)])
def test_count_goes_no_further_than_asked(
    cast: Any, reports: list[Report], most: int, counted: int
) -> None:
    found = count_up_to(root=Report, actor=cast.commander.actor, permit=READ, most=most)
    assert found == counted


@pytest.mark.django_db
def test_counts_of_several_narrowings_are_one_query(
    cast: Any, reports: list[Report], django_assert_num_queries: Any
) -> None:
    asked = [_even, lambda rows: rows.filter(pk__in=[]), None]
    actor = cast.commander.actor
    with django_assert_num_queries(1):
        found = counts_up_to(root=Report, actor=actor, permit=READ, narrows=asked, most=5)
    assert found == [4, 0, 5]
    assert counts_up_to(root=Report, actor=NOBODY, permit=READ, narrows=asked, most=5) == [0] * 3


@pytest.mark.django_db
@pytest.mark.parametrize("limit", [1, 3, 7])
def test_pages_with_words_give_every_hit_once(cast: Any, reports: list[Report], limit: int) -> None:
    make_report(unit=cast.company, story="Iets anders")
    pages = _all_pages(cast.commander.actor, limit, words=words_of("kettingkast"))
    assert [key for page in pages for key in page] == _newest(reports)


@pytest.mark.django_db
def test_pages_with_words_and_filters_give_what_has_both(cast: Any, reports: list[Report]) -> None:
    pages = _all_pages(cast.commander.actor, 2, words=words_of("kettingkast"), narrow=_even)
    assert [key for page in pages for key in page] == _newest(reports)[::2]


@pytest.mark.django_db
@pytest.mark.parametrize("words", [None, words_of("kettingkast")])
def test_page_asks_as_much_for_many_records_as_for_one(
    cast: Any, reports: list[Report], django_assert_max_num_queries: Any, words: Any
) -> None:
    actor = cast.commander.actor
    with django_assert_max_num_queries(2 if words is None else 4):
        units = {r.unit.code for r in _page(actor, words=words, related=("unit",)).items}
    assert units == {"COMPANY"}


@pytest.mark.django_db
def test_anonymous_records_stand_behind_the_others_of_their_day(
    cast: Any, reports: list[Report]
) -> None:
    intake = Intake(story="Kabel los.", identity="anonymous", unit_code=cast.company.code)
    submitted = submit_report(actor=NOBODY, intake=intake, at=cast.at + timedelta(hours=2))
    keys = _keys(_page(cast.safety_adviser.actor))
    assert keys[-1] == submitted.report.pk


@pytest.mark.django_db
@pytest.mark.parametrize("size", [1, 3, 7, 100])
@pytest.mark.parametrize("words", [None, words_of("kettingkast")])
def test_all_pages_give_every_record_once_newest_first(
    cast: Any, reports: list[Report], size: int, words: Any
) -> None:
    pages = all_pages(
        root=Report,
        actor=cast.commander.actor,
        permit=READ,
        words=words,
        related=("unit",),
        size=size,
    )
    assert [report.pk for page in pages for report in page] == _newest(reports)


@pytest.mark.django_db
def test_all_pages_of_what_is_out_of_reach_are_none(cast: Any, reports: list[Report]) -> None:
    pages = all_pages(root=Report, actor=cast.outsider.actor, permit=READ, narrow=_even)
    assert list(pages) == []
