"""The measures about many records at once, as far as somebody reads them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from typing import Any

from baken.core.access import Actor
from baken.core.links.models import Link
from baken.rooms.measures.models import Measure
from baken.rooms.measures.permits import READ
from baken.rooms.measures.queries.beside import TREATED_BY


def measures_about(actor: Actor, *, table: str, numbers: Collection[int]) -> dict[int, list[Any]]:
    """By row number of a table the measures about it that an actor reads, oldest first. Two queries."""
    ties = Link.objects.filter(
        source_table=table,
        source__in=numbers,
        relation=TREATED_BY,
        target_table=Measure._meta.label_lower,
    )
    pairs = list(ties.order_by("id").values_list("source", "target")) if numbers else []
    rows = Measure.objects.visible_to(actor, READ).filter(pk__in={one for _source, one in pairs})
    seen = {one.pk: one for one in rows} if pairs else {}
    found: dict[int, list[Any]] = defaultdict(list)
    for source, target in pairs:
        if target in seen:
            found[source].append(seen[target])
    return dict(found)
