"""The three kinds of file an export can be."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from baken.core.export.csv_file import write_csv
from baken.core.export.json_file import write_json_lines
from baken.core.export.sheet_file import write_sheet


@dataclass(frozen=True)
class Format:
    """A kind of file: its extension, its media type, what people call it, and who writes it."""

    extension: str
    media_type: str
    label: Any
    write: Callable[..., int]


FORMATS: Mapping[str, Format] = {
    one.extension: one
    for one in (
        Format(
            "xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            _("Spreadsheet (XLSX)"),
            write_sheet,
        ),
        Format("csv", "text/csv; charset=utf-8", _("CSV, for programs"), write_csv),
        Format("jsonl", "application/jsonl", _("JSON lines, for programs"), write_json_lines),
    )
}
