"""What the clock does when a term is over; every term once, however many workers there are."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import Any

from django.db import InterfaceError, OperationalError, transaction

from baken.core.access import Actor
from baken.core.workflow.advance import locked
from baken.core.workflow.errors import StepRefused
from baken.rooms.reports.actions.bring_up import STALLED, bring_up
from baken.rooms.reports.actions.take_step import take_step
from baken.rooms.reports.models import Occurrence, Report

log = logging.getLogger(__name__)

AGAIN = timedelta(hours=1)


def act_on_terms(*, actor: Actor, at: datetime, most: int = 100) -> int:
    """Act on records whose term is over, the longest over first; returns on how many.

    What stalls is brought to the level above; an answered report to which nobody reacted closes.
    Each in its own transaction: what another worker did meanwhile is not done again.
    """
    done = 0
    for root in (Report, Occurrence):
        rows = root.objects.for_system(reason="terms").filter(stalls_at__lte=at)
        for number in list(rows.order_by("stalls_at").values_list("pk", flat=True)[:most]):
            done += _tried(root, number, actor, at)
    return done


def _tried(root: Any, number: int, actor: Actor, at: datetime) -> int:
    """One record that cannot be acted on must not keep the others waiting: it is tried again later.

    A database that is gone, or too busy, is no matter of one record: then the whole round stops.
    """
    try:
        return _act(root, number, actor, at)
    except (OperationalError, InterfaceError):
        raise
    except Exception:
        log.exception("no term could be acted on of %s %s", root._meta.label_lower, number)
        rows = root.objects.for_system(reason="terms").filter(pk=number)
        rows.update(stalls_at=at + AGAIN)
        return 0


def _act(root: Any, number: int, actor: Actor, at: datetime) -> int:
    with transaction.atomic():
        rows = root.objects.for_system(reason="terms").filter(pk=number, stalls_at__lte=at)
        found = rows.first()
        record = locked(found) if found is not None else None
        if record is None or record.stalls_at is None or record.stalls_at > at:
            return 0
        if record.state == "answered":
            _close(record, actor, at)
        elif not bring_up(record=record, at=at, why=STALLED):
            _rest(record)
        return 1


def _close(record: Any, actor: Actor, at: datetime) -> None:
    """Close what nobody said more about; what may not be closed waits for a person."""
    try:
        take_step(actor=actor, record=record, step="close", at=at)
    except StepRefused:
        _rest(record)


def _rest(record: Any) -> None:
    record.stalls_at = None
    record.save(update_fields=["stalls_at"])
