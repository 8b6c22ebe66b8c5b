"""Reckons the barriers of a bow-tie anew: on everything that happens to it, and once a day."""

from __future__ import annotations

import logging
from datetime import date, datetime

from django.db import InterfaceError, OperationalError, transaction
from django.db.models import Q

from baken.core import clock
from baken.core.access import Actor
from baken.core.workflow.advance import Change, advance, locked
from baken.rooms.register.actions.barrier_red import bring_back
from baken.rooms.register.models import Barrier, BowTie
from baken.rooms.register.queries.barrier_standing import Known, known_of, standing_at
from baken.rooms.register.queries.red_barriers import risks_hit_by
from baken.rooms.register.rules.barriers import RED, Standing

log = logging.getLogger(__name__)


def turn_barriers(*, actor: Actor, record: BowTie, at: datetime) -> int:
    """Let health and status of every barrier be as they are now; returns how many turned.

    The caller holds the lock of the bow-tie; ``actor`` is the product itself. Every other status is a
    step in its history; a barrier that turns red brings the grave risks that lean on it back for a
    decision. A bow-tie that is withdrawn is left as it was.
    """
    if record.state != "in_use":
        return 0
    known, turned = known_of(record), 0
    for barrier in Barrier.objects.of(record).order_by("id"):
        standing = standing_at(barrier, known.get(barrier.pk, Known()), at)
        if standing.status != barrier.status:
            _turn(actor, record, barrier, standing, at)
            turned += 1
        elif standing.health != barrier.health:
            barrier.health = standing.health
            barrier.save(update_fields=["health"])
    return turned


def look_at_barriers(*, actor: Actor, at: datetime, most: int = 100) -> int:
    """Look at bow-ties that nobody looked at today; returns at how many.

    Signals fade and evidence grows old without anybody doing anything. Each bow-tie is a transaction
    of its own; one that cannot be reckoned keeps the others from nothing and is tried tomorrow.
    """
    day = clock.local_date(at)
    not_yet = Q(looked_on__isnull=True) | Q(looked_on__lt=day)
    waiting = BowTie.objects.for_system(reason="terms").filter(not_yet, state="in_use")
    numbers = list(waiting.order_by("looked_on", "number").values_list("pk", flat=True)[:most])
    return sum(_looked_at(actor, number, day, at) for number in numbers)


def _looked_at(actor: Actor, number: int, day: date, at: datetime) -> int:
    rows = BowTie.objects.for_system(reason="terms").filter(pk=number)
    try:
        with transaction.atomic():
            record = locked(rows.get())
            turn_barriers(actor=actor, record=record, at=at)
    except (OperationalError, InterfaceError):
        raise
    except Exception:
        log.exception("the barriers of bow-tie %s could not be reckoned", number)
    rows.update(looked_on=day)
    return 1


def _turn(actor: Actor, record: BowTie, barrier: Barrier, standing: Standing, at: datetime) -> None:
    facts = {
        "barrier": barrier.code,
        "before": barrier.status,
        "status": standing.status,
        "health": standing.health,
    }
    barrier.health, barrier.status, barrier.status_since = standing.health, standing.status, at
    barrier.save(update_fields=["health", "status", "status_since"])
    change = Change(values={"touched_at": at}, facts=facts, words={"text": barrier.text})
    advance(record=record, step="turn", actor=actor, at=at, change=change)
    hit = risks_hit_by(barrier) if standing.status == RED else []
    bring_back(risks=hit, record=record, barrier=barrier, at=at)
