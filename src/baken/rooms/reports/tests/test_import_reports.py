"""The import of another system's reports: what comes in, again and changed, and what stays out."""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, OperationalError, connection
from django.test.utils import CaptureQueriesContext

from baken.conftest import Cast
from baken.core.access import system_actor
from baken.core.access.errors import AccessDenied
from baken.core.events.models import OutboxEvent
from baken.core.trail.verify import breaks
from baken.rooms.reports.actions import import_reports as action
from baken.rooms.reports.actions.import_reports import import_reports
from baken.rooms.reports.actions.legacy_rows import LegacyReport, LegacySource
from baken.rooms.reports.jobs import reading
from baken.rooms.reports.jobs.import_reports import Listeners, Tally, Work, import_file
from baken.rooms.reports.models import (
    Identity,
    Injury,
    LegacyRow,
    Occurrence,
    OccurrenceCode,
    Report,
)
from baken.rooms.reports.schemas.mapping import MappingRefused, parse_mapping

IMPORTER = system_actor("import")
SOURCE = LegacySource("oud systeem")
MAPPING: dict[str, Any] = {
    "source": "oud systeem",
    "licence": "CC0",
    "attribution": "Oud Systeem BV",
    "key": ["nr"],
    "group_by": ["zaak"],
    "story": "{verhaal}",
    "unit": {"column": "eenheid", "default": "COMPANY"},
    "state": {"column": "open", "map": {"ja": "handling"}, "default": "closed"},
    "fields": {
        "kind": "accident",
        "happened_at": {"column": "datum", "date": "%Y-%m-%d", "timezone": "UTC"},
        "subjects": {
            "column": "soort",
            "split": ",",
            "map": {"brand": "fire", "knal": "explosion"},
        },
        "domains": "work",
        "category": {"column": "klasse"},
        "injuries": [{"count": {"column": "gewond"}, "outcome": "first_aid"}],
    },
}
COLUMNS = ("nr", "zaak", "verhaal", "eenheid", "open", "datum", "soort", "klasse", "gewond", "rest")

Bring = Callable[..., dict[str, int]]


def reports() -> Any:
    """Every imported report, oldest key first."""
    return Report.objects.for_system(reason="import").order_by("source_ref")


def occurrences() -> Any:
    """Every occurrence."""
    return Occurrence.objects.for_system(reason="import").order_by("number")


def versions() -> list[tuple[str, int, str]]:
    """Every kept version of a row: key, revision, and the story of a later one."""
    rows = LegacyRow.objects.for_system(reason="import").order_by("record__source_ref", "revision")
    return list(rows.values_list("record__source_ref", "revision", "story"))


