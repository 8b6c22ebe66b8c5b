"""CSV files of other systems, whole and broken: every row is read, told or skipped, and none lost."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baken.rooms.reports.schemas import legacy_file
from baken.rooms.reports.schemas.legacy_file import FileDamaged, FileRefused, FileRow, LegacyFile

QUOTES = "the quotes do not match"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the file of a test stands."""
    return tmp_path / "oud.csv"


def rows_of(path: Path, encoding: str = "utf-8-sig", delimiter: str = ",") -> list[FileRow]:
    """Every row of a file."""
    with LegacyFile(path, encoding=encoding, delimiter=delimiter) as file:
        return list(file.rows())


def told(path: Path, text: str) -> list[tuple[int, list[str], str]]:
    """Line, values and problem of every row of a text with the columns a and b."""
    path.write_text("a,b\n" + text, encoding="utf-8", newline="")
    return [(row.line, list(row.cells), row.problem) for row in rows_of(path)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1,x\n2,y\n", [(2, ["1", "x"], ""), (3, ["2", "y"], "")]),
        ("1,x\r\n2,y", [(2, ["1", "x"], ""), (3, ["2", "y"], "")]),
        ('1,"een\ntwee"\n2,y\n', [(2, ["1", "een\ntwee"], ""), (4, ["2", "y"], "")]),
        ('1,"zei ""ja"""\n', [(2, ["1", 'zei "ja"'], "")]),
        ('1,6" buis\n', [(2, ["1", '6" buis'], "")]),
        ("\n1,x\n,\n\n2,y\n", [(3, ["1", "x"], ""), (6, ["2", "y"], "")]),
        ("1,x,,\n", [(2, ["1", "x"], "")]),
        ("1\n", [(2, ["1"], "1 columns, the header has 2")]),
        (
            "1,x,z\n2,y\n",
            [(2, ["1", "x", "z"], "3 columns, the header has 2"), (3, ["2", "y"], "")],
        ),
        ("1,x\x00y\n", [(2, ["1", "x␀y"], "")]),
        (
            '1,"open\n2,y\n3,z\n',
            [(2, ['1,"open'], QUOTES), (3, ["2", "y"], ""), (4, ["3", "z"], "")],
        ),
        ('1,"open\n2,"y"\n', [(2, ['1,"open'], QUOTES), (3, ["2", "y"], "")]),
        ('1,"a" b\n2,y\n', [(2, ['1,"a" b'], QUOTES), (3, ["2", "y"], "")]),
        ("", []),
    ],
)
def test_row_of_text_is_read_or_told(
    path: Path, text: str, expected: list[tuple[int, list[str], str]]
) -> None:
    assert told(path, text) == expected


@pytest.mark.parametrize(
    ("encoding", "written"),
    [
        ("utf-8-sig", b"a,b\n1,caf\xc3\xa9\n"),
        ("utf-8-sig", b"\xef\xbb\xbfa,b\n1,caf\xc3\xa9\n"),
        ("cp1252", b"a,b\n1,caf\xe9\n"),
        ("utf-16", "a,b\n1,café\n".encode("utf-16")),
        ("utf-8-sig", gzip.compress("a,b\n1,café\n".encode(), mtime=0)),
    ],
)
def test_encoding_and_packing_are_read(path: Path, encoding: str, written: bytes) -> None:
    path.write_bytes(written)
    assert rows_of(path, encoding) == [FileRow(2, ["1", "café"])]


def test_other_delimiter_is_read(path: Path) -> None:
    path.write_bytes(b"a;b\n1;x,y\n")
    assert rows_of(path, delimiter=";") == [FileRow(2, ["1", "x,y"])]


@pytest.mark.parametrize(
    ("encoding", "middle"),
    [("utf-8-sig", b"2,\xff\xfe\n"), ("utf-8-sig", b"2,\xed\xa0\x80\n"), ("cp1252", b"2,\x81\n")],
)
def test_bytes_that_do_not_fit_cost_one_row(path: Path, encoding: str, middle: bytes) -> None:
    path.write_bytes(b"a,b\n1,x\n" + middle + b"3,z\n")
    rows = rows_of(path, encoding)
    assert [row.problem for row in rows] == [
        "",
        "bytes that do not fit the encoding of the mapping",
        "",
    ]
    assert "\ufffd" in rows[1].cells[1]


