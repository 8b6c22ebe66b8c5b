"""How often the other text of a labelled pair is suggested, beside plain TF-IDF on the same texts.

TF-IDF always names ten others; the product leaves out what is not alike enough. Among 32 texts ten
are a third of all, so there the place in the list says more than being in it.
"""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from baken.conftest import Cast
from baken.core.search.counts import count_words
from baken.rooms.reports.models import Report
from baken.rooms.reports.queries import similar
from baken.rooms.reports.tests.factories import make_report
from baken.rooms.reports.tests.measured import MOST, Labelled, Score, TfIdf, bugs, events, score

BIG = os.environ.get("BAKEN_TEST_DATA", "")
NOW = datetime(2026, 3, 10, 9, tzinfo=UTC)
TEN_YEARS = timedelta(days=3650)
pytestmark = [
    pytest.mark.big,
    pytest.mark.no_cover,
    pytest.mark.skipif(not BIG, reason="BAKEN_TEST_DATA names no folder with public data sets"),
]


def suggested(cast: Cast, labelled: Labelled, *, dated: bool) -> dict[str, list[str]]:
    """What the product suggests for each text of a pair, as a page would: the first ten."""
    reports = {
        key: make_report(
            unit=cast.company,
            at=labelled.days[key] if dated else NOW,
            story=text,
            place="",
            happened_at=None,
        )
        for key, text in labelled.texts.items()
        if text.strip()
    }
    count_words(at=NOW)
    keys = {report.pk: key for key, report in reports.items()}
    wanted = {key for pair in labelled.pairs for key in pair}
    return {key: _suggested(cast, reports[key], keys) for key in wanted}


def _suggested(cast: Cast, report: Report, keys: dict[int, str]) -> list[str]:
    found = similar.similar_records(
        actor=cast.safety_adviser.actor, record=report, at=NOW, most=MOST
    )
    return [keys[one.record.pk] for one in found]


def told(name: str, **scores: Score) -> None:
    """Say it, for the decision record (pytest -s)."""
    for method, found in scores.items():
        print(f"\n{name}, {method}: {found}", end="")


@pytest.mark.parametrize("dated", [True, False])
def test_labelled_pairs_of_bugs_are_suggested_more_often_than_by_tfidf(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, *, dated: bool
) -> None:
    monkeypatch.setattr(similar, "PERIOD", TEN_YEARS)
    labelled = bugs(Path(BIG))
    ranked = suggested(cast, labelled, dated=dated)
    for part, pairs in (("all", labelled.pairs), ("unseen", labelled.unseen)):
        ours = score(ranked.__getitem__, pairs)
        raw = score(TfIdf(labelled.texts, sublinear=False).rank, pairs)
        plain = score(TfIdf(labelled.texts, sublinear=True).rank, pairs)
        told(f"bugs, dated {dated}, {part} {len(pairs)}", baken=ours, tfidf=plain, tfidf_raw=raw)
        if dated or part == "all":
            assert ours.within_ten > max(raw.within_ten, plain.within_ten)


@pytest.mark.parametrize("among_others", [False, True])
def test_two_reporters_of_an_event_are_suggested_better_than_by_tfidf(
    cast: Cast, *, among_others: bool
) -> None:
    labelled = events(Path(BIG), among_others=among_others)
    ranked = suggested(cast, labelled, dated=False)
    ours = score(ranked.__getitem__, labelled.pairs)
    raw = score(TfIdf(labelled.texts, sublinear=False).rank, labelled.pairs)
    plain = score(TfIdf(labelled.texts, sublinear=True).rank, labelled.pairs)
    told(f"events among {len(labelled.texts)}", baken=ours, tfidf=plain, tfidf_raw=raw)
    assert ours.reciprocal > max(raw.reciprocal, plain.reciprocal)
    if among_others:
        assert ours.within_ten > max(raw.within_ten, plain.within_ten)