def row(nr: int | str, **values: str) -> dict[str, str]:
    """One row of the old system."""
    return {"nr": str(nr), "verhaal": f"Kabel {nr} los."} | values


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Writes rows as a file of the old system."""

    def make(*rows: dict[str, str], name: str = "oud.csv") -> Path:
        path = tmp_path / name
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, COLUMNS, restval="")
            writer.writeheader()
            writer.writerows(rows)
        return path

    return make


@pytest.fixture
def bring(cast: Cast, write: Callable[..., Path]) -> Bring:
    """Imports rows as one file, and gives the counts that are not zero."""

    def run(
        *rows: dict[str, str], refused: list[str] | None = None, **facts: Any
    ) -> dict[str, int]:
        mapping = parse_mapping(MAPPING | facts.pop("mapping", {}), where="map.yaml")
        said = refused if refused is not None else []
        told = Listeners(refused=lambda one: said.append(f"{one.line} {one.reason}"))
        tally = import_file(
            actor=IMPORTER,
            path=write(*rows),
            mapping=mapping,
            tally=Tally(),
            listeners=told,
            **facts,
        )
        return {name: count for name, count in tally.as_dict().items() if count}

    return run


def test_import_row_becomes_a_report_and_its_occurrence(bring: Bring, cast: Cast) -> None:
    happened = datetime(2015, 4, 3, 12, tzinfo=UTC)
    counts = bring(
        row(7, datum="2015-04-03", soort="brand,knal", klasse="2", gewond="2", open="ja", rest="x")
    )
    report, occurrence = reports().get(), occurrences().get()
    assert counts == {"read": 1, "created": 1}
    assert (report.ref, occurrence.ref) == ("M-2015-000001", "V-2015-000001")
    assert (report.story, report.source, report.source_ref) == ("Kabel 7 los.", "oud systeem", "7")
    assert (report.channel, report.unit, report.occurrence) == ("import", cast.company, occurrence)
    assert (report.happened_at, report.received_at, report.due_at) == (happened, happened, None)
    assert (report.state, occurrence.state, occurrence.due_at) == ("in_handling", "handling", None)
    assert (occurrence.kind, occurrence.category, occurrence.actual_severity) == (
        "accident",
        2,
        None,
    )
    assert (occurrence.title, occurrence.unit) == ("Kabel 7 los.", cast.company)
    assert Injury.objects.of(occurrence).count() == 2
    codes = OccurrenceCode.objects.of(occurrence).values_list("scheme", "code")
    assert set(codes) == {("subject", "fire"), ("subject", "explosion"), ("domain", "work")}


def test_import_keeps_the_row_as_it_came_with_its_terms(bring: Bring) -> None:
    bring(row(7, rest=" bewaard "))
    kept = LegacyRow.objects.of(reports().get()).get()
    assert kept.raw == {
        "row": dict.fromkeys(COLUMNS, "") | row(7, rest=" bewaard "),
        "not_mapped": ["rest"],
        "licence": "CC0",
        "attribution": "Oud Systeem BV",
    }


def test_import_without_date_or_narrative_is_no_reject(bring: Bring, cast: Cast) -> None:
    assert bring(row(1, verhaal="", datum="onbekend")) == {"read": 1, "created": 1}
    report = reports().get()
    assert (report.story, report.happened_at) == ("no narrative in the source", None)
    assert (report.received_at, report.state) == (cast.at, "closed")
    assert occurrences().get().title == "no narrative in the source"


def test_import_makes_no_news_and_no_reporter(bring: Bring) -> None:
    bring(row(1), row(2, open="ja"))
    assert OutboxEvent.objects.count() == 0
    assert Identity.objects.for_system(reason="import").count() == 0


def test_import_leaves_a_trail_that_holds(bring: Bring) -> None:
    bring(row(1), row(2, zaak="A"), row(3, zaak="A"))
    bring(row(1, verhaal="Anders."), row(3, zaak="A", verhaal="Anders."))
    step = reports().first().steps.of(reports().first()).order_by("serial").last()
    assert (step.code, step.facts) == ("reports.report.source_revised", {"revision": 2})
    assert list(breaks()) == []


def test_import_of_long_titles_cuts_at_a_word(bring: Bring) -> None:
    bring(row(1, verhaal="woord " * 60), row(2, verhaal="w" * 300))
    titles = sorted(occurrences().values_list("title", flat=True))
    assert titles == ["woord " * 13 + "woord…", "w" * 89 + "…"]


def test_import_again_makes_nothing(bring: Bring) -> None:
    bring(row(1), row(2, zaak="A"), row(3, zaak="A"))
    assert bring(row(1), row(2, zaak="A"), row(3, zaak="A")) == {"read": 3, "unchanged": 3}
    assert (reports().count(), occurrences().count()) == (3, 2)


def test_import_of_a_changed_row_adds_a_revision_and_edits_nothing(bring: Bring) -> None:
    bring(row(1, klasse="1"))
    assert bring(row(1, klasse="4", verhaal="Anders.")) == {"read": 1, "revised": 1}
    assert versions() == [("1", 1, ""), ("1", 2, "Anders.")]
    assert (reports().get().story, occurrences().get().category) == ("Kabel 1 los.", 1)
    assert bring(row(1, klasse="4", verhaal="Anders.")) == {"read": 1, "unchanged": 1}


def test_import_of_one_key_twice_in_a_file_is_unchanged_or_revised(bring: Bring) -> None:
    rows = (row(1), row(1), row(1, verhaal="Anders."), row(2))
    assert bring(*rows) == {"read": 4, "created": 2, "unchanged": 1, "revised": 1}
    assert versions() == [("1", 1, ""), ("1", 2, "Anders."), ("2", 1, "")]
    assert bring(*rows) == {"read": 4, "unchanged": 4}
    assert list(breaks()) == []


def test_import_of_equal_keys_of_two_sources_keeps_them_apart(bring: Bring) -> None:
    bring(row(1))
    assert bring(row(1), mapping={"source": "ander systeem"}) == {"read": 1, "created": 1}
    assert occurrences().count() == 2


def test_import_joins_rows_of_a_group_over_batches_and_runs(
    bring: Bring, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "ROWS", 2)
    bring(row(1, zaak="A"), row(2), row("A"), row(3, zaak="A"), row(4, zaak="B"))
    bring(row(5, zaak="B"), row(6, zaak="A"))
    joined: dict[int, list[str]] = {}
    for report in reports():
        joined.setdefault(report.occurrence_id, []).append(report.source_ref)
    assert sorted(joined.values()) == [["1", "3", "6"], ["2"], ["4", "5"], ["A"]]
    assert list(breaks()) == []


def test_import_into_a_merged_group_follows_the_merge(bring: Bring) -> None:
    bring(row(1, zaak="A"), row(2))
    first, other = (reports().get(source_ref=key).occurrence for key in "12")
    occurrences().filter(pk=first.pk).update(merged_into=other)
    bring(row(3, zaak="A"))
    assert reports().get(source_ref="3").occurrence == other


def test_import_refuses_broken_rows_and_takes_the_others(bring: Bring) -> None:
    said: list[str] = []
    counts = bring(
        row(1), row(""), row(3, klasse="9"), row(4, eenheid="NERGENS"), row(5), refused=said
    )
    assert counts == {"read": 5, "created": 2, "rejected": 3}
    assert said == [
        "3 the key is empty",
        "4 category: '9' is no whole number of 0 to 4",
        "5 unit: there is no unit 'NERGENS'",
    ]


def test_import_of_a_unit_that_the_mapping_writes_wrongly_stops_before_the_first_row(
    bring: Bring,
) -> None:
    with pytest.raises(MappingRefused, match="unit: there is no unit 'NERGENS'"):
        bring(row(1), mapping={"unit": "NERGENS"})
    assert reports().count() == 0


def test_import_of_a_file_without_a_column_stops_before_the_first_row(bring: Bring) -> None:
    with pytest.raises(MappingRefused, match="story: the file has no column 'verslag'"):
        bring(row(1), mapping={"story": "{verslag}"})


def test_import_dry_run_tells_the_same_and_writes_nothing(
    bring: Bring, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "ROWS", 2)
    bring(row(1))
    rows = (row(1), row(2), row(3), row(2), row(3, verhaal="Anders."), row(""), row(1, rest="x"))
    dry = bring(*rows, dry_run=True)
    assert (reports().count(), len(versions())) == (1, 1)
    assert (
        dry
        == bring(*rows)
        == {"read": 7, "created": 2, "unchanged": 2, "revised": 2, "rejected": 1}
    )


def test_import_of_a_row_the_database_refuses_costs_that_row_only(cast: Cast) -> None:
    work = Work(IMPORTER, SOURCE, lambda: cast.at, None)
    good = [
        LegacyReport(line=n, key=str(n), raw={"nr": str(n)}, unit="COMPANY", kind="incident")
        for n in range(9)
    ]
    outcome = work.take([*good[:6], replace(good[0], key="fout", line=99, category=9), *good[6:]])
    assert (outcome.created, [(r.line, r.key) for r in outcome.refused]) == (9, [(99, "fout")])
    assert outcome.refused[0].reason.startswith("the database refuses it: ")
    assert reports().count() == 9
    assert list(breaks()) == []


def test_import_that_lost_a_race_finds_the_other_ones_rows(
    bring: Bring, monkeypatch: pytest.MonkeyPatch
) -> None:
    bring(row(1), row(2))
    looked: list[int] = []
    known = action._known

    def blind_at_first(*args: Any) -> Any:
        looked.append(1)
        return {} if len(looked) == 1 else known(*args)

    monkeypatch.setattr(action, "_known", blind_at_first)
    assert bring(row(1), row(2), row(3)) == {"read": 3, "created": 1, "unchanged": 2}


def test_import_with_a_database_in_trouble_stops_and_keeps_whole_batches(
    bring: Bring, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "ROWS", 2)
    write_new = action.write_new

    def fail_later(batch: Any) -> Any:
        if batch.rows[0].key == "3":
            raise OperationalError("disk full")
        return write_new(batch)

    monkeypatch.setattr(action, "write_new", fail_later)
    with pytest.raises(DatabaseError, match="disk full"):
        bring(row(1), row(2), row(3), row(4))
    assert list(reports().values_list("source_ref", flat=True)) == ["1", "2"]


def test_import_tells_its_progress_batch_by_batch_and_cuts_long_batches_short(
    cast: Cast, write: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "CHARACTERS", 2_000)
    path = write(*(row(n, verhaal="x" * 900) for n in range(5)))
    positions: list[int] = []
    import_file(
        actor=IMPORTER,
        path=path,
        mapping=parse_mapping(MAPPING, where="map.yaml"),
        tally=Tally(),
        listeners=Listeners(progress=positions.append),
    )
    assert (len(positions), positions[-1]) == (2, path.stat().st_size)


def test_import_begins_with_short_batches_that_double(
    bring: Bring, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "FIRST_ROWS", 1)
    monkeypatch.setattr(reading, "ROWS", 4)
    taken: list[int] = []
    take = Work.take

    def counted(work: Work, batch: Any) -> Any:
        taken.append(len(batch))
        return take(work, batch)

    monkeypatch.setattr(Work, "take", counted)
    bring(*(row(n) for n in range(13)))
    assert taken == [1, 2, 4, 4, 2]


def test_import_asks_as_much_for_many_rows_as_for_few(bring: Bring) -> None:
    fields = MAPPING["fields"] | {"place": {"column": "rest"}}

    def questions(*numbers: int) -> int:
        with CaptureQueriesContext(connection) as found:
            rows = [row(n, datum=f"20{n % 8 + 10}-05-01", rest=f"Loods {n}") for n in numbers]
            bring(*rows, mapping={"fields": fields})
        return sum(not query["sql"].startswith("COPY") for query in found)

    questions(*range(100, 110))
    assert questions(*range(10)) == questions(*range(20, 60))


def test_import_of_a_long_file_is_the_same_as_of_a_short_one(
    bring: Bring, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "ROWS", 3)
    rows = [row(n, verhaal=f"Verhaal {n} " + "x" * 3_000) for n in range(1, 12)]
    rows[7]["eenheid"] = "Nergens"
    assert bring(*rows) == {"read": 11, "created": 10, "rejected": 1}
    stories = reports().order_by("source_ref").values_list("source_ref", "story")
    assert {key: story[:10].strip() for key, story in stories} == {
        str(n): f"Verhaal {n}" for n in range(1, 12) if n != 8
    }
    assert bring(*rows) == {"read": 11, "unchanged": 10, "rejected": 1}


def test_import_by_a_person_is_refused(cast: Cast) -> None:
    with pytest.raises(AccessDenied):
        import_reports(actor=cast.commander.actor, at=cast.at, source=SOURCE, rows=[])


def test_import_of_a_narrative_of_a_million_characters_is_kept(bring: Bring) -> None:
    words = " ".join(f"woord{n}" for n in range(100_000))[:1_000_000]
    assert len(words) == 1_000_000
    said: list[str] = []
    counts = bring(row(1, verhaal=words), row(2, verhaal=words + "x"), refused=said)
    assert (counts, said) == (
        {"read": 2, "created": 1, "rejected": 1},
        ["3 story: longer than 1,000,000 characters"],
    )
    assert reports().get().story == words


def test_import_of_history_before_1970_keeps_its_place(bring: Bring) -> None:
    bring(row(1, datum="1839-05-01"), row(2, datum="1830-01-01"))
    old, unknown = reports()
    assert (old.ref, old.number < 0, unknown.happened_at) == ("M-1839-000001", True, None)
    assert list(breaks()) == []
