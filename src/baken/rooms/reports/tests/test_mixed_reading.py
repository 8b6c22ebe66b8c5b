"""Who reads here in full and there without persons has one list, and it agrees with every page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from baken.conftest import Cast, Member
from baken.core.access import may
from baken.core.api.tests.calling import caller, refs
from baken.core.lists import page_of
from baken.core.search.words import words_of
from baken.rooms.org.models import Involvement
from baken.rooms.org.queries import tree
from baken.rooms.reports.answers.figures import unit_figures
from baken.rooms.reports.answers.records import search_hits
from baken.rooms.reports.models import Occurrence
from baken.rooms.reports.permits import READ_OCCURRENCE, READ_SUMMARY
from baken.rooms.reports.queries.lists import OccurrenceAsk, occurrences_page
from baken.rooms.reports.tests.factories import make_occurrence

Clients = Callable[[str], Client]


@pytest.fixture
def both(cast: Cast) -> Member:
    """Reads the company in full as its supervisor, and the battalion without persons."""
    posts = (("supervisor", "COMPANY", None), ("prevention_officer", "BATTALION", None))
    return cast.add("both", *posts)


@pytest.fixture
def records(cast: Cast) -> dict[str, Occurrence]:
    """Occurrences by where they are, each with its name in title and summary."""
    places = {"own": cast.company, "above": cast.battalion, "far": cast.squadron}
    made = {
        name: make_occurrence(
            unit=unit, title=f"titel{name}", summary=f"samengevat{name}", at=cast.at
        )
        for name, unit in places.items()
    }
    made["deep"] = make_occurrence(unit=cast.company, title="titeldeep", confidentiality=1)
    return made


def shown(member: Member, ask: OccurrenceAsk | None = None) -> dict[str, bool]:
    """The titles on the first page, each with whether it is shown in full."""
    found = occurrences_page(member.actor, ask)
    return {one.title.removeprefix("titel"): found.shows_in_full(one) for one in found.items}


def test_list_shows_each_occurrence_as_far_as_its_page_does(
    both: Member, records: dict[str, Occurrence]
) -> None:
    actor = both.actor
    expected = {
        name: may(actor, READ_OCCURRENCE, one)
        for name, one in records.items()
        if may(actor, READ_OCCURRENCE, one) or may(actor, READ_SUMMARY, one)
    }
    assert shown(both) == expected == {"own": True, "above": False}


def test_page_shows_no_title_of_what_is_read_without_persons(
    client_of: Clients, both: Member, records: dict[str, Occurrence]
) -> None:
    text = client_of("both").get("/voorvallen").content.decode()
    seen = {word for word in ("titelown", "titelabove", "samengevatabove") if word in text}
    assert seen == {"titelown", "samengevatabove"}
    assert "Title or summary" in text


def test_program_gets_each_item_as_far_as_it_may(
    cast: Cast, both: Member, records: dict[str, Occurrence]
) -> None:
    items = caller(cast, "both").get("/occurrences").json()["items"]
    assert {one["ref"]: one.get("title") for one in items} == {
        records["own"].ref: "titelown",
        records["above"].ref: None,
    }


def test_pages_of_both_kinds_follow_on_each_other_without_a_gap(cast: Cast, both: Member) -> None:
    made = [
        make_occurrence(unit=unit, at=cast.at - timedelta(hours=hour)).ref
        for hour, unit in enumerate([cast.company, cast.battalion, cast.battalion, cast.company])
    ]
    found, cursor = [], ""
    while True:
        answer = caller(cast, "both").get("/occurrences", limit=1, cursor=cursor)
        found += refs(answer)
        cursor = answer.json()["next"]
        if cursor is None:
            break
    assert found == made


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("titelown", {"own"}),
        ("titelabove", set()),
        ("samengevatabove", {"above"}),
        ("samengevatown", {"own"}),
        ("", set()),
    ],
)
def test_words_are_looked_for_in_what_the_reader_gets_to_see(
    both: Member, records: dict[str, Occurrence], text: str, expected: set[str]
) -> None:
    assert set(shown(both, OccurrenceAsk(words=words_of(text)))) == expected
    if text:
        hits = {hit.ref for hit in search_hits(both.actor, text, 9)}
        assert hits == {records[name].ref for name in expected}


def test_hits_of_the_search_show_no_title_without_the_right(
    both: Member, records: dict[str, Occurrence]
) -> None:
    (hit,) = search_hits(both.actor, "samengevatabove", 9)
    assert hit.title == "samengevatabove"


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("from_day=2026-03-05", {"own", "above"}),
        ("from_day=2026-03-11", {"above"}),
        ("to_day=2026-03-05", {"above"}),
        ("from_day=2026-04-01", set()),
        ("subject=work_equipment", {"own"}),
        ("kind=unsafe_situation", {"own", "above"}),
        ("kind=accident", set()),
    ],
)
def test_filters_ask_of_a_summary_only_what_it_tells(
    client_of: Clients,
    both: Member,
    records: dict[str, Occurrence],
    query: str,
    expected: set[str],
) -> None:
    """The day of what is read without persons cannot be found out by asking for shorter periods."""
    text = client_of("both").get(f"/voorvallen?{query}").content.decode()
    assert {name for name, one in records.items() if one.ref in text} == expected


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"from": "2026-03-11"}, {"above"}),
        ({"to": "2026-03-05"}, {"above"}),
        ({"subject": "work_equipment"}, {"own"}),
        ({"q": "titelabove"}, set()),
    ],
)
def test_filters_over_http_ask_the_same(
    cast: Cast,
    both: Member,
    records: dict[str, Occurrence],
    query: dict[str, str],
    expected: set[str],
) -> None:
    found = refs(caller(cast, "both").get("/occurrences", **query))
    assert found == [records[name].ref for name in expected]


def test_case_that_was_given_is_shown_in_full_beside_summaries(
    cast: Cast, records: dict[str, Occurrence]
) -> None:
    posts = (("investigator", "BATTALION", None), ("prevention_officer", "BATTALION", None))
    member = cast.add("case", *posts)
    Involvement.objects.create(
        record=member.person,
        table="reports.occurrence",
        number=records["above"].pk,
        kind="case",
        role="investigator",
        from_on=cast.at.date(),
    )
    assert shown(member) == {"own": False, "above": True}


def test_reader_whose_rights_lie_within_each_other_asks_once(
    cast: Cast, both: Member, records: dict[str, Occurrence], django_assert_num_queries: Any
) -> None:
    """The list of who reads all in full costs no more than before; a mixed one a query more."""
    for name, count in (("commander", 2), ("both", 3)):
        actor = cast.members[name].actor
        with django_assert_num_queries(count):
            occurrences_page(actor)


def test_one_of_the_pages_alone_is_what_the_core_gives(
    both: Member, records: dict[str, Occurrence]
) -> None:
    plain = page_of(root=Occurrence, actor=both.actor, permit=READ_OCCURRENCE)
    assert [one.pk for one in plain.items] == [records["own"].pk]


def test_figures_of_a_unit_are_those_of_how_one_reads_there(
    cast: Cast, both: Member, records: dict[str, Occurrence]
) -> None:
    at, here = datetime(2026, 3, 10, 9, tzinfo=UTC), tree()
    with translation.override("en"):
        labels = {
            code: [one.label for one in unit_figures(both.actor, here.by_code[code], at)][2:]
            for code in ("COMPANY", "SQUADRON")
        }
    assert labels == {"COMPANY": ["Open occurrences"], "SQUADRON": ["Occurrences this year"]}


# ---- taking it away ----


@pytest.fixture
def taker(cast: Cast) -> Member:
    """Takes the company away in full as its commander, and the army without persons."""
    return cast.add("taker", ("commander", "COMPANY", None), ("auditor", "BATTALION", None))


def taken(client: Client, kind: str, query: str = "") -> str:
    answer = client.post(f"/voorvallen/exporteren{kind}?{query}", {"format": "csv", "purpose": "x"})
    return b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]


def test_files_together_hold_what_the_list_shows(
    client_of: Clients, taker: Member, records: dict[str, Occurrence]
) -> None:
    client = client_of("taker")
    full, bare = taken(client, ""), taken(client, "/zonder-personen")
    assert {name for name, one in records.items() if one.ref in full} == {"own", "deep"}
    assert {name for name, one in records.items() if one.ref in bare} == {"own", "above", "deep"}
    assert "titel" in full
    assert "titel" not in bare


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("from_day=2026-03-11", {"own", "above", "deep"}),
        ("from_day=2026-04-01", set()),
        ("subject=work_equipment", {"own", "above", "deep"}),
        ("q=samengevatabove", {"above"}),
        ("q=titelown", set()),
    ],
)
def test_file_without_persons_is_asked_only_what_summaries_tell(
    client_of: Clients,
    taker: Member,
    records: dict[str, Occurrence],
    query: str,
    expected: set[str],
) -> None:
    text = taken(client_of("taker"), "/zonder-personen", query)
    assert {name for name, one in records.items() if one.ref in text} == expected


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", {"own", "above", "deep"}),
        ("from=2026-03-11", {"own", "above", "deep"}),
        ("from=2026-04-01", set()),
        ("q=samengevatown", {"own"}),
    ],
)
def test_file_without_persons_over_http_is_the_same(
    cast: Cast,
    taker: Member,
    records: dict[str, Occurrence],
    query: str,
    expected: set[str],
) -> None:
    answer = caller(cast, "taker").post(
        f"/exports/summaries?{query}", {"format": "jsonl", "purpose": "x"}
    )
    text = b"".join(answer.streaming_content).decode()
    assert {name for name, one in records.items() if one.ref in text} == expected


def test_file_without_persons_tells_the_months_it_holds_and_no_days(
    cast: Cast, taker: Member, records: dict[str, Occurrence]
) -> None:
    query = "from=2026-03-11&to=2026-03-12"
    answer = caller(cast, "taker").post(f"/exports/summaries?{query}", {"purpose": "x"})
    text = b"".join(answer.streaming_content).decode()
    found = ["2026-03-01" in text, "2026-03-31" in text, "2026-03-11" in text]
    assert found == [True, True, False]


def test_file_without_persons_is_not_asked_about_subjects_over_http(
    cast: Cast, taker: Member
) -> None:
    path = "/exports/summaries?subject=work_equipment"
    assert caller(cast, "taker").post(path, {}).status_code == 403


def test_way_to_the_file_without_persons_leaves_the_subject_out(
    taker: Member, client_of: Clients
) -> None:
    page = client_of("taker").get("/voorvallen/exporteren?subject=work_equipment&state=triaged")
    assert 'zonder-personen?state=triaged"' in page.content.decode()


@pytest.mark.parametrize(("who", "offered"), [("taker", True), ("auditor", False)])
def test_file_without_persons_is_offered_beside_the_one_in_full(
    cast: Cast, taker: Member, client_of: Clients, who: str, offered: bool
) -> None:
    cast.add("auditor", ("auditor", "BATTALION", None))
    text = client_of(who).get("/voorvallen/exporteren?kind=accident").content.decode()
    link = "/voorvallen/exporteren/zonder-personen?kind=accident"
    assert (link in text) == offered
