"""The record that a sheet serves, and the sheets of a record."""

from __future__ import annotations

from typing import Any

from baken.core.access import Actor
from baken.core.links.registry import linked_records, ties_of
from baken.rooms.sheets.models import Sheet

# How a record stands to the sheet on which it is filled in.
FILLED_IN = "filled_in_on"


def numbers_of_sheets(record: Any) -> list[int]:
    """The row numbers of the sheets that serve a record, the newest last; one query."""
    here = record._meta.label_lower
    return sorted(
        target
        for _table, _number, relation, other, target in ties_of({here: [record.pk]})
        if relation == FILLED_IN and other == Sheet._meta.label_lower
    )


def served_by(record: Sheet, actor: Actor) -> Any | None:
    """The record that a sheet serves, when the actor reads it."""
    found = (
        one for relation, one in linked_records(record, actor) if relation == f"{FILLED_IN}_of"
    )
    return next(found, None)
