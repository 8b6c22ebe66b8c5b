"""Who adds documents to a consultation."""

from __future__ import annotations

from datetime import datetime

from baken.core.access import Actor, may
from baken.rooms.consultation.models import Consultation
from baken.rooms.consultation.permits import ANSWER, ASK
from baken.rooms.consultation.queries.bodies import speakers_of
from baken.rooms.consultation.queries.facts import asks_for
from baken.rooms.consultation.rules import OPEN_STATES


def adding_permit(actor: Actor, record: Consultation, at: datetime) -> str:
    """By which right somebody adds documents to a consultation; nothing when they do not."""
    if record.state not in OPEN_STATES:
        return ""
    if asks_for(actor, record):
        return ASK
    speaks = any(one.person == actor.person for one in speakers_of(record, at))
    is_asked = record.state != "draft" and speaks and may(actor, ANSWER, record)
    return ANSWER if is_asked else ""
