"""What another system said about a report, version by version, beside what the mapping took of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from baken.rooms.reports.models import LegacyRow, Report


@dataclass(frozen=True)
class SourceRow:
    """One version of the row behind an imported report.

    ``not_mapped`` are the columns that went nowhere else, in the order of the file. ``story`` is
    the text of a later version, where that differs from the report itself; else nothing.
    """

    revision: int
    at: datetime
    not_mapped: Mapping[str, str]
    story: str
    licence: str
    attribution: str

    @property
    def columns(self) -> list[tuple[str, str]]:
        """The columns as a page lists them."""
        return list(self.not_mapped.items())


def source_rows_of(report: Report) -> list[SourceRow]:
    """The versions of a row, the newest first; none of a report that was made here."""
    if not report.source:
        return []
    rows = LegacyRow.objects.of(report).order_by("-revision")
    return [_source_row(row, row.raw) for row in rows]


def _source_row(row: LegacyRow, raw: Mapping[str, Any]) -> SourceRow:
    values = {**raw.get("row", {}), **_of_other_files(raw.get("joined", {}))}
    columns = {name: str(values.get(name, "")).strip() for name in raw.get("not_mapped", ())}
    return SourceRow(
        revision=row.revision,
        at=row.at,
        not_mapped={name: value for name, value in columns.items() if value},
        story=row.story,
        licence=raw.get("licence", ""),
        attribution=raw.get("attribution", ""),
    )


def _of_other_files(joined: Mapping[str, Any]) -> dict[str, str]:
    """The columns of the other files of a source, each with its different values together."""
    found: dict[str, dict[str, None]] = {}
    for name, rows in joined.items():
        for row in rows:
            for column, value in row.items():
                found.setdefault(f"{name}.{column}", {})[value.strip()] = None
    return {column: "; ".join(filter(None, told)) for column, told in found.items()}
