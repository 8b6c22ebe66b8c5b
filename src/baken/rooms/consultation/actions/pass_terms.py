"""Tells both sides of consultations whose term has passed; the state stays."""

from __future__ import annotations

import logging
from datetime import datetime

from django.db import InterfaceError, OperationalError

from baken.core.access import Actor
from baken.core.workflow.errors import StepRefused
from baken.rooms.consultation.actions.take_step import take_consultation_step
from baken.rooms.consultation.models import Consultation

log = logging.getLogger(__name__)


def pass_terms(*, actor: Actor, at: datetime, most: int = 100) -> int:
    """Note that the term of consultations has passed, the longest over first; returns how many.

    Each in its own transaction: what was answered meanwhile is left alone, and one that cannot be
    noted keeps no other waiting.
    """
    rows = Consultation.objects.for_system(reason="terms")
    late = rows.filter(state="asked", due_at__lte=at, passed_at__isnull=True)
    return sum(_noted(one, actor, at) for one in list(late.order_by("due_at")[:most]))


def _noted(record: Consultation, actor: Actor, at: datetime) -> int:
    try:
        take_consultation_step(actor=actor, record=record, step="pass_term", at=at)
    except StepRefused:
        return 0
    except (OperationalError, InterfaceError):
        raise
    except Exception:
        log.exception("the term of %s could not be noted", record.ref)
        return 0
    return 1
