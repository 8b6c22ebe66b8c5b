"""Duties to notify as people see them: how pressing, by when, what was done."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timesince import timesince
from django.utils.translation import gettext as _

from baken.core import clock
from baken.core.access import Actor, may
from baken.core.access.roles import role_label
from baken.core.page.addresses import record_address
from baken.core.page.levels import Level
from baken.rooms.library.texts import said
from baken.rooms.org.queries import tree
from baken.rooms.reports.models import ExternalNotification, Occurrence
from baken.rooms.reports.permits import NOTIFY
from baken.rooms.reports.queries.duties import duty_named
from baken.rooms.reports.queries.duty_texts import duty_label
from baken.rooms.reports.queries.notifications import notifications_of
from baken.rooms.reports.rules.duties import DUTY_OPEN, urgency_of
from baken.rooms.reports.workflow import NOTIFICATION

Shown = list[dict[str, Any]]
_TONES = {"overdue": "extreme", "soon": "high", "later": "low", "": "none"}


def countdown(one: ExternalNotification, at: datetime) -> SafeString:
    """How pressing a duty is: shape, colour and word together, and how long there is or it waits."""
    urgency = urgency_of(one.due_at, at)
    level = Level(_TONES[urgency], _word(one, urgency))
    shape = render_to_string("page/components/severity.html", {"level": level})
    rest = _rest(one, urgency, at)
    return format_html("{} {}", SafeString(shape), rest) if rest else SafeString(shape)


def _word(one: ExternalNotification, urgency: str) -> str:
    duty = duty_named(one.duty)
    if urgency == "overdue" and one.state in DUTY_OPEN and duty and duty.term.is_at_once:
        return _("At once")
    words = {"overdue": _("Too late"), "soon": _("Soon"), "later": _("In time")}
    return words.get(urgency) or str(NOTIFICATION.states[one.state])


def _rest(one: ExternalNotification, urgency: str, at: datetime) -> str:
    """How long it waits, or how long there is."""
    if one.due_at is None:
        return ""
    if urgency == "overdue":
        return _("waits for %(long)s") % {"long": timesince(one.due_at, at, depth=1)}
    return _("%(long)s left") % {"long": timesince(at, one.due_at, depth=1)}


def late_because(one: ExternalNotification) -> str:
    """Why a duty was opened or opened again later than the occurrence; nothing when it was not."""
    if not one.is_late:
        return ""
    told = _("Late because known on %(moment)s.") % {"moment": _moment(one.known_at)}
    entered = one.reopened_at or one.opened_at
    if clock.local_date(entered) != clock.local_date(one.known_at):
        told += " " + _("Entered here on %(moment)s.") % {"moment": _moment(entered)}
    return str(told)


def lapsed_since(one: ExternalNotification) -> str:
    """That the facts no longer make it a duty, since when; nothing when they do."""
    if one.lapsed_at is None:
        return ""
    since = {"moment": _moment(one.lapsed_at)}
    return (
        _("Since %(moment)s the facts no longer ask for this. It stays until it is settled.")
        % since
    )


def duty_cards(found: Iterable[ExternalNotification], at: datetime) -> Shown:
    """The duties of an occurrence, what is due first in front."""
    ordered = sorted(found, key=lambda one: (one.due_at is None, one.due_at or one.opened_at))
    return [
        {
            "label": duty_label(one.duty),
            "url": record_address(one),
            "ref": one.ref,
            "countdown": countdown(one, at),
            "state": NOTIFICATION.states[one.state],
            "done": one.due_at is None,
            "who": role_label(one.owner),
            "late": late_because(one),
            "lapsed": lapsed_since(one),
        }
        for one in ordered
    ]


def duty_parts(actor: Actor, occurrence: Occurrence, at: datetime) -> dict[str, Any]:
    """The duties on an occurrence's page, and where one is opened by hand."""
    return {
        "duties": duty_cards(notifications_of(actor, occurrence), at),
        "open_duty_url": open_duty_url(actor, occurrence),
    }


def open_duty_url(actor: Actor, occurrence: Occurrence) -> str:
    """Where a duty is opened by hand, for whoever may; nothing for others."""
    if not may(actor, NOTIFY, occurrence):
        return ""
    return reverse("reports:open-duty", args=[occurrence.ref])


def duty_table_rows(
    found: Sequence[ExternalNotification], at: datetime
) -> tuple[list[dict[str, Any]], Shown]:
    """A table of duties: reference, duty, occurrence, unit, whose it is, by when, state."""
    here = tree()
    columns: list[dict[str, Any]] = [
        {"key": "ref", "label": _("Reference"), "url": "url", "head": True, "phone": "line"},
        {"key": "duty", "label": _("Duty"), "phone": "lead"},
        {"key": "pressing", "label": _("By when"), "phone": "line"},
        {"key": "state", "label": _("State"), "phone": "line"},
        {"key": "owner", "label": _("Whose"), "phone": "line"},
        {"key": "unit", "label": _("Unit"), "phone": "line"},
        {"key": "occurrence", "label": _("Occurrence"), "phone": "line"},
    ]
    rows = [
        {
            "ref": one.ref,
            "url": record_address(one),
            "duty": duty_label(one.duty),
            "pressing": countdown(one, at),
            "state": NOTIFICATION.states[one.state],
            "owner": role_label(one.owner),
            "unit": here.by_id[one.unit_id].name,
            "occurrence": one.occurrence.ref,
        }
        for one in found
    ]
    return columns, rows


def later_terms(one: ExternalNotification, ends: Sequence[datetime]) -> list[tuple[str, Any]]:
    """What must follow the first notification, with by when or that it was sent."""
    duty = duty_named(one.duty)
    if duty is None:
        return []
    return [
        (said(later.text), _("sent") if place < one.reports_sent else end)
        for place, (later, end) in enumerate(zip(duty.later, ends, strict=True))
    ]


def _moment(moment: datetime) -> str:
    local = moment.astimezone(clock.local_zone())
    return f"{date_format(local, 'j F Y')} {local:%H:%M}"
