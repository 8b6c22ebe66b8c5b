"""Takes a report in from a program that may have given it an id of its own."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.utils.translation import gettext as _

from baken.core.access import Actor
from baken.core.workflow.errors import FieldsRefused
from baken.rooms.reports.actions.submit_report import Submitted, submit_report
from baken.rooms.reports.rules import ANYWHERE, Arrived, Intake


def submit_once(
    *,
    actor: Actor,
    intake: Intake,
    at: datetime,
    key: str,
    report_id: uuid.UUID | None = None,
    arrived: Arrived = ANYWHERE,
) -> Submitted:
    """Store a report once, however often it is sent under its key or its own id.

    Refused as ``submit_report``; KeyReused also when another report bears the sender's own id;
    FieldsRefused when an anonymous report comes with an id that is not random: others tell the
    moment or the machine.
    """
    if report_id is not None and intake.identity == "anonymous" and report_id.version != 4:
        raise FieldsRefused({"id": _("An anonymous report takes a random id (version 4).")})
    return submit_report(
        actor=actor, intake=intake, at=at, key=key, report_id=report_id, arrived=arrived
    )
