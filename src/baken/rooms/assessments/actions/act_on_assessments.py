"""What the clock does with assessments: calls for a review, tells what is overdue or that one expired."""

from __future__ import annotations

import logging
from datetime import datetime
from typing import Any

from django.db import InterfaceError, OperationalError

from baken.core import clock
from baken.core.access import Actor
from baken.core.workflow.errors import StepRefused
from baken.rooms.assessments.actions.take_step import take_assessment_step
from baken.rooms.assessments.models import Assessment, AssessmentCondition
from baken.rooms.assessments.queries.outdated import with_newer_instrument
from baken.rooms.assessments.rules import HOLDING, OPEN, REVIEWED

log = logging.getLogger(__name__)


def act_on_assessments(*, actor: Actor, at: datetime, most: int = 100) -> int:
    """Call for reviews that are due, end what is no longer valid, tell what is overdue; returns how many.

    Each in its own transaction, so that one that cannot be done keeps no other waiting.
    Source: domain reference, instruments, section 2.
    """
    today = clock.local_date(at)
    rows = Assessment.objects.for_system(reason="terms")
    over = rows.filter(state__in=HOLDING, valid_until__lt=today).order_by("valid_until")
    due = rows.filter(state="in_force", review_on__lte=today).order_by("review_on")
    late: Any = AssessmentCondition.objects.for_system(reason="terms")
    late = late.filter(standing=OPEN, due_on__lt=today, told_at__isnull=True).values("record")
    untold = rows.filter(pk__in=late, state__in=REVIEWED).order_by("number")
    return sum(
        _done(one, step, actor, at)
        for found, step in (
            (over, "expire"),
            (due, "call_for_review"),
            (untold, "pass_conditions"),
        )
        for one in list(found[:most])
    )


def call_after_new_versions(*, actor: Actor, at: datetime, most: int = 1000) -> int:
    """Call for a review of what was filled in on an instrument that has a newer version since.

    For each version once: who looked at it and found that nothing needs to change is left alone until the
    next. Returns how many. Source: domain reference, instruments, section 2 (changed catalogue).
    """
    why = {"why": "instrument"}
    found = with_newer_instrument(most)
    return sum(_done(one, "call_for_review", actor, at, why) for one in found)


def _done(
    record: Assessment, step: str, actor: Actor, at: datetime, fields: dict[str, Any] | None = None
) -> int:
    try:
        take_assessment_step(actor=actor, record=record, step=step, at=at, fields=fields)
    except StepRefused:
        return 0
    except (OperationalError, InterfaceError):
        raise
    except Exception:
        log.exception("%s could not be taken with %s", step, record.ref)
        return 0
    return 1
