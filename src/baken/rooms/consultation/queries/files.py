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
    """By which right somebody adds documents to a consultation; nothing when they do not.

    Who speaks for the body adds them for it alone, and so none before it is asked.
    """
    if record.state not in OPEN_STATES:
        return ""
    if any(one.person == actor.person for one in speakers_of(record, at)):
        is_asked = record.state != "draft" and may(actor, ANSWER, record)
        return ANSWER if is_asked else ""
    return ASK if asks_for(actor, record) else ""
