"""What the tests of files share: a marking, columns, and readers that know nothing of the writers."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from datetime import UTC, datetime
from typing import Any
from xml.etree import ElementTree

from baken.core.export.columns import Column
from baken.core.export.marking import Marking

AT = datetime(2026, 3, 10, 9, tzinfo=UTC)
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def marking(**values: Any) -> Marking:
    plain: dict[str, Any] = {
        "kind": "reports",
        "label": "Reports",
        "by": "Maj A. de Boer",
        "post": "Commander 1",
        "at": AT,
    }
    return Marking(**(plain | values))


def column(name: str, kind: str = "text", **values: Any) -> Column:
    return Column(name, name.title(), lambda record: record.get(name), kind=kind, **values)


def csv_rows(data: bytes) -> list[list[str]]:
    """Every record of a CSV file, its byte-order mark taken off."""
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


class Book:
    """An XLSX file as its XML says it, read without any of the library that wrote it."""

    def __init__(self, data: bytes) -> None:
        self.zip = zipfile.ZipFile(io.BytesIO(data))

    def part(self, name: str) -> str:
        return self.zip.read(name).decode()

    def rows(self, sheet: int = 1) -> list[list[tuple[str, str]]]:
        """Per row its cells as (type, text); an empty cell is left out."""
        tree = ElementTree.fromstring(self.part(f"xl/worksheets/sheet{sheet}.xml"))  # noqa: S314
        return [[_cell(one) for one in row] for row in tree.iter(f"{MAIN}row")]

    def formulas(self) -> int:
        return sum(
            len(re.findall("<f[ >]", self.part(f"xl/worksheets/sheet{n}.xml"))) for n in (1, 2)
        )


def _cell(cell: Any) -> tuple[str, str]:
    kind = cell.get("t", "n")
    inline = "".join(part.text or "" for part in cell.iter(f"{MAIN}t"))
    value = cell.find(f"{MAIN}v")
    return kind, inline if kind == "inlineStr" else (value.text if value is not None else "")
