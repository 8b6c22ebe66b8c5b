"""What of this room a commander takes over: overdue measures, open recommendations and purchases."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Q

from baken.rooms.measures.models import Measure, Purchase, Recommendation
from baken.rooms.measures.queries.lists import overdue
from baken.rooms.measures.rules.purchase_states import OPEN_PURCHASES
from baken.rooms.measures.rules.recommending import OPEN_RECOMMENDATIONS
from baken.rooms.measures.rules.states import OPEN_STATES
from baken.rooms.org.queries import UnitView, commanders_on, tree, zone_of_unit
from baken.rooms.org.queries.commanders import DELEGATE

# What the records of this room are called among what is taken over.
KIND, RECOMMENDATIONS, PURCHASES = "measure", "recommendation", "purchase"
ROOTS: dict[str, Any] = {KIND: Measure, RECOMMENDATIONS: Recommendation, PURCHASES: Purchase}
OPEN: dict[str, tuple[str, ...]] = {
    KIND: OPEN_STATES,
    RECOMMENDATIONS: OPEN_RECOMMENDATIONS,
    PURCHASES: OPEN_PURCHASES,
}


def taken_over_with(unit: UnitView, at: datetime) -> dict[str, Any]:
    """By kind the records on which the commander of a unit acts, of the unit and those it leads.

    Of measures those owed before ``at``, also when they rose to them from elsewhere; of recommendations
    and small purchases all that are open. Who commands is looked at on that day: one query, and one for
    each kind. Source: domain reference, organisation, section 8.1.
    """
    here, ids = tree(), units_led_from(unit, at)
    acting = Q(owner_unit=None) & here.among("unit_id", ids) | here.among("owner_unit_id", ids)
    found = {
        kind: root.objects.for_system(reason="terms").filter(state__in=OPEN[kind])
        for kind, root in ROOTS.items()
    }
    measures = found[KIND].filter(overdue(at))
    return {
        **{kind: rows.filter(acting).order_by("number") for kind, rows in found.items()},
        KIND: measures.filter(acting | Q(raised_to=unit.id)).order_by("number"),
    }


def units_led_from(unit: UnitView, at: datetime) -> frozenset[int]:
    """A unit and those below it whose nearest commander is that of the unit; one query."""
    here, day = tree(), at.astimezone(zone_of_unit(unit)).date()
    below = here.ids_in((unit.range,))
    posts = [one for one in commanders_on(below - {unit.id}, day) if one.kind != DELEGATE]
    return below.difference(*(here.ids_in((one.unit.range,)) for one in posts))
