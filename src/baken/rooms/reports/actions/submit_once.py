"""Takes a report in when the same one may come in twice at the same moment."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import IntegrityError
from django.utils.translation import gettext as _

from baken.core.access import Actor
from baken.core.api.idempotency import KeyReused
from baken.core.workflow.errors import FieldsRefused
from baken.rooms.reports.actions.submit_report import Submitted, submit_report
from baken.rooms.reports.rules import Intake


def submit_once(
    *, actor: Actor, intake: Intake, at: datetime, key: str, report_id: uuid.UUID | None = None
) -> Submitted:
    """Store a report, or give the one that a sending at the same moment has just stored.

    Refused as ``submit_report``; KeyReused also when another report bears the sender's own id;
    FieldsRefused when an anonymous report comes with an id that is not random.
    """
    if report_id is not None and intake.identity == "anonymous" and report_id.version != 4:
        raise FieldsRefused({"id": _("An anonymous report takes a random id (version 4).")})
    for _attempt in range(2):
        try:
            return submit_report(actor=actor, intake=intake, at=at, key=key, report_id=report_id)
        except IntegrityError:
            continue
    raise KeyReused
