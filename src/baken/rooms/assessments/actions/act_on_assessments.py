"""What the clock does with assessments: calls for a review, and says that one expired."""

from __future__ import annotations

import logging
from datetime import datetime

from django.db import InterfaceError, OperationalError

from baken.core import clock
from baken.core.access import Actor
from baken.core.workflow.errors import StepRefused
from baken.rooms.assessments.actions.take_step import take_assessment_step
from baken.rooms.assessments.models import Assessment
from baken.rooms.assessments.rules import HOLDING

log = logging.getLogger(__name__)


def act_on_assessments(*, actor: Actor, at: datetime, most: int = 100) -> int:
    """Call for the reviews that are due and end what is no longer valid; returns how many.

    Each in its own transaction, so that one that cannot be done keeps no other waiting.
    Source: domain reference, instruments, section 2.
    """
    today = clock.local_date(at)
    rows = Assessment.objects.for_system(reason="terms")
    over = rows.filter(state__in=HOLDING, valid_until__lt=today).order_by("valid_until")
    due = rows.filter(state="in_force", review_on__lte=today).order_by("review_on")
    done = sum(_done(one, "expire", actor, at) for one in list(over[:most]))
    return done + sum(_done(one, "call_for_review", actor, at) for one in list(due[:most]))


def _done(record: Assessment, step: str, actor: Actor, at: datetime) -> int:
    try:
        take_assessment_step(actor=actor, record=record, step=step, at=at)
    except StepRefused:
        return 0
    except (OperationalError, InterfaceError):
        raise
    except Exception:
        log.exception("%s could not be taken with %s", step, record.ref)
        return 0
    return 1
