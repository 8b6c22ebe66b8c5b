"""Writes XLSX: typed cells under a frozen header, row by row, and a sheet about the export."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from typing import Any, BinaryIO

import xlsxwriter
from django.utils.translation import gettext as _

from baken.core import clock
from baken.core.export.columns import Column
from baken.core.export.marking import Marking
from baken.core.export.safe_cells import starts_formula

MOST_ROWS = 1_048_575
MOST_SIGNS = 32_767  # in one cell; a spreadsheet takes no more
MOST_DIGITS = 10**15  # a spreadsheet keeps fifteen digits of a number
FIRST_YEAR = 1901  # a spreadsheet's calendar is right from here on
MOST_HEADER = 240
_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


class TooManyRows(Exception):
    """More rows than the file can hold; the answer is to narrow the choice."""


def write_sheet(
    *, file: BinaryIO, columns: Sequence[Column], records: Iterable[Any], marking: Marking
) -> int:
    """Write every record as it comes; returns how many. Raises TooManyRows beyond one sheet."""
    book = xlsxwriter.Workbook(file, _OPTIONS)
    try:
        return _Sheets(book, columns, marking).write(records)
    finally:
        book.close()


class _Sheets:
    """The two sheets of one workbook while they are written."""

    def __init__(self, book: Any, columns: Sequence[Column], marking: Marking) -> None:
        self.book, self.columns, self.marking = book, columns, marking
        self.rows = book.add_worksheet(str(marking.label)[:31])
        self.about = book.add_worksheet(_("About this export")[:31])
        self.bold = book.add_format({"bold": True})
        self.text = book.add_format({"quote_prefix": True})
        self.day = book.add_format({"num_format": "yyyy-mm-dd"})
        self.moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        self.cut = 0

    def write(self, records: Iterable[Any]) -> int:
        self._properties()
        self.rows.freeze_panes(1, 0)
        for place, column in enumerate(self.columns):
            self.rows.set_column(place, place, 40 if column.kind == "text" else 18)
            self.rows.write_string(0, place, str(column.label), self.bold)
        count = 0
        for count, record in enumerate(records, 1):
            if count > MOST_ROWS:
                raise TooManyRows(_("A spreadsheet holds no more than 1,048,575 rows."))
            for place, column in enumerate(self.columns):
                self._cell(self.rows, count, place, _shown(column, record))
        self._about(count)
        return count

    def _properties(self) -> None:
        lines = dict(self.marking.lines())
        whole = "; ".join(f"{label}: {text}" for label, text in lines.items())
        self.book.set_properties(
            {
                "title": str(self.marking.label),
                "author": self.marking.by,
                "comments": whole,
                "created": self.marking.at.astimezone(UTC).replace(tzinfo=None),
            }
        )
        self.rows.set_header("&L" + whole.replace("&", "&&")[:MOST_HEADER].rstrip("&"))

    def _about(self, count: int) -> None:
        self.about.set_column(0, 0, 30)
        self.about.set_column(1, 1, 80)
        lines = [*self.marking.lines(), (_("Rows"), str(count))]
        if self.cut:
            told = _("%(count)s texts were cut at 32,767 signs; CSV and JSON lines have the whole.")
            lines.append((_("Cut"), told % {"count": self.cut}))
        lines += [("", ""), (_("Column"), _("Name for programs, privacy class"))]
        lines += [(str(one.label), f"{one.name}, {one.privacy}") for one in self.columns]
        for row, (label, text) in enumerate(lines):
            self.about.write_string(row, 0, label, self.bold)
            self._cell(self.about, row, 1, text)

    def _cell(self, sheet: Any, row: int, place: int, value: Any) -> None:
        if isinstance(value, bool):
            sheet.write_boolean(row, place, value)
        elif isinstance(value, int | float):
            sheet.write_number(row, place, value)
        elif isinstance(value, datetime):
            sheet.write_datetime(row, place, value, self.moment)
        elif isinstance(value, date):
            sheet.write_datetime(row, place, value, self.day)
        elif value:
            self._text(sheet, row, place, value)

    def _text(self, sheet: Any, row: int, place: int, text: str) -> None:
        if len(text) > MOST_SIGNS:
            text, self.cut = text[: MOST_SIGNS - 1] + "…", self.cut + 1
        sheet.write_string(row, place, text, self.text if starts_formula(text) else None)


def _shown(column: Column, record: Any) -> Any:
    """A value as a spreadsheet holds it: words for people, local time, and else text."""
    value = column.value(record)
    if value not in (None, "") and column.word is not None:
        value = column.word(value)
    if isinstance(value, list | tuple):
        return ", ".join(str(one) for one in value)
    if isinstance(value, datetime):
        value = value.astimezone(clock.local_zone()).replace(tzinfo=None)
    if isinstance(value, date):
        return value if value.year >= FIRST_YEAR else value.isoformat()
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int | float):
        return value if abs(value) < MOST_DIGITS else str(value)
    return str(value)
