"""The three kinds of file: marked, typed, safe, and complete."""

from __future__ import annotations

import io
import json
import tracemalloc
from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.utils.translation import override

from baken.core.export import sheet_file
from baken.core.export.csv_file import write_csv
from baken.core.export.formats import FORMATS
from baken.core.export.safe_cells import plain_text, starts_formula
from baken.core.export.sheet_file import MOST_SIGNS, TooManyRows
from baken.core.export.tests.making import AT, Book, column, csv_rows, marking
from baken.core.export.tests.test_safe_cells import NASTY

COLUMNS = [
    column("ref"),
    column("story", privacy="personal"),
    column("count", "number"),
    column("day", "day"),
    column("at", "moment"),
    column("danger", "yes_no"),
    column("subjects", "codes"),
    column("figure", "figure"),
]
RECORD = {
    "ref": "M-2026-000001",
    "story": 'Er hing een "kabel", los;\nheel los.',
    "count": -5,
    "day": date(2026, 3, 10),
    "at": datetime(2026, 3, 10, 9, 30, tzinfo=UTC),
    "danger": True,
    "subjects": ["electricity", "vehicle"],
    "figure": "<5",
}


@pytest.fixture(autouse=True)
def _english() -> Any:
    with override("en"):
        yield


def made(form: str, records: Iterable[Any], columns: Any = COLUMNS, **mark: Any) -> bytes:
    file = io.BytesIO()
    FORMATS[form].write(file=file, columns=columns, records=records, marking=marking(**mark))
    return file.getvalue()


# ---- CSV ----


def test_csv_starts_with_its_marking_as_wide_as_the_rest() -> None:
    rows = csv_rows(made("csv", [RECORD], level=1, personal=True, purpose="onderzoek"))
    marks = [row for row in rows if row[0].startswith("#")]
    assert {len(row) for row in rows} == {len(COLUMNS)}
    assert [row[0] for row in marks] == [
        "# Export of: Reports",
        "# Marking: sensitive",
        "# Contains personal data: yes",
        "# Made by: Maj A. de Boer, Commander 1",
        "# Made at: 10 March 2026 10:00",
        "# Scope: what the maker may see",
        "# Filters: none",
        "# Purpose: onderzoek",
    ]
    assert rows[len(marks)] == [one.name for one in COLUMNS]


def test_csv_is_what_excel_and_the_standard_want() -> None:
    data = made("csv", [RECORD])
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.endswith(
        b'"M-2026-000001","Er hing een ""kabel"", los;\nheel los.",-5,"2026-03-10",'
        b'"2026-03-10T09:30:00Z","true","electricity vehicle","<5"\r\n'
    )


@pytest.mark.parametrize("text", NASTY)
def test_csv_of_a_nasty_text_is_safe_and_reads_back(text: str) -> None:
    data = made("csv", [{"ref": text}], [column("ref")])
    cell = csv_rows(data)[-1][0]
    assert cell[:1] not in ("=", "+", "-", "@", "\t", "\r", "＝")
    assert plain_text(cell) == text


def test_csv_keeps_a_number_a_number_and_a_text_like_it_a_text() -> None:
    columns = [column("count", "number"), column("ref")]
    data = made("csv", [{"count": -5, "ref": "-5"}, {"count": 1.5, "ref": None}], columns)
    assert data.endswith(b'-5,"\'-5"\r\n1.5,""\r\n')


def test_csv_says_no_and_leaves_nothing_open() -> None:
    file = io.BytesIO()
    columns = [column("danger", "yes_no")]
    records = [{"danger": False}]
    assert write_csv(file=file, columns=columns, records=records, marking=marking()) == 1
    assert not file.closed
    assert csv_rows(file.getvalue())[-1] == ["false"]


def test_csv_marking_is_safe_too() -> None:
    filters = (("Words", "kabel;=1+1"),)
    rows = csv_rows(made("csv", [], filters=filters, left_out=True))
    assert "# Filters: Words: kabel;'=1+1" in [row[0] for row in rows]
    assert any(row[0].startswith("# Left out: sensitive") for row in rows)


@pytest.mark.parametrize(("withheld", "told"), [(0, []), (2, ["2 under an information embargo"])])
def test_csv_says_how_many_stay_out_because_of_an_embargo(withheld: int, told: list[str]) -> None:
    with override("en"):
        rows = csv_rows(made("csv", [], withheld=withheld))
    said = [row[0].removeprefix("# Left out: ") for row in rows if row[0].startswith("# Left out")]
    assert said == told


# ---- JSON lines ----


def test_json_lines_start_with_what_they_are() -> None:
    first, second = made("jsonl", [RECORD], filters=(("Unit", "A"),)).splitlines()
    meta = json.loads(first)["meta"]
    assert meta.pop("columns")[1] == {
        "name": "story",
        "label": "Story",
        "kind": "text",
        "privacy": "personal",
    }
    assert meta == {
        "kind": "reports",
        "confidentiality": "normal",
        "personal_data": False,
        "exported_by": "Maj A. de Boer",
        "post": "Commander 1",
        "exported_at": "2026-03-10T09:00:00Z",
        "scope": "what the maker may see",
        "filters": {"Unit": "A"},
        "purpose": "",
        "left_out": False,
        "withheld": 0,
    }
    assert json.loads(second) == RECORD | {"day": "2026-03-10", "at": "2026-03-10T09:30:00Z"}


