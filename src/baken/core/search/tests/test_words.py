"""Words are found inside a scope, on either database by its own rules, and no sign is an error."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st

from baken.core.access import roots
from baken.core.search import words as words_module
from baken.core.search.install import install_text_indexes
from baken.core.search.words import (
    LONGEST_QUERY,
    MOST_WORDS,
    Wanted,
    keys_with_words,
    words_of,
)
from baken.rooms.org.models import Person
from baken.rooms.reports.models import Occurrence, Report
from baken.rooms.reports.permits import READ, READ_OCCURRENCE
from baken.rooms.reports.tests.factories import make_occurrence, make_report

STORY = "De kabelbaan hing los boven café Zeezicht; drie kisten vielen."


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Losse Kabel", ("losse", "kabel")),
        ("  kabel,los;(stuk)  ", ("kabel", "los", "stuk")),
        ("no-go area's", ("no-go", "area's")),
        ("café ÉÉN", ("café", "één")),
        ("M-2026-000001", ("m-2026-000001",)),
        ("snake_case", ("snake", "case")),
        ("- ' -- '' \" * () ^ : ; {} [] \\ / | & ! <-> ~ ? + = % _ $1", ("1",)),
        ("a\x00b", ("a", "b")),
        ("", ()),
        ("!?", ()),
        ("kabel kabel", ("kabel", "kabel")),
    ],
)
def test_words_of_a_query_are_its_words_alone(text: str, words: tuple[str, ...]) -> None:
    assert words_of(text) == Wanted(words)


def test_words_of_a_long_query_are_the_first_twelve() -> None:
    assert words_of("w " * 100).words == ("w",) * MOST_WORDS


def test_words_of_an_endless_query_are_cut_off() -> None:
    assert words_of("w" * 10_000).words == ("w" * LONGEST_QUERY,)


def test_wanted_words_are_quoted_for_each_database() -> None:
    wanted = Wanted(("a", "b-c"))
    assert (wanted.fts, wanted.web) == ('"a"* AND "b-c"*', '"a" "b-c"')


def _keys(actor: Any, wanted: Wanted, most: int = 50) -> list[int]:
    branches = Report.objects.visible_branches(actor, READ)
    return keys_with_words(branches=branches, wanted=wanted, most=most)


# What is found where: SQLite finds beginnings of words, PostgreSQL finds Dutch stems.
FOUND = [
    ("kabelbaan", {"sqlite", "postgresql"}),
    ("KABELBAAN", {"sqlite", "postgresql"}),
    ("zeezicht los", {"sqlite", "postgresql"}),
    ("los zeezicht kabelbaan", {"sqlite", "postgresql"}),
    ("zeezicht brand", set()),
    ("abelbaan", set()),
    ("kabel", {"sqlite"}),
    ("kist", {"sqlite", "postgresql"}),
    ("kabelbanen", {"postgresql"}),
    ("café", {"sqlite", "postgresql"}),
    ("cafe", {"sqlite", "postgresql"}),
    ("de", {"sqlite"}),
    ("garage", {"sqlite", "postgresql"}),
]


@pytest.mark.django_db
@pytest.mark.parametrize("gathered", [True, False])
@pytest.mark.parametrize(("query", "vendors"), FOUND)
def test_search_finds_by_the_rules_of_its_database(
    cast: Any, monkeypatch: pytest.MonkeyPatch, query: str, vendors: set[str], gathered: bool
) -> None:
    monkeypatch.setattr(words_module, "FEW_KEYS", 20_000 if gathered else 1)
    report = make_report(unit=cast.company, story=STORY, place="Garage 3")
    make_report(unit=cast.company, story="Iets heel anders", place="Kade")
    expected = [report.pk] if connection.vendor in vendors else []
    assert _keys(cast.commander.actor, words_of(query)) == expected


@pytest.mark.django_db
@pytest.mark.parametrize("gathered", [True, False])
def test_search_finds_nothing_out_of_reach(
    cast: Any, monkeypatch: pytest.MonkeyPatch, gathered: bool
) -> None:
    monkeypatch.setattr(words_module, "FEW_KEYS", 20_000 if gathered else 1)
    near = make_report(unit=cast.company, story=STORY)
    far = make_report(unit=cast.squadron, story=STORY)
    make_report(unit=cast.company, story=STORY, confidentiality=2)
    found = {
        name: _keys(cast.members[name].actor, words_of("kabelbaan"))
        for name in ("commander", "outsider", "functional_admin")
    }
    assert found == {"commander": [near.pk], "outsider": [far.pk], "functional_admin": []}


@pytest.mark.django_db
@pytest.mark.parametrize("gathered", [True, False])
def test_search_gives_each_record_once_the_newest_first(
    cast: Any, monkeypatch: pytest.MonkeyPatch, gathered: bool
) -> None:
    monkeypatch.setattr(words_module, "FEW_KEYS", 20_000 if gathered else 1)
    reports = [
        make_report(unit=cast.company, owner_unit=cast.battalion, story=STORY) for _ in range(3)
    ]
    newest = sorted((report.pk for report in reports), reverse=True)
    actor = cast.commander.actor
    assert _keys(actor, words_of("kabelbaan")) == newest
    assert _keys(actor, words_of("kabelbaan"), most=2) == newest[:2]


@pytest.mark.django_db
def test_search_for_no_words_or_in_no_scope_finds_nothing(cast: Any) -> None:
    make_report(unit=cast.company, story=STORY)
    assert _keys(cast.commander.actor, words_of("!?")) == []
    assert keys_with_words(branches=[], wanted=words_of("kabelbaan"), most=5) == []


@pytest.mark.django_db
@pytest.mark.parametrize("gathered", [True, False])
def test_search_in_branches_that_hold_nothing_finds_nothing(
    cast: Any, monkeypatch: pytest.MonkeyPatch, gathered: bool
) -> None:
    monkeypatch.setattr(words_module, "FEW_KEYS", 20_000 if gathered else 0)
    make_report(unit=cast.company, story=STORY)
    branches = [Report.objects.for_system(reason="trail").filter(pk__in=[])]
    assert keys_with_words(branches=branches, wanted=words_of("kabelbaan"), most=5) == []


@pytest.mark.django_db
def test_search_follows_what_changes_and_goes(cast: Any) -> None:
    occurrence = make_occurrence(unit=cast.company, title="Kabelbaan los")
    rows = Occurrence.objects.for_system(reason="trail")
    actor = cast.commander.actor

    def found(query: str) -> int:
        branches = Occurrence.objects.visible_branches(actor, READ_OCCURRENCE)
        return len(keys_with_words(branches=branches, wanted=words_of(query), most=5))

    before = (found("kabelbaan"), found("kettingkast"))
    rows.filter(pk=occurrence.pk).update(title="Kettingkast stuk")
    assert (before, (found("kabelbaan"), found("kettingkast"))) == ((1, 0), (0, 1))


@pytest.mark.django_db
def test_installing_again_is_harmless_and_loses_nothing(cast: Any) -> None:
    report = make_report(unit=cast.company, story=STORY)
    connection.check_constraints()  # PostgreSQL alters no table with checks still to be done
    install_text_indexes()
    later = make_report(unit=cast.company, story=STORY)
    found = _keys(cast.commander.actor, words_of("kabelbaan"))
    assert set(found) == {report.pk, later.pk}


@pytest.mark.django_db
def test_installing_for_a_root_without_words_gives_it_no_index(
    cast: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(roots, "_roots", {"P": Person})
    before = connection.introspection.table_names()
    install_text_indexes()
    assert connection.introspection.table_names() == before


SIGNS = [
    '"',
    "'",
    "*",
    "(",
    ")",
    "NEAR",
    "OR",
    "AND",
    "NOT",
    "-",
    "^",
    ":",
    "\x00",
    "{",
    "$1",
    "%s",
]
ODD = st.lists(st.sampled_from(SIGNS) | st.text(max_size=4), max_size=8).map(" ".join)


@pytest.mark.django_db
def test_search_for_anything_at_all_is_never_an_error(cast: Any) -> None:
    make_report(unit=cast.company, story=STORY)
    actor = cast.commander.actor

    @settings(max_examples=150, deadline=None, database=None)
    @given(ODD | st.text(max_size=60))
    def searched(text: str) -> None:
        assert len(_keys(actor, words_of(text))) <= 1

    searched()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "query", ['"', "kabelbaan OR", "NEAR(", "story:x", "*", "\x00", "%s", "٣ ²"]
)
def test_search_for_signs_that_mean_something_elsewhere_is_no_error(cast: Any, query: str) -> None:
    make_report(unit=cast.company, story="Iets anders")
    assert _keys(cast.commander.actor, words_of(query)) == []