def test_lone_surrogate_of_a_loose_encoding_costs_one_row(path: Path) -> None:
    path.write_bytes(b"a,b\n1,+2AA-\n2,y\n")
    assert [bool(row.problem) for row in rows_of(path, "utf-7")] == [True, False]


def test_value_of_a_million_characters_is_read(path: Path) -> None:
    long = "x" * 1_000_000
    assert told(path, f'1,"{long}"\n2,y\n') == [(2, ["1", long], ""), (3, ["2", "y"], "")]


def test_value_longer_than_can_be_read_costs_its_row_only(path: Path) -> None:
    rows = told(path, f"1,{'x' * (legacy_file.LONGEST_VALUE + 1)}\n2,y\n")
    assert [row[2] for row in rows] == [
        "a value is longer than 4,000,000 characters, or a quote stays open",
        "",
    ]


def test_quote_that_stays_open_over_millions_of_characters_costs_one_line(path: Path) -> None:
    filling = "".join(f"{n},{'x' * 1000}\n" for n in range(4_100))
    rows = told(path, '1,"open\n' + filling)
    assert rows[0][1:] == (
        ['1,"open'],
        "a value is longer than 4,000,000 characters, or a quote stays open",
    )
    assert [row[1][0] for row in rows[1:]] == [str(n) for n in range(4_100)]
    assert rows[-1][0] == 4_102


def test_line_without_end_is_not_kept_and_costs_one_row(path: Path) -> None:
    rows = told(path, "1," + "x" * (2 * legacy_file.LONGEST_LINE + 7) + "\n2,y\n")
    assert [(row[0], row[2]) for row in rows] == [
        (2, "a line is longer than 5,000,000 characters"),
        (3, ""),
    ]
    assert len(rows[0][1][0]) == legacy_file.SHOWN_OF_A_LOST_LINE


@pytest.mark.parametrize(
    ("written", "said"),
    [
        (b"", "the first line names no columns"),
        (b"\n1,2\n", "the first line names no columns"),
        (b"a,b,a\n", "two columns have the same name: a"),
        (b'a,"b\n', "the header cannot be read"),
        (b"x" * 6_000_000, "the header cannot be read"),
        (b"\x1f\x8bno gzip at all", "the header cannot be read"),
    ],
)
def test_file_without_a_header_is_refused(path: Path, written: bytes, said: str) -> None:
    path.write_bytes(written)
    with pytest.raises(FileRefused, match=said):
        rows_of(path)


def test_file_of_another_encoding_altogether_is_refused(path: Path) -> None:
    path.write_bytes(b"a,b\n1,x\n")
    with pytest.raises(FileRefused, match="the header cannot be read"):
        rows_of(path, "utf-16")


def test_header_is_trimmed_and_nameless_columns_get_a_name(path: Path) -> None:
    path.write_bytes(b" a ,,\n1,2,3\n")
    with LegacyFile(path, encoding="utf-8-sig", delimiter=",") as file:
        assert file.header == ["a", "column 2", "column 3"]


def test_packed_file_that_breaks_off_gives_its_good_rows_first(path: Path) -> None:
    text = "a,b\n" + "".join(f"{n},verhaal {n * n}\n" for n in range(40_000))
    path.write_bytes(gzip.compress(text.encode(), mtime=0)[:-2_000])
    read: list[FileRow] = []
    with LegacyFile(path, encoding="utf-8-sig", delimiter=",") as file:
        with pytest.raises(FileDamaged, match="the file is damaged after line"):
            read.extend(file.rows())
        assert 0 < file.position <= file.size
    assert len(read) > 1_000
    assert read[0] == FileRow(2, ["0", "verhaal 0"])


@given(st.binary(max_size=200))
def test_any_bytes_are_rows_or_refused_but_never_crash(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    path = tmp_path_factory.mktemp("any") / "any.csv"
    path.write_bytes(b"a,b\n" + content)
    for row in rows_of(path):
        assert row.problem or len(row.cells) == 2
