"""Calls for a review of an assessment that holds, unless it is looked at already."""

from __future__ import annotations

import logging
from datetime import datetime

from baken.core.access import system_actor
from baken.core.workflow.errors import StepRefused
from baken.rooms.assessments.actions import take_assessment_step
from baken.rooms.assessments.models import Assessment

log = logging.getLogger(__name__)


def call(record: Assessment, reason: str, at: datetime) -> None:
    """Let it be looked at again for a reason of the list ``review_reasons``; safe to repeat."""
    actor, told = system_actor("assessments"), {"why": reason}
    try:
        take_assessment_step(actor=actor, record=record, step="call_for_review", at=at, fields=told)
    except StepRefused:
        log.info("%s was called for a review already", record.ref)
