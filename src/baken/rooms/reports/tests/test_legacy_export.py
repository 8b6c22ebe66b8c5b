"""Export in the shape of another system: what goes back as it came, what changed, what cannot be said."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from baken.conftest import Cast
from baken.core.access import Confidentiality, system_actor
from baken.core.api.tests.calling import caller
from baken.core.export.kinds import Ask
from baken.core.export.make import make_export
from baken.core.export.models import ExportRun
from baken.core.export.tests.making import csv_rows
from baken.core.search.words import words_of
from baken.rooms.reports.actions import take_step
from baken.rooms.reports.jobs.import_reports import Tally, import_file
from baken.rooms.reports.models import LegacySystem, Occurrence, Report
from baken.rooms.reports.schemas.legacy_export import LegacyExport
from baken.rooms.reports.schemas.legacy_writing import Unsaid
from baken.rooms.reports.schemas.mapping import parse_mapping
from baken.rooms.reports.tests.factories import CLASSIFICATION, make_report
from baken.site import cli

Clients = Callable[[str], Client]
PATH = "/meldingen/exporteren/ander-systeem"
IMPORTER = system_actor("import")
MAPPING: dict[str, Any] = {
    "source": "PSMV",
    "key": ["nr"],
    "delimiter": ";",
    "encoding": "cp1252",
    "story": "{verhaal}",
    "unit": {"column": "eenheid", "map": {"C1": "COMPANY", "B1": "BATTALION"}},
    "state": {"column": "open", "map": {"ja": "handling"}, "default": "closed"},
    "fields": {
        "kind": {"column": "soort", "map": {"O": "accident", "I": "incident", "X": "incident"}},
        "happened_at": {"column": "datum", "date": "%d-%m-%Y"},
        "category": {"column": "klasse"},
        "actual_severity": {"column": "klasse", "map": {"0": 0, "1": 1, "4": 4}},
        "potential_severity": {"rules": [{"when": {"column": "klasse", "min": 3}, "value": 5}]},
        "subjects": {
            "column": "onderwerp",
            "split": ",",
            "map": {"brand": "fire", "knal": "explosion"},
        },
        "context": "non_operational",
    },
}
COLUMNS = ("nr", "verhaal", "eenheid", "open", "soort", "datum", "klasse", "onderwerp", "oud")


def row(nr: str, **values: str) -> dict[str, str]:
    plain = {"verhaal": f"Kabel {nr} los; é.", "eenheid": "C1", "soort": "O", "klasse": "1"}
    return {"nr": nr, "open": "ja", "datum": "03-04-2019", "oud": " =1+1 "} | plain | values


def mapping_of(**top: Any) -> Any:
    return parse_mapping(MAPPING | top, where="map.yaml")


@pytest.fixture
def bring(cast: Cast, tmp_path: Path) -> Callable[..., Tally]:
    """Imports rows of the old system."""

    def run(*rows: Mapping[str, str], **top: Any) -> Tally:
        path = tmp_path / "oud.csv"
        with path.open("w", encoding="cp1252", newline="") as file:
            writer = csv.DictWriter(file, COLUMNS, restval="", delimiter=";")
            writer.writeheader()
            writer.writerows(rows)
        return import_file(actor=IMPORTER, path=path, mapping=mapping_of(**top), tally=Tally())

    return run


@pytest.fixture
def back(cast: Cast) -> Callable[..., list[dict[str, str]]]:
    """What the commander takes away in the old shape; ``said`` collects what cannot be said."""

    def run(said: list[Unsaid] | None = None, **facts: Any) -> list[dict[str, str]]:
        heard = said if said is not None else []
        export = LegacyExport(mapping_of(), with_own=facts.pop("with_own", True), at=cast.at)
        made = make_export(
            actor=cast.commander.actor,
            holder=cast.commander.person,
            kind=export.rows(tell=heard.append),
            form="csv",
            at=cast.at,
            **facts,
        )
        with made.file as file:
            text = file.read().decode("cp1252")
        return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";"))

    return run


def occurrence_of(key: str) -> Occurrence:
    report = Report.objects.for_system(reason="import").get(source_ref=key)
    assert report.occurrence is not None
    return report.occurrence


def revise(cast: Cast, key: str, **fields: Any) -> None:
    """The adviser revises the triage of an imported occurrence."""
    take_step(
        record=occurrence_of(key),
        step="classify",
        actor=cast.safety_adviser.actor,
        at=cast.at,
        fields=CLASSIFICATION | {"actual_severity": "1", "category": "1", "subjects": []} | fields,
    )


def short(said: list[Unsaid]) -> list[tuple[str, str, str]]:
    return [(one.field, one.why, one.about) for one in said]


def test_untouched_rows_go_back_as_they_came(bring: Any, back: Any) -> None:
    first, second = row("2", oud=" blanks ", verhaal='Zei "ho";\r\nen viel.'), row("10")
    bring(second, first)
    assert back() == [second | {"onderwerp": ""}, first | {"onderwerp": ""}]


def test_file_has_the_columns_delimiter_and_encoding_of_the_source(bring: Any, cast: Cast) -> None:
    bring(row("1"))
    made = make_export(
        actor=cast.commander.actor,
        holder=cast.commander.person,
        kind=LegacyExport(mapping_of(), with_own=False, at=cast.at).rows(),
        form="csv",
        at=cast.at,
    )
    with made.file as file:
        header, line = file.read().splitlines()
    assert header == ";".join(COLUMNS).encode()
    assert line == b'1;"Kabel 1 los; \xe9.";C1;ja;O;03-04-2019;1;; =1+1 '
    run = ExportRun.objects.get()
    assert (run.kind, run.format, run.rows, run.personal) == ("legacy_reports", "csv", 1, True)


def test_what_changed_here_goes_into_its_column_where_one_value_means_it(
    bring: Any, back: Any, cast: Cast
) -> None:
    bring(row("1", soort="I"), row("2"))
    revise(cast, "1", kind="accident", subjects=["fire", "explosion"], potential_severity="0")
    said: list[Unsaid] = []
    changed, untouched = back(said)
    assert (changed["soort"], changed["onderwerp"], changed["klasse"]) == ("O", "brand,knal", "1")
    assert untouched == row("2") | {"onderwerp": ""}
    assert short(said) == [("potential_severity", "several", "")]


def test_change_that_two_values_mean_is_told_and_not_guessed(
    bring: Any, back: Any, cast: Cast
) -> None:
    bring(row("1"))
    revise(cast, "1", kind="incident", potential_severity="5")
    said: list[Unsaid] = []
    [one] = back(said)
    assert one["soort"] == "O"
    assert short(said)[0] == ("kind", "ambiguous", "I, X")


def test_change_in_a_column_that_tells_more_is_told_and_not_written(
    bring: Any, back: Any, cast: Cast
) -> None:
    bring(row("1"))
    revise(cast, "1", kind="accident", category="4", potential_severity="5")
    said: list[Unsaid] = []
    [one] = back(said)
    assert one["klasse"] == "1"
    told = dict((field, (why, about)) for field, why, about in short(said))
    assert told["category"][0] == "also"


def test_change_that_no_value_means_is_told(bring: Any, back: Any, cast: Cast) -> None:
    bring(row("1"))
    revise(cast, "1", kind="near_miss", subjects=["laser"], potential_severity="5")
    said: list[Unsaid] = []
    back(said)
    told = {field: why for field, why, _about in short(said)}
    assert (told["kind"], told["subjects"]) == ("not_mapped", "not_mapped")


def test_state_that_moved_on_is_written(bring: Any, back: Any, cast: Cast) -> None:
    bring(row("1"))
    take_step(
        record=occurrence_of("1"),
        step="start_measures",
        actor=cast.commander.actor,
        at=cast.at,
        fields={},
    )
    said: list[Unsaid] = []
    [one] = back(said)
    assert (one["open"], short(said)) == ("ja", [("state", "not_mapped", "measures_running")])


def test_report_made_here_gets_its_reference_as_key(bring: Any, back: Any, cast: Cast) -> None:
    bring(row("1"))
    here = make_report(unit=cast.company, story="Er lag olie → glad.", place="Poort 3")
    said: list[Unsaid] = []
    _first, own = back(said)
    assert (own["nr"], own["verhaal"], own["eenheid"]) == (here.ref, "Er lag olie ? glad.", "C1")
    assert ("place", "constant", "") in short(said)
    assert [one["nr"] for one in back(with_own=False)] == ["1"]


def test_what_was_made_here_comes_back_as_unchanged(
    bring: Any, back: Any, cast: Cast, tmp_path: Path
) -> None:
    bring(row("1"))
    make_report(unit=cast.company)
    rows = back()
    assert bring(*rows) == Tally(read=2, unchanged=2)
    assert Report.objects.for_system(reason="import").count() == 2


def test_newest_version_of_a_row_goes_back(bring: Any, back: Any) -> None:
    bring(row("1"))
    bring(row("1", verhaal="Nu anders."))
    assert [one["verhaal"] for one in back()] == ["Nu anders."]
    assert bring(*back()) == Tally(read=1, unchanged=1)


def test_export_holds_what_lies_in_reach_alone(bring: Any, back: Any, cast: Cast) -> None:
    bring(row("1"), row("2"))
    Report.objects.for_system(reason="import").filter(source_ref="2").update(unit=cast.squadron)
    assert [one["nr"] for one in back()] == ["1"]


def test_export_narrows_by_filters_words_and_day(bring: Any, back: Any, cast: Cast) -> None:
    bring(row("1", verhaal="Kabel los"), row("2", verhaal="Olie", datum="03-04-2020"))
    assert [one["nr"] for one in back(ask=Ask(words=words_of("olie")))] == ["2"]
    since = datetime(2020, 1, 1, tzinfo=UTC).date()
    assert [one["nr"] for one in back(ask=Ask(since=since))] == ["2"]
    closed = Ask(narrow=lambda rows: rows.filter(source_ref="1"))
    assert [one["nr"] for one in back(ask=closed)] == ["1"]


def test_export_asks_as_much_for_many_rows_as_for_few(bring: Any, back: Any) -> None:
    def questions() -> int:
        with CaptureQueriesContext(connection) as found:
            back()
        return len(found)

    bring(*(row(str(n)) for n in range(2)))
    few = questions()
    bring(*(row(str(n)) for n in range(40)))
    assert questions() == few


def test_page_gives_the_rows_of_a_chosen_system(bring: Any, client_of: Clients) -> None:
    bring(row("1"))
    client = client_of("commander")
    assert PATH in client.get("/meldingen/exporteren").content.decode()
    answer = client.post(PATH, {"system": "PSMV", "what": "rows"})
    text = b"".join(answer.streaming_content).decode("cp1252")
    assert text.splitlines()[1].startswith('1;"Kabel 1 los')


def test_page_gives_the_list_of_what_cannot_be_said(
    bring: Any, client_of: Clients, cast: Cast
) -> None:
    bring(row("1"))
    revise(cast, "1", kind="incident", potential_severity="5")
    answer = client_of("commander").post(PATH, {"system": "PSMV", "what": "not_written"})
    rows = csv_rows(b"".join(answer.streaming_content))
    assert rows[-2][1:] == [
        "kind",
        "incident",
        "several values of the other system mean this: I, X",
    ]


def test_page_asks_for_a_purpose_where_one_is_needed(
    bring: Any, client_of: Clients, cast: Cast
) -> None:
    bring(row("1"))
    make_report(unit=cast.company, confidentiality=Confidentiality.SENSITIVE)
    answer = client_of("commander").post(PATH, {"system": "PSMV", "what": "rows"})
    assert (answer.status_code, list(answer.context["form"].errors)) == (400, ["purpose"])


def test_page_refuses_more_rows_than_it_gives(
    bring: Any, client_of: Clients, monkeypatch: pytest.MonkeyPatch
) -> None:
    from baken.rooms.reports.views import legacy_export

    monkeypatch.setattr(legacy_export, "MOST_ROWS", 1)
    bring(row("1"), row("2"))
    answer = client_of("commander").post(PATH, {"system": "PSMV", "what": "rows"})
    assert (answer.status_code, "more than 1 rows" in answer.content.decode()) == (400, True)


def test_page_without_any_system_says_so(client_of: Clients) -> None:
    client = client_of("commander")
    assert "No reports of another system" in client.get(PATH).content.decode()
    assert PATH not in client.get("/meldingen/exporteren").content.decode()


def test_page_is_for_who_may_export(client_of: Clients) -> None:
    assert client_of("soldier").get(PATH).status_code == 403


def test_program_gets_the_systems_and_their_rows(bring: Any, cast: Cast) -> None:
    bring(row("1"), in_use={"from": "2015-01-01"})
    program = caller(cast, "commander")
    [system] = program.get("/exports/systems").json()
    assert (system["name"], system["in_use_from"], system["in_use_until"]) == (
        "PSMV",
        "2015-01-01",
        "2019-04-03",
    )
    assert system["columns"] == list(COLUMNS)
    answer = program.post("/exports/reports/legacy", {"system": "PSMV"})
    assert b"".join(answer.streaming_content).startswith(b"nr;verhaal;")
    wrong = program.post("/exports/reports/legacy", {"system": "SRS"})
    assert (wrong.status_code, wrong.json()["errors"][0]["field"]) == (400, "system")


def test_command_gives_rows_and_lists_what_cannot_be_said(
    bring: Any, cast: Cast, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    bring(row("1"))
    revise(cast, "1", kind="incident", potential_severity="5")
    gaps = tmp_path / "niet.csv"
    words = ["export", "reports", "--as", "commander", "--format", "csv", "--mapping", "PSMV"]
    assert cli.main([*words, "--not-written", str(gaps)]) == 0
    captured = capfdbinary.readouterr()
    assert captured.out.startswith(b"nr;verhaal;")
    assert "not written, times per field: kind 1" in captured.err.decode()
    assert gaps.read_text().splitlines()[0] == "ref,field,value,why"
    assert gaps.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("units", "--format", "csv", "--mapping", "x"), "Only reports"),
        (("reports", "--format", "xlsx", "--mapping", "x"), "say --format csv"),
        (("reports", "--format", "csv", "--only-source"), "go with --mapping"),
    ],
)
def test_command_that_cannot_be_ends_with_two(
    cast: Cast, capfdbinary: pytest.CaptureFixture[bytes], words: tuple[str, ...], said: str
) -> None:
    assert cli.main(["export", *words, "--as", "commander"]) == 2
    assert said in capfdbinary.readouterr().err.decode()


def test_command_with_a_mapping_that_is_wrong_says_why(
    cast: Cast, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    words = ["export", "reports", "--as", "commander", "--format", "csv", "--mapping", "nergens"]
    assert cli.main(words) == 1
    assert "No such file" in capfdbinary.readouterr().err.decode()


def test_system_without_a_mapping_of_its_own_is_not_offered(cast: Cast, bring: Any) -> None:
    LegacySystem.objects.create(name="Heel oud")
    bring(row("1"))
    assert [one["name"] for one in caller(cast, "commander").get("/exports/systems").json()] == [
        "PSMV"
    ]