@pytest.mark.parametrize("text", NASTY)
def test_json_lines_of_a_nasty_text_are_the_text(text: str) -> None:
    data = made("jsonl", [{"ref": text}], [column("ref")])
    assert json.loads(data.splitlines()[-1]) == {"ref": text}


# ---- XLSX ----


def test_sheet_has_typed_cells_under_a_frozen_header() -> None:
    book = Book(made("xlsx", [RECORD]))
    header, row = book.rows()
    assert [text for _, text in header] == [str(one.label) for one in COLUMNS]
    assert row == [
        ("inlineStr", "M-2026-000001"),
        ("inlineStr", 'Er hing een "kabel", los;\nheel los.'),
        ("n", "-5"),
        ("n", "46091"),
        ("n", "46091.4375"),
        ("b", "1"),
        ("inlineStr", "electricity, vehicle"),
        ("inlineStr", "<5"),
    ]
    assert '<pane ySplit="1"' in book.part("xl/worksheets/sheet1.xml")


def test_sheet_tells_about_itself_in_properties_header_and_second_sheet() -> None:
    book = Book(made("xlsx", [RECORD], level=2, personal=True, purpose="R&D"))
    about = [[text for _, text in row] for row in book.rows(2)]
    assert ["Marking", "restricted"] in about
    assert ["Contains personal data", "yes"] in about
    assert ["Rows", "1"] in about
    assert ["Story", "story, personal"] in about
    assert "Marking: restricted" in book.part("docProps/core.xml")
    assert "Maj A. de Boer" in book.part("docProps/core.xml")
    assert "Marking: restricted" in book.part("xl/worksheets/sheet1.xml")
    assert 'name="About this export"' in book.part("xl/workbook.xml")


@pytest.mark.parametrize("text", [text for text in NASTY if text and "\r" not in text])
def test_sheet_of_a_nasty_text_holds_the_text_and_no_formula(text: str) -> None:
    book = Book(made("xlsx", [{"ref": text}], [column("ref")]))
    assert book.rows()[-1] == [("inlineStr", text)]
    assert book.formulas() == 0
    assert ('quotePrefix="1"' in book.part("xl/styles.xml")) is starts_formula(text)


def test_sheet_shows_words_where_a_column_has_them() -> None:
    columns = [column("kind", word=str.upper), column("other", word=str.upper)]
    assert Book(made("xlsx", [{"kind": "incident"}], columns)).rows()[-1] == [
        ("inlineStr", "INCIDENT")
    ]


def test_sheet_keeps_what_a_spreadsheet_cannot_hold_as_text() -> None:
    columns = [column("day", "day"), column("count", "number"), column("danger", "yes_no")]
    record = {"day": date(1850, 1, 1), "count": 10**15, "danger": False}
    assert Book(made("xlsx", [record], columns)).rows()[-1] == [
        ("inlineStr", "1850-01-01"),
        ("inlineStr", "1000000000000000"),
        ("b", "0"),
    ]


def test_sheet_cuts_a_text_no_cell_can_hold_and_says_so() -> None:
    book = Book(made("xlsx", [{"ref": "é" * (MOST_SIGNS + 1)}], [column("ref")]))
    [(_, text)] = book.rows()[-1]
    assert (len(text), text[-1]) == (MOST_SIGNS, "…")
    assert any("1 texts were cut" in text for row in book.rows(2) for _, text in row)


def test_sheet_with_too_many_rows_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheet_file, "MOST_ROWS", 1)
    with pytest.raises(TooManyRows, match="no more than"):
        made("xlsx", [RECORD, RECORD])


# ---- all ----


@pytest.mark.parametrize("form", FORMATS)
def test_file_without_records_is_a_marked_and_empty_one(form: str) -> None:
    assert len(made(form, [])) > 0
    file = io.BytesIO()
    written = FORMATS[form].write(file=file, columns=COLUMNS, records=[], marking=marking())
    assert written == 0


@pytest.mark.parametrize("form", FORMATS)
def test_file_of_many_records_takes_little_memory(form: str) -> None:
    """Four times the rows take no more memory: nothing of a row is kept once it is written."""
    peaks = [_peak(form, rows) for rows in (2_000, 8_000)]
    assert peaks[1] < peaks[0] * 1.25 + 200_000


def _peak(form: str, rows: int) -> int:
    with open("/dev/null", "wb") if form != "xlsx" else io.BytesIO() as file:
        tracemalloc.start()
        try:
            records = ({**RECORD, "ref": f"M-{n}"} for n in range(rows))
            FORMATS[form].write(file=file, columns=COLUMNS, records=records, marking=marking())
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()


@pytest.mark.parametrize(
    ("level", "personal", "name"),
    [
        (0, False, "reports_2026-03-10_normal.csv"),
        (1, True, "reports_2026-03-10_sensitive_personal-data.csv"),
    ],
)
def test_file_name_tells_kind_day_and_marking(level: int, personal: bool, name: str) -> None:
    assert marking(level=level, personal=personal).file_name("csv") == name


def test_marking_stands_in_the_zone_of_the_organisation() -> None:
    assert ("Made at", "10 March 2026 10:00") in marking(at=AT).lines()


def test_sheet_leaves_a_cell_without_a_code_empty_and_asks_no_word_for_it() -> None:
    words = {"high": "High"}
    columns = [column("level", word=words.__getitem__)]
    book = Book(made("xlsx", [{"level": "high"}, {"level": ""}, {"level": None}], columns))
    assert [[text for _kind, text in row] for row in book.rows()[1:]] == [["High"]]
