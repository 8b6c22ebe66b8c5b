"""The measures that a commander takes over: what is overdue when command changes hands."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Q

from baken.rooms.measures.models import Measure
from baken.rooms.measures.queries.lists import overdue
from baken.rooms.org.queries import UnitView, commanders_on, tree, zone_of_unit
from baken.rooms.org.queries.commanders import DELEGATE

# What measures are called among what is taken over.
KIND = "measure"


def overdue_with(unit: UnitView, at: datetime) -> Any:
    """Measures owed before ``at`` on which the commander of a unit acts, or that rose to them.

    Beside those of the unit these are of units below without a commander of their own or of a unit in
    between. Who commands is looked at on that day; one query, and one for the measures.
    Source: domain reference, organisation, section 8.1.
    """
    here = tree()
    ids = units_led_from(unit, at)
    acting = Q(owner_unit=None) & here.among("unit_id", ids) | here.among("owner_unit_id", ids)
    rows: Any = Measure.objects.for_system(reason="terms").filter(overdue(at))
    return rows.filter(acting | Q(raised_to=unit.id)).order_by("number")


def units_led_from(unit: UnitView, at: datetime) -> frozenset[int]:
    """A unit and those below it whose nearest commander is that of the unit; one query."""
    here, day = tree(), at.astimezone(zone_of_unit(unit)).date()
    below = here.ids_in((unit.range,))
    posts = [one for one in commanders_on(below - {unit.id}, day) if one.kind != DELEGATE]
    return below.difference(*(here.ids_in((one.unit.range,)) for one in posts))
