"""Tells everybody who reported the same occurrence the same thing."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from baken.core.access import AccessDenied, Actor, may
from baken.rooms.reports.actions.say import send_message
from baken.rooms.reports.models import Occurrence, Report
from baken.rooms.reports.permits import ANSWER, RESPOND
from baken.rooms.reports.queries.conversation import Said, message_said
from baken.rooms.reports.queries.occurrence import reports_of


def tell_reporters(
    *, actor: Actor, occurrence: Occurrence, text: str, at: datetime
) -> list[tuple[Report, Said]]:
    """Send one message into each report that the actor may answer; returns them with the message.

    The actor's own report is left out. Raises AccessDenied when there is none, FieldsRefused for an
    empty or too long text.
    """
    with transaction.atomic():
        reports = [
            report
            for report in reports_of(actor, occurrence)
            if may(actor, ANSWER, report) and not may(actor, RESPOND, report)
        ]
        if not reports:
            raise AccessDenied(ANSWER, _("You may answer none of the reports of this occurrence."))
        sent = [
            (report, send_message(actor=actor, report=report, text=text, at=at))
            for report in reports
        ]
    return [(report, message_said(message)) for report, message in sent]
