"""What accident records ask of the commander and of the person concerned."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from baken.core.access import Actor
from baken.core.page.addresses import record_address
from baken.core.questions import InboxAsk, InboxCard, SearchHit
from baken.rooms.library.queries import terms_of
from baken.rooms.reports.models import AccidentRecord
from baken.rooms.reports.permits import READ_ACCIDENT
from baken.rooms.reports.queries.accident_records import (
    accidents_without_records,
    records_to_draw_up,
    records_to_read,
)

WEIGHT, OWN_WEIGHT = 40, 35


def accident_cards(ask: InboxAsk) -> Iterable[InboxCard]:
    """Records to open and to draw up, for the commander; records to read, for the person concerned."""
    hours = terms_of("accident_record")["draw_up_within_hours"]
    for occurrence in accidents_without_records(ask.actor, ask.at, ask.limit):
        yield InboxCard(
            ref=occurrence.ref,
            title=occurrence.title,
            reason=_(
                "Somebody of the own staff was hurt. Open the accident records of servicemen."
            ),
            url=reverse("reports:open-accident-records", args=[occurrence.ref]),
            action=_("Open"),
            due=occurrence.triaged_at + timedelta(hours=hours),
            weight=WEIGHT,
            severity=occurrence.potential_severity,
        )
    for record in records_to_draw_up(ask.actor, ask.at, ask.limit):
        yield _card(record, _to_do(record), _("Draw up"), WEIGHT)
    for record in records_to_read(ask.actor, ask.limit):
        reason = _("Read what stands there, and say what you want to add to it.")
        yield _card(record, reason, _("Read"), OWN_WEIGHT)


def _card(record: AccidentRecord, reason: str, action: str, weight: int) -> InboxCard:
    return InboxCard(
        ref=record.ref,
        title=_("Accident record %(ref)s") % {"ref": record.ref},
        reason=reason,
        url=record_address(record),
        action=action,
        due=record.due_at,
        weight=weight,
    )


def _to_do(record: AccidentRecord) -> str:
    return {
        "opened": _("Draw it up as soon as possible."),
        "drawn_up": _("Show it to the person."),
        "shown_to_person": _("The person has been heard, or the term is over: make it final."),
    }[record.state]


def accident_hits(actor: Actor, ref: str) -> Iterable[SearchHit]:
    """A record by its reference, for who reads it; no word of it is ever searched."""
    if not actor.holds(READ_ACCIDENT):
        return
    for record in AccidentRecord.objects.visible_to(actor, READ_ACCIDENT).filter(ref=ref):
        url = record_address(record)
        yield SearchHit(_("Accident record"), record.ref, record.ref, "", url, record.number)
