"""What the clock does with measures: overdue ones are shown a level up, unanswered questions climb."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import Any

from django.db import InterfaceError, OperationalError
from django.db.models import Q

from baken.core.access import Actor
from baken.core.workflow.errors import StepRefused
from baken.rooms.measures.actions.take_step import take_step
from baken.rooms.measures.models import Measure
from baken.rooms.measures.queries.terms import latest_today
from baken.rooms.measures.rules.states import EFFECTIVE

log = logging.getLogger(__name__)

AGAIN = timedelta(hours=1)


def act_on_measures(*, actor: Actor, at: datetime, most: int = 100) -> int:
    """Act on measures whose time has come, the longest over first; returns how many.

    Each in its own transaction and under its own guards: what somebody did meanwhile is seen. One that
    cannot be acted on keeps no other waiting and is tried again later.
    """
    rounds: list[tuple[Any, str, str]] = [
        (Q(rises_at__lte=at), "rises_at", "rise"),
        (Q(answer_due_at__lte=at), "answer_due_at", "climb"),
        (Q(ends_on__lt=latest_today(at), state=EFFECTIVE), "ends_on", "end_reached"),
    ]
    waited = Q(retry_at__isnull=True) | Q(retry_at__lte=at)
    done = 0
    for due, order, step in rounds:
        rows = Measure.objects.for_system(reason="terms").filter(due, waited)
        done += sum(_taken(one, step, actor, at) for one in list(rows.order_by(order)[:most]))
    return done


def _taken(record: Measure, step: str, actor: Actor, at: datetime) -> int:
    try:
        take_step(actor=actor, record=record, step=step, at=at)
    except StepRefused:
        return _later(record, at)
    except (OperationalError, InterfaceError):
        raise
    except Exception:
        log.exception("the clock could not act on the measure %s", record.ref)
        return _later(record, at)
    return 1


def _later(record: Measure, at: datetime) -> int:
    rows: Any = Measure.objects.for_system(reason="terms").filter(pk=record.pk)
    rows.update(retry_at=at + AGAIN)
    return 0
