"""Who adds documents to an assessment."""

from __future__ import annotations

from baken.core.access import Actor, may
from baken.rooms.assessments.models import Assessment
from baken.rooms.assessments.permits import REVIEW, WORK
from baken.rooms.assessments.rules import MAKING


def adding_permit(actor: Actor, record: Assessment) -> str:
    """By which right somebody adds documents while it is made, such as an expert's report; or nothing."""
    if record.state not in MAKING:
        return ""
    return next((permit for permit in (WORK, REVIEW) if may(actor, permit, record)), "")
