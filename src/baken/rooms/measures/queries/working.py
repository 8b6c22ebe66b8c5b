"""About which records a measure was verified to work, for whoever hears what came of what they told."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from baken.core.links.models import Link
from baken.rooms.measures.models import Measure
from baken.rooms.measures.queries.beside import TREATED_BY
from baken.rooms.measures.rules.states import EFFECTIVE, OPEN_STATES


def treated(*, table: str, numbers: Collection[int]) -> set[int]:
    """The row numbers of a table about which a measure stands that was not given up. Two queries."""
    return _treated(table, numbers, (*OPEN_STATES, EFFECTIVE))


def treated_with_effect(*, table: str, numbers: Collection[int]) -> set[int]:
    """The row numbers of a table about which some measure works; nothing else of it. Two queries."""
    return _treated(table, numbers, (EFFECTIVE,))


def _treated(table: str, numbers: Collection[int], states: Collection[str]) -> set[int]:
    ties = Link.objects.filter(source_table=table, source__in=numbers, relation=TREATED_BY)
    told = ties.filter(target_table=Measure._meta.label_lower).values_list("source", "target")
    pairs = list(told) if numbers else []
    if not pairs:
        return set()
    rows: Any = Measure.objects.for_system(reason="outcome").filter(state__in=states)
    stands = set(rows.filter(pk__in=[one for _number, one in pairs]).values_list("pk", flat=True))
    return {number for number, one in pairs if one in stands}
