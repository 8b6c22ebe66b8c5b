"""Hands everything that waits for one unit over to another, as before a unit is dissolved."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from baken.core.access import Actor
from baken.core.access.errors import AccessDenied
from baken.core.workflow.errors import StepRefused
from baken.rooms.reports.actions.take_step import take_step
from baken.rooms.reports.models import Occurrence, Report
from baken.rooms.reports.permits import HAND_OVER, HANDLE
from baken.rooms.reports.queries.waiting import waiting_for

MOST = 200


@dataclass(frozen=True)
class HandedOver:
    """How many records went over, and how many stay because the step was refused."""

    moved: int
    refused: int


def hand_over_all(*, actor: Actor, unit: int, to: str, at: datetime) -> HandedOver:
    """Take the step ``hand_over`` with up to 200 open records of a unit within the actor's reach.

    Each is a step of its own, with its own row in its history. Raises FieldsRefused when ``to`` is
    no unit that can act.
    """
    moved = refused = 0
    for record in list(_open(actor, unit))[:MOST]:
        try:
            take_step(
                actor=actor, record=record, step="hand_over", at=at, fields={"owner_unit": to}
            )
            moved += 1
        except (AccessDenied, StepRefused):
            refused += 1
    return HandedOver(moved, refused)


def _open(actor: Actor, unit: int) -> Iterator[Any]:
    for root, permit in ((Report, HAND_OVER), (Occurrence, HANDLE)):
        rows = waiting_for(root.objects.visible_to(actor, permit), unit)
        yield from rows.order_by("number")[:MOST]
