"""What is known of one duty to notify, as far as the reader may see it."""

from __future__ import annotations

from typing import Any

from django.utils.html import format_html_join
from django.utils.timesince import timesince
from django.utils.translation import gettext as _

from baken.core.access import Actor, may
from baken.core.access.roles import role_label
from baken.core.page.addresses import record_address
from baken.rooms.library.queries import duty_table
from baken.rooms.library.rules.duties import Duty
from baken.rooms.org.queries import tree
from baken.rooms.reports.models import ExternalNotification
from baken.rooms.reports.permits import (
    READ_INJURIES,
    READ_NOTIFICATION,
    READ_OCCURRENCE,
    READ_SUMMARY,
)
from baken.rooms.reports.queries.choices import channel_label
from baken.rooms.reports.queries.duties import duty_named, start_of, term_end
from baken.rooms.reports.queries.duty_texts import authority_label, reasons_of
from baken.rooms.reports.rules.duties import DUTY_OPEN
from baken.rooms.reports.views.duty_rows import later_terms

Facts = list[tuple[str, Any]]


def duty_facts(actor: Actor, one: ExternalNotification) -> Facts:
    """What it is, whose, by when and what was done; names only for who reads it in full."""
    duty = duty_named(one.duty)
    found = [*_about(actor, one, duty), *_when(actor, one), *_done(one)]
    if may(actor, READ_NOTIFICATION, one):
        found += _in_full(one)
    return found


def _about(actor: Actor, one: ExternalNotification, duty: Duty | None) -> Facts:
    occurrence = one.occurrence
    opens = may(actor, READ_OCCURRENCE, occurrence) or may(actor, READ_SUMMARY, occurrence)
    shown: Any = (occurrence.ref, record_address(occurrence)) if opens else occurrence.ref
    found: Facts = [
        (_("Occurrence"), shown),
        (_("Unit"), tree().by_id[one.unit_id].name),
        (_("Whose duty"), role_label(one.owner)),
    ]
    if duty is not None:
        found.append((_("To whom"), _authorities(duty)))
        found.append((_("How"), ", ".join(channel_label(code) for code in duty.channels)))
        assumed = " " + _("(our own reading; check it)") if duty.assumption else ""
        found.append((_("Why it is a duty"), f"{duty.basis}{assumed}"))
    return found


def _authorities(duty: Duty) -> Any:
    known = duty_table().authorities
    lines = ((authority_label(code), _phone(known[code].phone)) for code in duty.authorities)
    return format_html_join("; ", "{}: {}", lines)


def _phone(number: str) -> str:
    return number or _("telephone number not filled in here")


def _when(actor: Actor, one: ExternalNotification) -> Facts:
    by_hand = _("opened by hand; see the history")
    sees = may(actor, READ_INJURIES, one.occurrence)
    reasons = ", ".join(reasons_of(one.because, with_health=sees))
    hidden = _("facts that you may not see")
    found: Facts = [
        (_("Because of"), by_hand if one.by_hand and not reasons else reasons or hidden),
        (_("Known since"), one.known_at),
        (_("To be notified by"), one.term_at),
    ]
    if one.due_at and one.due_at != one.term_at:
        found.append((_("Now due"), one.due_at))
    duty = duty_named(one.duty)
    start = start_of(duty, one.known_at, one.occurrence.happened_at) if duty else one.known_at
    ends = [term_end(later.term, start, one.occurrence) for later in duty.later] if duty else []
    return [*found, *later_terms(one, ends)]


def _done(one: ExternalNotification) -> Facts:
    """What was done, without who."""
    if one.called_at is None:
        return []
    found: Facts = [
        (_("Notified"), one.called_at),
        (_("How it was done"), channel_label(one.channel)),
        (_("Number of the notification"), one.reference or _("not known yet")),
    ]
    if one.called_at > one.known_at and one.state not in DUTY_OPEN:
        found.append((_("Time between known and notified"), timesince(one.known_at, one.called_at)))
    if one.confirmed_at:
        found.append((_("Confirmed"), one.confirmed_at))
    if one.report_sent_at:
        found.append((_("Written report sent"), one.report_sent_at))
        found.append((_("What the report says"), one.written_report))
    return found


def _in_full(one: ExternalNotification) -> Facts:
    told = ((_("Who notified"), one.caller), (_("Spoken to"), one.spoken_to))
    found: Facts = [(label, value) for label, value in told if value]
    if one.reason:
        found.append((_("Why not needed"), one.reason))
    return found
