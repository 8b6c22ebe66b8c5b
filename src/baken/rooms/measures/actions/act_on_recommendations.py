"""What the clock does with recommendations: it tells what is owed, and warns that parliament waits."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import Any

from django.db import InterfaceError, OperationalError
from django.db.models import Q

from baken.core.access import Actor
from baken.core.workflow.errors import StepRefused
from baken.rooms.measures.actions.take_recommendation_step import take_recommendation_step
from baken.rooms.measures.models import Recommendation

log = logging.getLogger(__name__)

AGAIN = timedelta(hours=1)
ROUNDS = (("reminds_at", "remind"), ("warns_at", "warn"))


def act_on_recommendations(*, actor: Actor, at: datetime, most: int = 100) -> int:
    """Act on recommendations whose time has come, the longest over first; returns how many.

    Each in its own transaction and under its own guards. One that cannot be acted on keeps no other
    waiting and is tried again later.
    """
    waited = Q(retry_at__isnull=True) | Q(retry_at__lte=at)
    done = 0
    for column, step in ROUNDS:
        rows: Any = Recommendation.objects.for_system(reason="terms")
        due = rows.filter(waited, **{f"{column}__lte": at}).order_by(column)
        done += sum(_taken(one, step, actor, at) for one in list(due[:most]))
    return done


def _taken(record: Recommendation, step: str, actor: Actor, at: datetime) -> int:
    try:
        take_recommendation_step(actor=actor, record=record, step=step, at=at)
    except StepRefused:
        return _later(record, at)
    except (OperationalError, InterfaceError):
        raise
    except Exception:
        log.exception("the clock could not act on the recommendation %s", record.ref)
        return _later(record, at)
    return 1


def _later(record: Recommendation, at: datetime) -> int:
    rows: Any = Recommendation.objects.for_system(reason="terms").filter(pk=record.pk)
    rows.update(retry_at=at + AGAIN)
    return 0
