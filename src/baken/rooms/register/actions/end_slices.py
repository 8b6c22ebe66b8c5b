"""Ends slices of exposure whose time is over."""

from __future__ import annotations

import logging
from datetime import datetime

from django.db import InterfaceError, OperationalError

from baken.core.access import Actor
from baken.core.workflow.errors import StepRefused
from baken.rooms.register.actions.take_slice_step import take_slice_step
from baken.rooms.register.models import Slice
from baken.rooms.register.queries.stacks import OPEN

log = logging.getLogger(__name__)


def end_slices(*, actor: Actor, at: datetime, most: int = 100) -> int:
    """End the slices that are over, the longest over first; returns how many.

    Each in its own transaction: what another worker or a person ended meanwhile is not ended again,
    and one that cannot be ended keeps no other waiting.
    """
    rows = Slice.objects.for_system(reason="terms").filter(state=OPEN, to_at__lte=at)
    return sum(_ended(one, actor, at) for one in list(rows.order_by("to_at")[:most]))


def _ended(record: Slice, actor: Actor, at: datetime) -> int:
    try:
        take_slice_step(actor=actor, record=record, step="run_out", at=at)
    except StepRefused:
        return 0
    except (OperationalError, InterfaceError):
        raise
    except Exception:
        log.exception("the slice %s could not be ended", record.ref)
        return 0
    return 1
