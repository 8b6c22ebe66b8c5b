"""Duties to notify as the API gives them out: in full, or without names and injuries."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel, Field

from baken.core.access import Actor, may
from baken.rooms.library.queries import duty_table
from baken.rooms.library.rules.duty_facts import OF_PERSONS
from baken.rooms.org.queries import tree
from baken.rooms.reports.models import ExternalNotification
from baken.rooms.reports.permits import READ_INJURIES, READ_NOTIFICATION
from baken.rooms.reports.queries.accident_list import Accident
from baken.rooms.reports.queries.duties import duty_named
from baken.rooms.reports.queries.duty_given import given_for
from baken.rooms.reports.queries.duty_texts import authority_label, duty_label, script_of
from baken.rooms.reports.rules.duties import urgency_of


class NotificationListed(BaseModel):
    """A duty to notify in a list: nothing about persons."""

    id: UUID
    ref: str
    occurrence: str
    duty: str
    label: str
    owner: str = Field(description="The role that owes it.")
    unit: str
    owner_unit: str | None
    state: str
    urgency: str = Field(description="`overdue`, `soon` (within a day), `later`, or empty.")
    opened_at: datetime
    reopened_at: datetime | None
    known_at: datetime = Field(description="Since when the facts are known that made it a duty.")
    late: bool = Field(description="True where they were known later than the occurrence itself.")
    term_at: datetime = Field(description="By when the first notification must be done.")
    due_at: datetime | None = Field(description="What is due now; null when nothing is.")
    lapsed_at: datetime | None = Field(
        description="Since when the facts no longer ask for it; it stays until it is settled."
    )
    called_at: datetime | None
    confirmed_at: datetime | None
    by_hand: bool


class NotificationPage(BaseModel):
    """Duties, newest first."""

    items: list[NotificationListed]
    next: str | None


class AuthorityOut(BaseModel):
    """Whom to tell; the number is empty where the installation gave none."""

    code: str
    label: str
    phone: str


class GivenOut(BaseModel):
    """One thing that may be told; `withheld` where you may not see it yourself."""

    name: str
    label: str
    value: Any
    withheld: bool


class NotificationSummary(NotificationListed):
    """A duty for readers without names: whom, how, what may be given, what was done."""

    authorities: list[AuthorityOut]
    channels: list[str]
    basis: str
    assumption: bool
    script: list[str]
    given: list[GivenOut]
    because: list[str] = Field(
        description="The facts that made it a duty; those about injuries with their own permit."
    )
    channel: str
    reference: str
    reports_sent: int
    report_sent_at: datetime | None
    written_report: str


class NotificationOut(NotificationSummary):
    """A duty in full: also who notified, whom, and why it would not be needed."""

    caller: str
    spoken_to: str
    reason: str
    proposed_by: UUID | None


class OpenDutyBody(BaseModel):
    """A duty of the table to open by hand."""

    duty: str = Field(max_length=40)
    reason: str = Field(max_length=50_000)


class AccidentOut(BaseModel):
    """An accident on the list: its nature and date, and why it stands there."""

    ref: str
    day: date
    kind: str
    summary: str
    unit: str
    notified_at: datetime | None
    absent_over_3_days: bool


class AccidentPage(BaseModel):
    """The accidents of a year, newest first."""

    year: int
    items: list[AccidentOut]
    next: str | None


_PLAIN = (
    "id",
    "ref",
    "duty",
    "owner",
    "state",
    "opened_at",
    "reopened_at",
    "known_at",
    "term_at",
    "due_at",
    "lapsed_at",
    "called_at",
    "confirmed_at",
    "by_hand",
)
_SAID = ("channel", "reference", "reports_sent", "report_sent_at", "written_report")
_IN_FULL = ("caller", "spoken_to", "reason", "proposed_by")


def notification_listed(one: ExternalNotification, at: datetime) -> NotificationListed:
    """A duty as it stands in a list; its occurrence must have been read along."""
    units = tree().by_id
    return NotificationListed(
        **{name: getattr(one, name) for name in _PLAIN},
        occurrence=one.occurrence.ref,
        label=duty_label(one.duty),
        unit=units[one.unit_id].code,
        owner_unit=units[one.owner_unit_id].code if one.owner_unit_id else None,
        urgency=urgency_of(one.due_at, at),
        late=one.is_late,
    )


def notification_out(
    one: ExternalNotification, actor: Actor, at: datetime
) -> NotificationOut | NotificationSummary:
    """A duty as far as the actor may read it."""
    duty, sees = duty_named(one.duty), may(actor, READ_INJURIES, one.occurrence)
    shown = {
        **notification_listed(one, at).model_dump(),
        **{name: getattr(one, name) for name in _SAID},
        "authorities": [_authority(code) for code in duty.authorities] if duty else [],
        "channels": list(duty.channels) if duty else [],
        "basis": duty.basis if duty else "",
        "assumption": duty.assumption if duty else False,
        "script": list(script_of(one.duty)),
        "given": [GivenOut(**vars(told)) for told in given_for(actor, one, at)],
        "because": [name for name in one.because if sees or not name.startswith(OF_PERSONS)],
    }
    if not may(actor, READ_NOTIFICATION, one):
        return NotificationSummary(**shown)
    return NotificationOut(**shown, **{name: getattr(one, name) for name in _IN_FULL})


def accident_out(line: Accident) -> AccidentOut:
    """A line of the accident list."""
    return AccidentOut(
        ref=line.one.ref,
        day=line.day,
        kind=line.one.kind,
        summary=line.one.summary,
        unit=tree().by_id[line.one.unit_id].code,
        notified_at=line.notified_at,
        absent_over_3_days=line.absent,
    )


def _authority(code: str) -> AuthorityOut:
    phone = duty_table().authorities[code].phone
    return AuthorityOut(code=code, label=authority_label(code), phone=phone)
