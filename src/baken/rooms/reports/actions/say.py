"""Adds a message to the conversation with a reporter."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from baken.core import clock
from baken.core.access import Actor, may, refuse_unless, signing
from baken.core.events.outbox import emit
from baken.core.records.numbers import anonymous_row_number, row_number
from baken.core.trail.append import Entry, append
from baken.core.workflow.advance import locked
from baken.core.workflow.errors import FieldsRefused
from baken.core.workflow.fields import LONGEST_TEXT
from baken.rooms.reports.events import REPORT_STEPPED
from baken.rooms.reports.models import Message, Report
from baken.rooms.reports.permits import ANSWER, RESPOND
from baken.rooms.reports.queries.parts import message_part

KINDS = ("message", "correction")


def send_message(
    *, actor: Actor, report: Report, text: str, at: datetime, kind: str = "message"
) -> Message:
    """Say something about a report the actor can see: as its reporter, or as its handler.

    A ``correction`` is added beneath the story, which nobody ever edits. Raises AccessDenied when the
    actor is neither, FieldsRefused for an empty or too long text.
    """
    if kind not in KINDS:
        raise FieldsRefused({"kind": _("Choose one of the options shown.")})
    plain = text.strip()
    if not plain or len(plain) > LONGEST_TEXT or "\x00" in plain:
        raise FieldsRefused({"text": _("Write a message of at most 50,000 characters.")})
    with transaction.atomic():
        fresh = locked(report)
        as_reporter = may(actor, RESPOND, fresh)
        if not as_reporter:
            refuse_unless(actor, ANSWER, fresh)
        side = "reporter" if as_reporter else "handler"
        signer = actor.unnamed() if as_reporter else signing(actor, ANSWER, fresh)
        message = say(report=fresh, actor=signer, side=side, text=plain, at=at, kind=kind)
        fresh.touched_at = message.at
        fresh.save(update_fields=["touched_at"])
        entry = Entry(
            code=f"reports.report.{kind}_by_{side}",
            from_state=fresh.state,
            to_state=fresh.state,
            words={kind: plain},
            parts=message_part(message),
        )
        append(record=fresh, actor=signer, at=at, entry=entry)
        emit(
            name=REPORT_STEPPED,
            record=fresh,
            at=at,
            payload={
                "step": kind,
                "notice": "handlers" if as_reporter else "reporter",
                "state": fresh.state,
            },
            by_nobody=actor.is_nobody,
        )
    return message


def say(
    *, report: Report, actor: Actor, side: str, text: str, at: datetime, kind: str = "message"
) -> Message:
    """Store a message inside the caller's step; a reporter's name is never stored with it."""
    day = clock.local_date(at)
    return Message.objects.create(
        number=anonymous_row_number(day) if actor.is_nobody else row_number(at),
        record=report,
        side=side,
        kind=kind,
        author=actor.person if side == "handler" else None,
        text=text,
        at=actor.moment(at),
    )
