"""Where somebody makes posters or manages kiosks, as rows: so that a list is narrowed before it is cut."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from baken.core.access import Actor
from baken.core.access.scope import scope_of
from baken.rooms.org.models import Equipment, Site, Workplace
from baken.rooms.org.queries.tree import tree


def sites_within(actor: Actor, *permits: str) -> Any:
    """The sites whose holder the actor reaches with all of these permits."""
    rows = Site.objects.all()
    for permit in permits:
        rows = rows.filter(scope_of(actor, permit, Site).condition())
    return rows


def workplaces_within(actor: Actor, *permits: str) -> Any:
    """The workplaces of the units that the actor reaches with all of these permits."""
    units = frozenset.intersection(*(actor.units_of(permit) for permit in permits))
    return Workplace.objects.filter(tree().among("unit_id", units))


def equipment_within(actor: Actor, *permits: str) -> Any:
    """The equipment that the actor reaches with all of these permits."""
    first, *further = permits
    rows = Equipment.objects.visible_to(actor, first)
    for permit in further:
        rows = rows.filter(scope_of(actor, permit, Equipment).condition())
    return rows


def codes_within(actor: Actor, permit: str) -> Q:
    """The condition on a row with a ``place`` that the actor reaches what it stands at."""
    here = Q(place__kind__in=("site", "building"), place__site__in=sites_within(actor, permit))
    work = Q(place__workplace__in=workplaces_within(actor, permit))
    return here | work | Q(place__equipment__in=equipment_within(actor, permit))
