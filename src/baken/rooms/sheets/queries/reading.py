"""What rooms above read of the sheets that serve their records, once those were read through the guard."""

from __future__ import annotations

from typing import Any

from baken.core.access.once import once_a_page
from baken.rooms.sheets.models import Sheet
from baken.rooms.sheets.queries.filled import Whole, whole_of
from baken.rooms.sheets.queries.subjects import numbers_of_sheets

SHEET_TABLE = Sheet._meta.label_lower


@once_a_page
def sheet_of_record(record: Any) -> Sheet:
    """The newest sheet of a record that was read through the guard. Raises LookupError without one."""
    numbers = numbers_of_sheets(record)
    if not numbers:
        raise LookupError(f"{record} has no sheet")
    rows: Any = Sheet.objects.for_system(reason="own sheet")
    found: Sheet = rows.select_related("unit", "owner_unit").get(pk=numbers[-1])
    return found


def whole_sheet(sheet: Sheet) -> Whole:
    """All of a sheet that belongs to a record that was read through the guard."""
    return whole_of(sheet)


def earlier_whole(sheet: Sheet) -> Whole | None:
    """All of the sheet that one follows on, when it belongs to a record that was read through the guard."""
    rows: Any = Sheet.objects.for_system(reason="own sheet").filter(pk=sheet.earlier_id)
    found = rows.first() if sheet.earlier_id is not None else None
    return whole_of(found) if found is not None else None


def frozen_sheets(serves: str) -> list[tuple[int, str, str]]:
    """Number, instrument and version of every frozen sheet that serves a kind of record; one query."""
    rows: Any = Sheet.objects.for_system(reason="terms").filter(serves=serves, state="frozen")
    return list(rows.values_list("pk", "instrument", "version"))
