"""Words are counted once a day; rare ones and closely held records leave nothing behind."""

from __future__ import annotations

import tracemalloc
from datetime import timedelta
from math import log

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from baken.conftest import Cast
from baken.core.access.reach import Confidentiality
from baken.core.search import counts
from baken.core.search.counts import (
    FEWEST,
    PRIOR,
    Rarity,
    count_words,
    count_words_daily,
    rarity_in,
)
from baken.core.search.models import WordCounts
from baken.rooms.reports.models import Occurrence, Report
from baken.rooms.reports.tests.factories import make_occurrence, make_report


def tell(cast: Cast, story: str, times: int = 1, **more: object) -> None:
    for _ in range(times):
        make_report(unit=cast.company, at=cast.at, story=story, place="", **more)


def test_count_holds_in_how_many_records_a_stem_stands(cast: Cast) -> None:
    tell(cast, "De ladder en nog een ladder.", 3)
    tell(cast, "Twee ladders.", 1)
    count_words(at=cast.at)
    found = rarity_in(Report)
    assert (found.counts["ladder"], found.sampled, found.total) == (4, 4, 4)


def test_count_keeps_no_rare_word_and_nothing_of_what_is_closely_held(cast: Cast) -> None:
    tell(cast, "Zeldzame.", FEWEST - 1)
    tell(cast, "Geheimpje.", FEWEST, confidentiality=Confidentiality.SENSITIVE)
    tell(cast, "Kabelgoot.", FEWEST)
    count_words(at=cast.at)
    row = WordCounts.objects.get(table="reports.report")
    assert (list(row.counts), row.total) == (["kabelgoot"], 3 * FEWEST - 1)
    assert str(row) == f"reports.report: {2 * FEWEST - 1}"


def test_count_reads_the_newest_records_and_keeps_the_most_common_stems(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(counts, "MOST_SAMPLED", 4)
    monkeypatch.setattr(counts, "MOST_STEMS", 1)
    make_report(unit=cast.company, at=cast.at - timedelta(days=9), story="Oud.", place="")
    tell(cast, "Ladder kabel.", 3)
    tell(cast, "Ladder.")
    count_words(at=cast.at)
    found = rarity_in(Report)
    assert (dict(found.counts), found.sampled, found.total) == ({"ladder": 4}, 4, 5)


def test_count_of_each_root_stands_by_itself(cast: Cast) -> None:
    for _ in range(FEWEST):
        make_occurrence(unit=cast.company, at=cast.at, title="Mastkraan", summary="Bocht.")
    count_words(at=cast.at)
    assert "mastkraan" in rarity_in(Occurrence).counts
    assert rarity_in(Report).counts == {}


def test_count_is_made_once_a_day(cast: Cast) -> None:
    assert count_words_daily(at=cast.at) is True
    tell(cast, "Ladder.", FEWEST)
    assert count_words_daily(at=cast.at + timedelta(hours=2)) is False
    assert rarity_in(Report).counts == {}
    assert count_words_daily(at=cast.at + timedelta(days=1)) is True
    assert rarity_in(Report).counts == {"ladder": FEWEST}


def test_rarity_is_read_again_only_after_a_new_count(cast: Cast) -> None:
    count_words(at=cast.at)
    rarity_in(Report)
    with CaptureQueriesContext(connection) as asked:
        known = rarity_in(Report)
    assert len(asked) == 1
    assert rarity_in(Report) is known
    count_words(at=cast.at + timedelta(days=1))
    assert rarity_in(Report) is not known


def test_count_holds_a_few_texts_at_a_time(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    letters, records = 20_000, 60
    tell(cast, "Een ladder. " * (letters // 12), records)
    monkeypatch.setattr(counts, "AT_ONCE", 5)
    rows = Report.objects.for_system(reason="words")
    tracemalloc.start()
    try:
        found = sum(1 for _text in counts._texts(Report, rows))
        _now, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert found == records
    assert peak < letters * records / 2


def test_rarity_before_any_count_is_that_of_an_empty_collection(cast: Cast) -> None:
    assert rarity_in(Report) == Rarity()


def test_rarity_weighs_the_rare_more() -> None:
    found = Rarity(1_000, 50_000, {"common": 400, "some": 6, "few": 5, "percent": 11})
    assert found.weight("unseen") == log((1_000 + PRIOR + 1) / 1.5)
    assert found.weight("unseen") > found.weight("few") > found.weight("common")
    assert (found.share("common"), found.hits("common")) == (400 / 1_100, 20_000)
    assert [found.is_rare(stem) for stem in ("unseen", "few", "some", "percent", "common")] == [
        True,
        True,
        True,
        True,
        False,
    ]
    assert Rarity().hits("unseen") == 1.0


@pytest.mark.parametrize(
    ("stem", "begins", "hits"),
    [
        ("por", ("poor", "po"), 300 + 20 + 7),
        ("poort", ("poort",), 300),
        ("poort", (), 300),
        ("zz", ("zz",), 1),
        ("pomp", ("zz",), 7),
        ("por", ("a", "poo", "poort"), 9 + 300),
    ],
)
def test_rarity_counts_what_begins_the_same_along(
    stem: str, begins: tuple[str, ...], hits: int
) -> None:
    counted = {"poort": 300, "pomp": 7, "portaal": 4, "aal": 9, "poes": 20, "por": 1}
    counted = {one: n for one, n in counted.items() if one not in ("portaal", "por")}
    assert Rarity(1_000, 1_000, counted).hits(stem, begins) == hits
    assert Rarity(1_000, 4_000, counted).hits(stem, begins) == 4 * hits


def test_rarity_finds_parts_once_and_forgets_when_they_are_many(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(counts, "MOST_PARTS_KEPT", 1)
    found = Rarity(10, 10, {"kabel": 5, "goot": 5})
    assert found.parts("kabel", "nl") == ()
    assert found.parts("kabelgoot", "nl") == ("kabel", "goot")
    assert found.parts("kabelgoot", "nl") is found.parts("kabelgoot", "nl")
    assert found.parts("gootkabel", "nl") == ("goot", "kabel")
    assert found.parts("gootkraan", "nl") == ()
