"""The bench measures every scene in a scratch database and leaves nothing behind."""

from __future__ import annotations

import json
import signal
from argparse import ArgumentError, ArgumentParser, Namespace
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, connection, connections

from baken.rooms.org.models import Unit
from baken.site.bench import measure, scratch
from baken.site.commands import bench

REPORTS = 300
# What is measured here is the product, and not which lines of it are reached.
pytestmark = pytest.mark.no_cover


@pytest.fixture(scope="module")
def quick(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Databases may be made and dropped outside any test's transaction; few runs per scene."""
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock():
        patch.setattr(measure, "MOST_RUNS", 1)
        yield


def _still_there(name: str) -> bool:
    """Whether this scratch database exists; other processes of the suite have their own."""
    if Path(name).is_absolute() or connection.vendor != "postgresql":
        return Path(name).exists()
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        return cursor.fetchone() is not None


def _measures_every_database_there_is(figures: list[dict[str, Any]], tables: str) -> None:
    expected = ["SQLite", "PostgreSQL"] if connection.vendor == "postgresql" else ["SQLite"]
    assert [one["database"] for one in figures] == expected


def _plays_every_scene_of_the_targets(figures: list[dict[str, Any]], tables: str) -> None:
    for one in figures:
        names = {scene["name"] for scene in one["scenes"]}
        assert {
            "newest 50, company",
            "newest 50, battalion",
            "newest 50, ministry",
            "newest 50, 150 scattered grants",
            "state 4 %, battalion",
            "kind, ministry",
            "a past month, battalion",
            "common word, battalion",
            "rare word, ministry",
            "record page, thread of 30 nodes",
            "submit a report (durable)",
            "inbox, ministry",
            "unit picture, battalion",
            "JSON page of 50, battalion",
            "a battalion moves to another brigade",
            "who could see a report three years ago",
            "newest 50 risks, ministry",
            "risks, open and extreme, part",
            "risks, common word, battalion",
            "JSON page of 50 risks, ministry",
            "risk page, ministry",
            "thread from a risk, ministry",
            "thread from an occurrence with a risk, ministry",
            "inbox with risks waiting, commander, battalion",
            "newest 50 measures, ministry",
            "measures, overdue, part",
            "measures, common word, battalion",
            "JSON page of 50 measures, ministry",
            "measure page, ministry",
            "thread from a measure, ministry",
            "picture of a unit, ministry",
            "newest 50 RI&Es, ministry",
            "progress by unit, ministry",
            "RI&E page, ministry",
            "section of a sheet of 500 questions",
            "one answer saved, of 500 (durable)",
        } <= names


def _scenes_stay_within_their_queries(figures: list[dict[str, Any]], tables: str) -> None:
    many = {
        (one["database"], scene["name"], scene["queries"], scene["most_queries"])
        for one in figures
        for scene in one["scenes"]
        if not 0 < scene["queries"] <= scene["most_queries"]
    }
    assert many == set(), "these pages send more queries than their target allows"


def _loads_as_many_reports_as_asked(figures: list[dict[str, Any]], tables: str) -> None:
    assert {one["reports"] for one in figures} == {REPORTS}


def _loads_a_risk_to_every_five_reports(figures: list[dict[str, Any]], tables: str) -> None:
    assert {one["risks"]["loaded"] for one in figures} == {REPORTS // 5}


def _loads_three_measures_to_every_two_risks(figures: list[dict[str, Any]], tables: str) -> None:
    assert {one["measures"]["loaded"] for one in figures} == {REPORTS // 5 * 3 // 2}


def _loads_an_rie_to_every_forty_risks(figures: list[dict[str, Any]], tables: str) -> None:
    assert {one["assessments"]["loaded"] for one in figures} == {-(-REPORTS // 5 // 40)}


def _writes_durably_on_an_embedded_database(figures: list[dict[str, Any]], tables: str) -> None:
    assert figures[0]["durable"] is True


def _gives_lists_their_floor(figures: list[dict[str, Any]], tables: str) -> None:
    lists = [s for one in figures for s in one["scenes"] if s["group"] in ("lists", "search")]
    without = {s["name"] for s in lists if s["floor_median_ms"] is None}
    assert {name for name in without if name.startswith("newest")} == set()


def _tells_of_every_line_whether_it_is_met(figures: list[dict[str, Any]], tables: str) -> None:
    lines = [line for line in tables.splitlines() if line.startswith("  ")]
    scenes = [line for line in lines if "median" not in line]
    assert len(scenes) == sum(len(one["scenes"]) for one in figures) > 40
    assert [line for line in scenes if "met" not in line] == []


CHECKS = (
    _measures_every_database_there_is,
    _plays_every_scene_of_the_targets,
    _scenes_stay_within_their_queries,
    _loads_as_many_reports_as_asked,
    _loads_a_risk_to_every_five_reports,
    _loads_three_measures_to_every_two_risks,
    _loads_an_rie_to_every_forty_risks,
    _writes_durably_on_an_embedded_database,
    _gives_lists_their_floor,
    _tells_of_every_line_whether_it_is_met,
)


def test_bench_measures_and_tells_all_that_its_targets_name(
    quick: None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """One run for all checks: in a run of several processes each would measure for its own."""
    found = list(bench.measured(REPORTS))
    monkeypatch.setattr(bench, "measured", lambda _reports: iter(found))
    told = {}
    for as_json in (True, False):
        assert bench.run(Namespace(reports=REPORTS, json=as_json)) == 0
        told[as_json] = capsys.readouterr().out
    for check in CHECKS:
        check(json.loads(told[True])["databases"], told[False])


def test_scratch_database_is_gone_after_a_failure(quick: None) -> None:
    kept, seen = connections["default"], []
    with pytest.raises(DatabaseError, match="nowhere"):
        _fail_inside(seen)
    assert (connections["default"], len(seen), _still_there(seen[0])) == (kept, 1, False)


def test_scratch_database_is_gone_after_a_stop(
    quick: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    handler, seen = signal.getsignal(signal.SIGTERM), []

    def stopped(*_facts: Any, **_more: Any) -> None:
        seen.append(_name_in_use())
        signal.raise_signal(signal.SIGTERM)

    engine = scratch.engines()[-1]
    monkeypatch.setattr("baken.site.bench.scratch.engines", lambda: [engine])
    monkeypatch.setattr("baken.site.bench.bench.measure_database", stopped)
    with pytest.raises(SystemExit) as status:
        bench.run(Namespace(reports=REPORTS, json=True))
    assert status.value.code == 143
    assert (len(seen), _still_there(seen[0])) == (1, False)
    assert signal.getsignal(signal.SIGTERM) == handler


def _name_in_use() -> str:
    name = str(connection.settings_dict["NAME"])
    assert _still_there(name)
    return name


def _fail_inside(seen: list[str]) -> None:
    with scratch.scratch_database(scratch.engines()[-1]):
        seen.append(_name_in_use())
        assert Unit.objects.count() == 0
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM nowhere")


@pytest.mark.parametrize("text", ["99", "-1", "many"])
def test_bench_of_too_few_reports_is_refused(text: str) -> None:
    parser = ArgumentParser(exit_on_error=False)
    bench.add_arguments(parser)
    with pytest.raises(ArgumentError, match="--reports"):
        parser.parse_args(["--reports", text])
