"""The samples that come along, and the whole public sets behind them: what comes in, and again."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from baken.conftest import Cast
from baken.core.access import system_actor
from baken.core.export.make import make_export
from baken.core.trail.verify import breaks
from baken.rooms.org.tests.factories import make_unit
from baken.rooms.reports.jobs.import_reports import Tally, import_file
from baken.rooms.reports.models import (
    Damage,
    Injury,
    LegacyRow,
    LegacySystem,
    Occurrence,
    Report,
)
from baken.rooms.reports.schemas.companions import companion_paths
from baken.rooms.reports.schemas.legacy_export import LegacyExport
from baken.rooms.reports.schemas.legacy_file import LegacyFile
from baken.rooms.reports.schemas.mapping import find_mapping, load_mapping
from baken.rooms.reports.schemas.packed import unpacked

IMPORTER = system_actor("import")
BIG = os.environ.get("BAKEN_TEST_DATA", "")


class Known(NamedTuple):
    """A public set: its file, its unit, and what it must give; in the sample and as a whole."""

    mapping: str
    file: str
    unit: str
    reports: int
    occurrences: int
    injured: dict[str, int] = {}
    damaged: int = 0


SAMPLES = [
    Known("treinstoringen", "", "DVVO", 60, 60),
    Known("osha_abstracts", "", "DVENB", 40, 40),
    Known(
        "ntsb_part121",
        "",
        "CLSK",
        28,
        28,
        {"death": 187, "lost_time": 57, "first_aid": 143},
    ),
    Known("uscg_boating_deaths", "", "CZSK", 39, 22, {"death": 39}),
    Known("asrs_conflicts", "", "CLSK", 31, 26),
    Known("onr_nuclear", "", "DVENB", 22, 22),
]
WHOLE = [
    Known("treinstoringen", "nl_treinstoringen_2011_2018", "DVVO", 23_969, 23_969),
    Known("osha_abstracts", "osha_construction_accident_abstracts", "DVENB", 1_778, 1_778),
    Known(
        "ntsb_part121",
        "ntsb_part121_events",
        "CLSK",
        1_068,
        1_068,
        {"death": 1_632, "lost_time": 447, "first_aid": 1_674},
        667,
    ),
    Known(
        "uscg_boating_deaths",
        "uscg_boating_deaths_1995_2012",
        "CZSK",
        4_787,
        4_213,
        {"death": 4_787},
    ),
    Known("asrs_conflicts", "asrs_conflict_reports", "CLSK", 517, 503),
    Known("onr_nuclear", "uk_onr_nuclear_incidents_2000_2013", "DVENB", 22, 22),
]
Bring = Callable[[Known], Tally]


def path_of(known: Known) -> Path:
    """The sample, or the whole set where one is named."""
    if known.file:
        return Path(BIG) / "A_incidents" / f"{known.file}.csv.gz"
    return find_mapping(known.mapping).parent / "samples" / f"{known.mapping}.csv"


@pytest.fixture
def bring(cast: Cast) -> Bring:
    """Imports a set, and gives the counts."""
    made: set[str] = set()

    def run(known: Known) -> Tally:
        if known.unit not in made:
            make_unit(known.unit, parent=cast.army)
            made.add(known.unit)
        return import_file(
            actor=IMPORTER,
            path=path_of(known),
            mapping=load_mapping(find_mapping(known.mapping)),
            tally=Tally(),
        )

    return run


def rows(model: Any) -> Any:
    """Everything there is of a kind."""
    return model.objects.for_system(reason="import")


def taken(cast: Cast, known: Known, folder: Path) -> Path:
    """What somebody who may read everything takes away in the shape of a source."""
    mapping = load_mapping(find_mapping(known.mapping))
    reader = cast.add("reader", ("commander", "ARMY", None))
    export = LegacyExport(mapping, with_own=True, at=cast.at)
    with make_export(
        actor=reader.actor, holder=reader.person, kind=export.rows(), form="csv", at=cast.at
    ).file as file:
        path = folder / ("terug.zip" if mapping.joins else "terug.csv")
        path.write_bytes(file.read())
    return path


def content_of(path: Path, encoding: str) -> list[list[str]]:
    """The header, and the rows of a file in whatever order."""
    with LegacyFile(path, encoding=encoding, delimiter=",") as file:
        return [file.header, *sorted(list(row.cells) for row in file.rows())]


def check_back(known: Known, cast: Cast, folder: Path) -> None:
    """Whether a set that came in and is taken away is what came, and comes in again as unchanged."""
    mapping = load_mapping(find_mapping(known.mapping))
    with unpacked(taken(cast, known, folder), mapping) as main:
        beside = {
            path_of(known): main,
            **{
                companion_paths(mapping.joins, path_of(known), {})[join.name]: main.parent
                / f"{join.file}.csv"
                for join in mapping.joins
            },
        }
        for theirs, ours in beside.items():
            assert content_of(ours, mapping.encoding) == content_of(theirs, mapping.encoding)
        again = import_file(actor=IMPORTER, path=main, mapping=mapping, tally=Tally())
    assert again == Tally(read=known.reports, unchanged=known.reports)


def check(known: Known, bring: Bring) -> None:
    """Whether a set comes in as it should, and a second time gives nothing new."""
    count = known.reports
    assert bring(known) == Tally(read=count, created=count)
    assert bring(known) == Tally(read=count, unchanged=count)
    assert (rows(Report).count(), rows(Occurrence).count()) == (count, known.occurrences)
    assert rows(LegacyRow).count() == count
    if known.injured:
        assert Counter(rows(Injury).values_list("outcome", flat=True)) == known.injured
    if known.damaged:
        assert rows(Damage).count() == known.damaged
    assert list(breaks()) == []


@pytest.mark.parametrize("known", SAMPLES, ids=lambda known: known.mapping)
def test_legacy_import_run_twice_gives_identical_counts_and_keeps_source_ids(
    known: Known, bring: Bring
) -> None:
    """Acceptance 14 of the domain reference on reporting."""
    check(known, bring)
    keys = set(rows(Report).values_list("source_ref", flat=True))
    assert (len(keys), "" in keys, None in keys) == (known.reports, False, False)


@pytest.mark.parametrize("known", SAMPLES, ids=lambda known: known.mapping)
def test_sample_goes_back_as_it_came_and_comes_in_as_unchanged(
    known: Known, bring: Bring, cast: Cast, tmp_path: Path
) -> None:
    bring(known)
    check_back(known, cast, tmp_path)


@pytest.mark.big
@pytest.mark.no_cover
@pytest.mark.skipif(not BIG, reason="BAKEN_TEST_DATA names no folder with public data sets")
@pytest.mark.parametrize("known", WHOLE, ids=lambda known: known.mapping)
def test_whole_public_set_comes_in_twice_and_goes_back_as_it_came(
    known: Known, bring: Bring, cast: Cast, tmp_path: Path
) -> None:
    check(known, bring)
    check_back(known, cast, tmp_path)


def test_ntsb_events_bring_aircraft_and_injuries_of_other_files(bring: Bring) -> None:
    bring(SAMPLES[2])
    kept = [row.raw["joined"] for row in rows(LegacyRow)]
    assert sum(len(joined.get("aircraft", ())) for joined in kept) == 31
    assert sum(len(joined.get("injury", ())) for joined in kept) == 307
    system = LegacySystem.objects.get()
    assert system.companions["injury"][:3] == ["ev_id", "Aircraft_Key", "inj_person_category"]
    assert (system.in_use_from, system.in_use_until) == (date(1982, 1, 1), date(2019, 12, 31))


def test_uscg_rows_of_one_accident_are_one_occurrence_with_all_its_dead(bring: Bring) -> None:
    bring(SAMPLES[3])
    most = max(rows(Occurrence), key=lambda one: Injury.objects.of(one).count())
    reports = rows(Report).filter(occurrence=most)
    refs = sorted(reports.values_list("source_ref", flat=True))
    assert (len(refs), Injury.objects.of(most).count(), most.actual_severity) == (6, 6, 5)
    assert [ref.partition("#")[2] for ref in refs] == ["", "0002", "0003", "0004", "0005", "0006"]


def test_asrs_row_with_two_narratives_is_two_reports_of_one_occurrence(bring: Bring) -> None:
    bring(SAMPLES[4])
    second = rows(Report).filter(source_ref__endswith="#2").select_related("occurrence")
    assert second.count() == 5
    one = second[0]
    first = rows(Report).get(source_ref=one.source_ref.removesuffix("#2"))
    assert (first.occurrence, first.story != one.story) == (one.occurrence, True)


def test_onr_texts_lose_their_marks_and_keep_their_lines(bring: Bring) -> None:
    bring(SAMPLES[5])
    stories = list(rows(Report).values_list("story", flat=True))
    assert not any("<" in story or "&nbsp;" in story for story in stories)
    assert any("\n" in story for story in stories)
    raw = rows(LegacyRow).first().raw["row"]["Text"]
    assert raw.startswith("<p>")
