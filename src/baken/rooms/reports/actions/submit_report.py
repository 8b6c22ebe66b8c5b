"""Takes a report in from whoever makes it: once, whole, and without a trace of who stays anonymous."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Sequence
from datetime import datetime

from baken.core.access import NOBODY, Actor, refuse_unless
from baken.core.files.content import CleanFile
from baken.rooms.reports.actions.nameless import nameless
from baken.rooms.reports.actions.take_in import (
    SEALED,
    Sending,
    Submitted,
    check_intake,
    take_in,
)
from baken.rooms.reports.permits import CREATE
from baken.rooms.reports.receipts import receipt_code
from baken.rooms.reports.rules import ANYWHERE, Arrived, Intake, placed

__all__ = ["SEALED", "Submitted", "submit_report"]


def submit_report(
    *,
    actor: Actor,
    intake: Intake,
    at: datetime,
    key: str = "",
    report_id: uuid.UUID | None = None,
    files: Sequence[CleanFile] = (),
    arrived: Arrived = ANYWHERE,
) -> Submitted:
    """Store a report; the same key with the same content gives the same report and answer.

    ``key`` is the sender's own random key, ``arrived`` the place whose code they came by. An
    anonymous report is made by nobody, whoever is logged in: no person, no moment, a random
    identifier. Raises FieldsRefused with a message per field, KeyReused when the key was used for
    something else, AccessDenied without the permit.
    """
    sender = NOBODY if intake.identity == "anonymous" else actor
    if not sender.is_nobody:
        refuse_unless(sender, CREATE)
    whole = placed(intake, arrived)
    check_intake(whole, at)
    sent_key = key or secrets.token_hex(16)
    sending = Sending(
        intake=whole,
        sender=sender,
        signer=sender.unnamed(),
        asked_by=actor,
        sent_by=str(sender.account or "intake"),
        key=sent_key,
        at=at,
        receipt="" if sender.own_key else receipt_code(sent_key),
        report_id=report_id,
        files=nameless(files) if sender.is_nobody else files,
        arrived=arrived,
        draft_of=None if actor.administers else actor.account,
    )
    return take_in(sending)
