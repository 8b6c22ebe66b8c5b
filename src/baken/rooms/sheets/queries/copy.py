"""What a frozen copy is made of, and the copy of a sheet."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from baken.core.files.models import StoredFile
from baken.core.trail.append import plain_value
from baken.rooms.org.queries import persons_named, tree
from baken.rooms.sheets.models import Sheet, SheetCopy
from baken.rooms.sheets.queries.filled import Whole, whole_of
from baken.rooms.sheets.rules.frozen import Known, Said, ScoredBy, frozen


def known_of(record: Sheet, whole: Whole, unit: str) -> Known:
    """What people filled in, with their names, as a copy keeps it; two queries."""
    people = {row.by for row in whole.answers.values()}
    people |= {row.by for found in whole.scores.values() for row in found}
    names = persons_named({one for one in people if one})
    files = {row.file for found in whole.evidence.values() for row in found}
    digests = dict(StoredFile.objects.filter(id__in=files).values_list("id", "digest"))
    return Known(
        title=record.title,
        unit=unit,
        labels={one.name: one.label for found in whole.repetitions.values() for one in found},
        said={
            place: Said(
                row.value,
                row.reason,
                names.get(row.by, "") if row.by else "",
                row.post,
                plain_value(row.at),
            )
            for place, row in whole.answers.items()
        },
        scores={
            place: [
                ScoredBy(
                    moment=row.moment,
                    choice=row.choice,
                    argument=row.argument,
                    by=names.get(row.by, "") if row.by else "",
                    post=row.post,
                    at=plain_value(row.at),
                )
                for row in found
            ]
            for place, found in whole.scores.items()
        },
        evidence={
            place: [digests[row.file] for row in found if row.file in digests]
            for place, found in whole.evidence.items()
        },
    )


def copy_of(record: Sheet) -> SheetCopy | None:
    """The frozen copy of a sheet that was read through the guard, or None while it is not frozen."""
    found: SheetCopy | None = SheetCopy.objects.of(record).first()
    return found


def content_of(record: Sheet) -> Mapping[str, Any]:
    """What a sheet that was read through the guard holds: its frozen copy, or what that would be now.

    Of a frozen sheet no definition is read. At most ten queries, however long the sheet is.
    """
    kept = copy_of(record)
    if kept is not None:
        return dict(kept.content)
    whole = whole_of(record)
    unit = tree().by_id[record.unit_id]
    return frozen(whole.definition, whole.outcome, known_of(record, whole, unit.name))
