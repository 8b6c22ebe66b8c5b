"""The measures about many records at once, as far as somebody reads them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from baken.core.access import Actor
from baken.core.links.models import Link
from baken.rooms.measures.models import Measure
from baken.rooms.measures.permits import READ
from baken.rooms.measures.queries.beside import TREATED_BY
from baken.rooms.measures.rules.states import EFFECTIVE, OPEN_STATES


@dataclass(frozen=True)
class PlanLine:
    """What everybody whom a plan covers reads of a measure in it: what is done, how it stands, by when."""

    title: str
    state: str
    due_on: date | None


def measures_about(actor: Actor, *, table: str, numbers: Collection[int]) -> dict[int, list[Any]]:
    """By row number of a table the measures about it that an actor reads, oldest first. Two queries."""
    pairs = _pairs(table, numbers)
    rows = Measure.objects.visible_to(actor, READ).filter(pk__in={one for _source, one in pairs})
    seen = {one.pk: one for one in rows} if pairs else {}
    return _by_source(pairs, seen)


def rest_of_plan(
    *, table: str, numbers: Collection[int], beside: Collection[int], level: int
) -> dict[int, list[PlanLine]]:
    """By row number of a table what a plan holds besides some measures, oldest first. Two queries.

    For who reads the plan as a whole, and not each measure in it. What is held more closely than
    ``level``, as the plan itself is, is left out.
    """
    pairs = [(source, one) for source, one in _pairs(table, numbers) if one not in beside]
    rows = Measure.objects.for_system(reason="plan").filter(
        pk__in={one for _source, one in pairs}, confidentiality__lte=level
    )
    told = rows.values_list("pk", "title", "state", "due_on") if pairs else ()
    return _by_source(pairs, {pk: PlanLine(*rest) for pk, *rest in told})


def kinds_of_plan(*, table: str, numbers: Collection[int], level: int) -> list[tuple[str, bool]]:
    """Of each measure about some records its level of control, and whether it has a budget. Two queries.

    For who judges the plan as a whole: nothing says which measure is which. What was given up, and what is
    held more closely than ``level``, is left out.
    """
    wanted = {one for _source, one in _pairs(table, numbers)}
    rows = Measure.objects.for_system(reason="plan").filter(
        pk__in=wanted, confidentiality__lte=level, state__in=(*OPEN_STATES, EFFECTIVE)
    )
    told = rows.order_by("pk").values_list("control_level", "budget_cents") if wanted else ()
    return [(control, budget is not None) for control, budget in told]


def _pairs(table: str, numbers: Collection[int]) -> list[tuple[int, int]]:
    """Row numbers of a table with those of the measures about them."""
    ties = Link.objects.filter(
        source_table=table,
        source__in=numbers,
        relation=TREATED_BY,
        target_table=Measure._meta.label_lower,
    )
    return list(ties.order_by("id").values_list("source", "target")) if numbers else []


def _by_source(pairs: list[tuple[int, int]], seen: dict[int, Any]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for source, target in pairs:
        if target in seen:
            found[source].append(seen[target])
    return dict(found)
