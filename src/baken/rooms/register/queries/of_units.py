"""What a picture of some units shows of their risks beside the counts; the actor comes first."""

from __future__ import annotations

from collections import Counter
from functools import partial
from typing import Any

from django.db.models import Count, Min, Q

from baken.core.access import Actor
from baken.core.lists import oldest_of_each, soonest
from baken.rooms.library.queries import code_list
from baken.rooms.org.queries import tree
from baken.rooms.register.models import Risk
from baken.rooms.register.permits import READ
from baken.rooms.register.queries.appetite import decided_outside
from baken.rooms.register.queries.independent import in_class
from baken.rooms.register.queries.lists import UNITS
from baken.rooms.register.rules.states import (
    DECIDED,
    HANDED_UP,
    RENEWABLE,
    UNDECIDED,
    WEIGHED,
    WITH_DECIDER,
)

Ids = frozenset[int]
UNDECIDED_YET = (*UNDECIDED, *HANDED_UP)


def oldest_to_decide(actor: Actor, units: Ids) -> dict[int, int]:
    """By unit the row number of the risk stated first among those that need a decision; one query."""
    rows = _seen(actor, units).filter(state__in=WITH_DECIDER).order_by()
    return dict(rows.values_list("unit_id").annotate(first=Min("pk")))


def outside_appetite(actor: Actor, units: Ids) -> Counter[int]:
    """By unit how many open risks go on outside the appetite by a decision that stands; one query."""
    rows = _seen(actor, units).filter(decided_outside(), state__in=WEIGHED).order_by()
    return Counter(dict(rows.values_list("unit_id").annotate(count=Count("pk"))))


def lapsing_soonest(actor: Actor, units: Ids, most: int) -> list[Risk]:
    """The accepted risks whose acceptance lapses first; one query.

    ``review_on`` is the last day it holds. One that lapses by no day is not among them.
    """
    inside = tree().among("unit_id", units) & Q(state__in=RENEWABLE, review_on__isnull=False)
    return soonest(
        root=Risk,
        actor=actor,
        permit=READ,
        narrow=partial(_narrowed, condition=inside),
        most=most,
        related=UNITS,
    )


def worst_open(actor: Actor, units: Ids, most: int) -> list[Risk]:
    """Open risks by class as far as it is shown to the actor, the worst first.

    Of a class those that nobody decided on come first, then the others; each the one stated first.
    Those without a class that is shown are not among them. One query.
    """
    inside, classes = tree().among("unit_id", units), list(code_list("risk_classes"))
    groups = (Q(state__in=UNDECIDED_YET), Q(state__in=DECIDED))
    asked = [inside & in_class(actor, code) & group for code in classes for group in groups]
    found = oldest_of_each(
        root=Risk,
        actor=actor,
        permit=READ,
        narrows=[partial(_narrowed, condition=condition) for condition in asked],
        most=most,
        related=UNITS,
    )

    def place(risk: Risk) -> tuple[int, bool, int]:
        return (-classes.index(risk.current_class), risk.state in DECIDED, risk.pk)

    return sorted(found, key=place)[:most]


def hazards_by_unit(actor: Actor, units: Ids, since: int) -> set[tuple[str, int]]:
    """Every hazard with every unit of which a risk was stated with it from a row number on; one query.

    Risks that were closed since count along: that they came up says where a hazard is met.
    """
    known = list(code_list("hazards"))
    rows = _seen(actor, units).filter(hazard__in=known, pk__gte=since).order_by()
    return set(rows.values_list("hazard", "unit_id").distinct())


def _seen(actor: Actor, units: Ids) -> Any:
    return Risk.objects.visible_to(actor, READ).filter(tree().among("unit_id", units))


def _narrowed(rows: Any, *, condition: Q) -> Any:
    return rows.filter(condition)
