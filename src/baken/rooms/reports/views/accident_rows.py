"""Accident records as rows of a table, and their facts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.html import format_html
from django.utils.translation import gettext as _

from baken.core import clock
from baken.core.access import Actor, may
from baken.core.page.addresses import record_address
from baken.rooms.org.queries import persons_named, tree
from baken.rooms.reports.models import AccidentRecord, Occurrence
from baken.rooms.reports.permits import READ_OCCURRENCE, READ_SUMMARY
from baken.rooms.reports.views.facts import due_shown
from baken.rooms.reports.workflow import ACCIDENT_RECORD

Columns = list[dict[str, Any]]
Facts = list[tuple[str, Any]]


def accident_rows(found: Sequence[AccidentRecord]) -> tuple[Columns, list[dict[str, Any]]]:
    """A table of accident records: reference, of whom, unit, day, state."""
    here, names = tree(), persons_named(one.person for one in found)
    columns: Columns = [
        {"key": "ref", "label": _("Reference"), "url": "url", "head": True, "phone": "line"},
        {"key": "person", "label": _("Of whom"), "phone": "lead"},
        {"key": "unit", "label": _("Unit"), "phone": "line"},
        {"key": "day", "label": _("Opened"), "phone": "line"},
        {"key": "state", "label": _("State"), "phone": "line"},
    ]
    rows = [
        {
            "ref": one.ref,
            "url": record_address(one),
            "person": names.get(one.person, ""),
            "unit": here.by_id[one.unit_id].name,
            "day": clock.local_date(one.opened_at),
            "state": ACCIDENT_RECORD.states[one.state],
        }
        for one in found
    ]
    return columns, rows


def record_links(found: Sequence[AccidentRecord]) -> list[dict[str, Any]]:
    """Records as links on the page of their occurrence: which and how far, never of whom."""
    return [
        {"ref": one.ref, "url": record_address(one), "state": ACCIDENT_RECORD.states[one.state]}
        for one in found
    ]


def accident_facts_list(record: AccidentRecord, actor: Actor, at: datetime) -> Facts:
    """What stands in a record, for those who read it."""
    not_yet = _("not yet written")
    told: Facts = [
        (_("Of whom"), persons_named([record.person]).get(record.person, "")),
        (_("Unit"), tree().by_id[record.unit_id].name),
        (_("On duty"), {True: _("yes"), False: _("no"), None: not_yet}[record.on_duty]),
        (_("When"), record.happened_at or not_yet),
        (_("Where"), record.place or not_yet),
        (_("Duty or activity"), record.activity or not_yet),
        (_("What happened"), record.course or not_yet),
        (_("Injury in general terms"), record.injury or not_yet),
        (_("Witnesses"), record.witnesses or _("none mentioned")),
        (_("Asked for by the person"), _("yes") if record.requested else _("no")),
    ]
    if record.due_at:
        told.append((_("To be done by"), due_shown(record.due_at, at)))
    if record.occurrence and _reads(actor, record.occurrence):
        url = record_address(record.occurrence)
        link = format_html('<a href="{}">{}</a>', url, record.occurrence.ref)
        told.append((_("Occurrence"), link))
    return told


def _reads(actor: Actor, occurrence: Occurrence) -> bool:
    return any(may(actor, permit, occurrence) for permit in (READ_OCCURRENCE, READ_SUMMARY))
