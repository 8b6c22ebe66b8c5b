"""Hands the equipment of one unit over to another, as before a unit is merged or dissolved."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from baken.core.access import Actor
from baken.core.access.errors import AccessDenied
from baken.core.workflow.errors import StepRefused
from baken.rooms.org.actions.equipment_steps import take_equipment_step
from baken.rooms.org.models import Equipment
from baken.rooms.org.permits import MANAGE_EQUIPMENT

MOST = 200


@dataclass(frozen=True)
class EquipmentHandedOver:
    """How many pieces went over, and how many stay because the step was refused."""

    moved: int
    refused: int


def hand_over_equipment(
    *, actor: Actor, unit: int, to: str, reason: str, at: datetime
) -> EquipmentHandedOver:
    """Take the step ``hand_over`` with up to 200 pieces of a unit that the actor manages.

    What is in use goes first; each is a step of its own. Raises FieldsRefused when ``to`` is no
    unit that can have it.
    """
    rows = Equipment.objects.visible_to(actor, MANAGE_EQUIPMENT).filter(unit=unit)
    moved = refused = 0
    fields = {"unit": to, "reason": reason}
    for record in list(rows.order_by("state", "number")[:MOST]):
        try:
            take_equipment_step(actor=actor, record=record, step="hand_over", at=at, fields=fields)
            moved += 1
        except (AccessDenied, StepRefused):
            refused += 1
    return EquipmentHandedOver(moved, refused)
