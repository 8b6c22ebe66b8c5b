"""Candidates: the records with the weightiest words in common, within a scope, in bounded work."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from baken.conftest import Cast
from baken.core.access import NOBODY, Actor
from baken.core.records.numbers import floor_number
from baken.core.search import nearest
from baken.core.search.nearest import (
    AT_LEAST_TERMS,
    MOST_HITS,
    MOST_HITS_OF_COMMON,
    MOST_HITS_OF_WORD,
    MOST_TERMS,
    Nearest,
    Term,
    nearest_keys,
    nearest_records,
    worth_looking_for,
)
from baken.rooms.reports.models import Report
from baken.rooms.reports.permits import READ
from baken.rooms.reports.tests.factories import make_report

FEW = pytest.mark.parametrize("few", [True, False])


def term(word: str, weight: float = 1.0, hits: float = 1.0, stem: str = "") -> Term:
    return Term(word, stem or word, weight, hits)


def found(cast: Cast, *terms: Term, actor: Actor | None = None, **more: Any) -> list[str]:
    wanted = Nearest(terms, since=floor_number(cast.at - timedelta(days=30)))
    given = {"narrow": lambda rows: rows, "related": ("unit",), "most": 10} | more
    reader = actor or cast.safety_adviser.actor
    rows = nearest_records(root=Report, actor=reader, permit=READ, wanted=wanted, **given)
    return sorted(row.story for row in rows)


@pytest.fixture(autouse=True)
def _scope_size(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether the scope is gathered as a list, or each hit looked up in it."""
    few = getattr(request.node, "callspec", None) and request.node.callspec.params.get("few", True)
    monkeypatch.setattr(nearest, "FEW_KEYS", 0 if few is False else 20_000)


@FEW
def test_nearest_are_those_with_any_word_in_scope_and_period(cast: Cast, *, few: bool) -> None:
    make_report(unit=cast.company, at=cast.at, story="Kettingkast open")
    make_report(unit=cast.company, at=cast.at, story="Moeren los")
    make_report(unit=cast.company, at=cast.at, story="Soep koud")
    make_report(unit=cast.squadron, at=cast.at, story="Kettingkast elders")
    make_report(unit=cast.company, at=cast.at - timedelta(days=31), story="Kettingkast oud")
    assert found(cast, term("kettingkast"), term("moeren")) == ["Kettingkast open", "Moeren los"]


@FEW
def test_nearest_with_more_weight_in_common_come_first(cast: Cast, *, few: bool) -> None:
    for story in ("Kettingkast en moeren", "Kettingkast alleen", "Moeren alleen", "Moeren ook"):
        make_report(unit=cast.company, at=cast.at, story=story)
    wanted = Nearest((term("kettingkast", 3.0), term("moeren", 1.0)), since=0)
    branches = Report.objects.visible_branches(cast.safety_adviser.actor, READ)
    keys = nearest_keys(branches=branches, within=branches, wanted=wanted, most=3)
    stories = dict(Report.objects.for_system(reason="trail").values_list("pk", "story"))
    assert [stories[key] for key in keys] == [
        "Kettingkast en moeren",
        "Kettingkast alleen",
        "Moeren ook",
    ]


@FEW
def test_nearest_by_stem_finds_other_forms_of_a_word(cast: Cast, *, few: bool) -> None:
    make_report(unit=cast.company, at=cast.at, story="Luiken klapperen")
    make_report(unit=cast.company, at=cast.at, story="Hij struikelde")
    make_report(unit=cast.company, at=cast.at, story="Op de kade")
    told = (term("luik"), term("gestruikeld", stem="struikel"), term("ka", stem="ka"))
    assert found(cast, *told) == ["Hij struikelde", "Luiken klapperen"]


@FEW
def test_nearest_narrowed_and_no_more_than_asked(cast: Cast, *, few: bool) -> None:
    for story in ("Ladder een", "Ladder twee", "Ladder drie"):
        make_report(unit=cast.company, at=cast.at, story=story)
    assert len(found(cast, term("ladder"), most=2)) == 2
    narrow = {"narrow": lambda rows: rows.exclude(story="Ladder twee")}
    assert found(cast, term("ladder"), **narrow) == ["Ladder drie", "Ladder een"]


@FEW
def test_nearest_for_nobody_or_without_words_is_nothing(cast: Cast, *, few: bool) -> None:
    make_report(unit=cast.company, at=cast.at, story="Ladder")
    assert found(cast) == []
    assert found(cast, term("ladder"), actor=NOBODY) == []
    assert found(cast, term("ladder"), narrow=lambda rows: rows.filter(pk__in=[])) == []


@FEW
def test_nearest_reads_common_words_the_newest_first(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, *, few: bool
) -> None:
    monkeypatch.setattr(nearest, "MOST_HITS_OF_COMMON", 1)
    make_report(unit=cast.company, at=cast.at - timedelta(days=1), story="Ladder eerst")
    make_report(unit=cast.company, at=cast.at, story="Ladder later")
    assert found(cast, term("ladder", hits=MOST_HITS + 1)) == ["Ladder later"]


@FEW
def test_nearest_asks_the_same_number_of_queries_for_many_words(cast: Cast, *, few: bool) -> None:
    make_report(unit=cast.company, at=cast.at, story="Ladder")
    found(cast, term("ladder"))
    with CaptureQueriesContext(connection) as one:
        found(cast, term("ladder"))
    many = [term(f"woord{place}") for place in range(MOST_TERMS - 1)]
    with CaptureQueriesContext(connection) as more:
        found(cast, term("ladder"), *many)
    assert len(one) == len(more) <= 4


def test_worth_looking_for_are_the_weightiest_that_may_be_read_together() -> None:
    light = [term(f"w{place}", weight=1 + place / 100) for place in range(MOST_TERMS + 5)]
    assert len(worth_looking_for(light)) == MOST_TERMS
    many = [term("a", 9, MOST_HITS * 0.6), term("b", 8, MOST_HITS * 0.6), *light[:4]]
    assert [one.word for one in worth_looking_for(many)] == ["a", "w3", "w2", "w1", "w0"]


def test_worth_looking_for_when_all_are_common_are_the_rarest() -> None:
    common = [term(f"w{place}", hits=MOST_HITS * (2 + place)) for place in range(9)]
    assert worth_looking_for(common) == common[:AT_LEAST_TERMS]
    assert worth_looking_for([]) == []


@pytest.mark.parametrize(
    ("word", "stem", "begins"),
    [
        ("vergrendelingen", "vergrendeel", ("vergrende", "vergrendeel")),
        ("ladder", "ladder", ("ladder",)),
        ("gestruikeld", "struikel", ("struikel",)),
        ("dek", "dek", ()),
    ],
)
def test_term_begins_as_its_other_forms_do(word: str, stem: str, begins: tuple[str, ...]) -> None:
    assert Term(word, stem, 1.0, 1.0).begins == begins


def test_term_as_queries_has_every_word_quoted() -> None:
    one = term("luiken", stem="luik")
    assert one.fts == '"luiken" OR "luik"*'
    assert one.tsqueries == ("'luiken'", "'luik':*")
    assert term("dek").tsqueries == ("'dek'", "")


def test_term_hits_read_are_bounded() -> None:
    assert term("x", hits=MOST_HITS).most == MOST_HITS_OF_WORD
    assert term("x", hits=MOST_HITS + 1).most == MOST_HITS_OF_COMMON
