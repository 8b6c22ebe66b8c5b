"""What was set apart from a record: pairs of which somebody said that they are not alike."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from baken.core.access import Actor
from baken.rooms.reports.models import Occurrence, Report, SetApart
from baken.rooms.reports.permits import READ, READ_OCCURRENCE

MOST_SHOWN = 50
ROOTS: tuple[tuple[Any, str], ...] = ((Report, READ), (Occurrence, READ_OCCURRENCE))

Key = tuple[str, int]


def key_of(record: Report | Occurrence) -> Key:
    """Table and row number, by which a pair names a record."""
    return record._meta.label_lower, record.pk


def pair_of(record: Report | Occurrence, other: Report | Occurrence) -> dict[str, Any]:
    """A pair as its row holds it, the same from both sides."""
    (one_table, one), (other_table, last) = sorted((key_of(record), key_of(other)))
    return {"one_table": one_table, "one": one, "other_table": other_table, "other": last}


def keys_set_apart(record: Report | Occurrence) -> set[Key]:
    """Tables and row numbers of what was set apart from a record; one query."""
    table, number = key_of(record)
    pairs = SetApart.objects.filter(
        Q(one_table=table, one=number) | Q(other_table=table, other=number)
    )
    found = pairs.values_list("one_table", "one", "other_table", "other")
    ends = {end for pair in found for end in (pair[:2], pair[2:])}
    return ends - {(table, number)}


def set_apart_from(actor: Actor, record: Report | Occurrence) -> list[Report | Occurrence]:
    """The records set apart from this one that the actor may read, newest first."""
    keys = keys_set_apart(record)
    found: list[Report | Occurrence] = []
    for root, permit in ROOTS:
        numbers = sorted((n for t, n in keys if t == root._meta.label_lower), reverse=True)
        if numbers:
            rows = root.objects.visible_to(actor, permit).filter(pk__in=numbers[:MOST_SHOWN])
            found.extend(rows.order_by("-pk"))
    return found


def record_named(actor: Actor, ref: str) -> Report | Occurrence | None:
    """The report or occurrence with this reference or UUID that the actor may read."""
    for root, permit in ROOTS:
        found = root.objects.visible_to(actor, permit).filter(root.ref_condition(ref)).first()
        if found is not None:
            return found  # type: ignore[no-any-return]
    return None
