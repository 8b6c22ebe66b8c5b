"""Opens a duty to notify by hand: by agreement, by a checklist, or because somebody thinks it wise."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from baken.core.access import Actor, refuse_unless, signing
from baken.core.workflow.advance import locked
from baken.core.workflow.errors import FieldsRefused
from baken.core.workflow.fields import LONGEST_TEXT
from baken.rooms.library.rules.duty_facts import Triggered
from baken.rooms.reports.actions.weigh_duties import Knowing, open_one
from baken.rooms.reports.models import ExternalNotification, Occurrence
from baken.rooms.reports.permits import NOTIFY
from baken.rooms.reports.queries.duties import duty_named, existing_of, first_known_of


def open_duty(
    *, actor: Actor, occurrence: Occurrence, duty: str, reason: str, at: datetime
) -> ExternalNotification:
    """Open a duty of the table that the facts of an occurrence do not ask for by themselves.

    Raises AccessDenied for whoever may not notify there, and FieldsRefused for an unknown duty, one
    that is there already, or without a reason.
    """
    with transaction.atomic():
        fresh = locked(occurrence)
        refuse_unless(actor, NOTIFY, fresh)
        row = duty_named(duty)
        if row is None or row.form != "notify":
            raise FieldsRefused({"duty": _("Choose one of the options shown.")})
        if duty in existing_of(fresh):
            raise FieldsRefused({"duty": _("This duty is there already.")})
        why = reason.strip()
        if not why or len(why) > LONGEST_TEXT or "\x00" in why:
            raise FieldsRefused({"reason": _("Say why, in plain words and without names.")})
        knowing = Knowing(fresh, first_known_of(fresh), at, at)
        signer = signing(actor, NOTIFY, fresh)
        return open_one(row, Triggered(None), knowing, signer, reason=why)
