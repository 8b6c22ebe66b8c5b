"""Who can own a risk: who leads the unit that acts on it, or the nearest one above it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from baken.core.access import Actor, may
from baken.rooms.org.queries import UnitView, nearest_holders
from baken.rooms.register.models import Risk
from baken.rooms.register.permits import MANAGE

OWNING_ROLES = ("commander", "supervisor")


def owners_of(unit: UnitView, at: datetime) -> dict[str, str]:
    """The names of who can own a risk of a unit, by person: the commander first."""
    holders = nearest_holders(roles=OWNING_ROLES, unit=unit, at=at)
    return {str(one.person): one.name for one in holders}


def manages_risks_of(actor: Actor, unit: UnitView) -> bool:
    """Whether somebody manages the risks of a unit, so that they say who owns one there."""
    return may(actor, MANAGE, Risk(unit_id=unit.id))


def owners_to_name(actor: Actor, unit: UnitView | None, at: datetime) -> Mapping[str, str]:
    """Who somebody can name as the owner when a risk of a unit is stated; nobody if it is not theirs."""
    if unit is None or not manages_risks_of(actor, unit):
        return {}
    return owners_of(unit, at)
