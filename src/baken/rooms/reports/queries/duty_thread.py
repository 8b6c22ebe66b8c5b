"""The thread of a duty to notify: its occurrence, and every step; names only for who reads in full."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from baken.core.access import Actor, may
from baken.core.page.addresses import record_address
from baken.core.questions import ThreadNode
from baken.rooms.reports.models import ExternalNotification
from baken.rooms.reports.permits import READ_NOTIFICATION, READ_OCCURRENCE, READ_SUMMARY
from baken.rooms.reports.queries.choices import channel_label
from baken.rooms.reports.queries.steps import newest_steps
from baken.rooms.reports.queries.thread import step_node

_WORDS = ("what", "why", "reason", "note")


def nodes_of_duty(actor: Actor, one: ExternalNotification) -> Iterable[ThreadNode]:
    """Its occurrence first, as far as the actor may see it, then the steps, newest first."""
    occurrence = one.occurrence
    in_full = may(actor, READ_NOTIFICATION, one)
    reads = may(actor, READ_OCCURRENCE, occurrence)
    if reads or may(actor, READ_SUMMARY, occurrence):
        yield ThreadNode(
            kind="occurrence",
            title=occurrence.title if reads else occurrence.summary,
            at=occurrence.triaged_at,
            ref=occurrence.ref,
            url=record_address(occurrence),
            relation=_("duty of"),
        )
    for step in newest_steps(one):
        node = replace(step_node(one, step), text=_said(step, in_full=in_full))
        yield node if in_full else replace(node, by="")


def _said(step: Any, *, in_full: bool) -> str:
    """What a step tells: how and when somebody was told, and in full by whom and why."""
    words = step.words if in_full else {}
    parts = [_call(step.facts), words.get("caller"), words.get("spoken_to")]
    parts += [words.get(name) for name in _WORDS]
    parts.append(step.words.get("written_report"))
    return " – ".join(part for part in parts if part)


def _call(facts: Mapping[str, Any]) -> str:
    if "called_at" not in facts:
        return ""
    moment = localtime(datetime.fromisoformat(facts["called_at"]))
    told = [channel_label(facts["channel"]), f"{date_format(moment, 'j F Y')} {moment:%H:%M}"]
    if facts.get("reference"):
        told.append(_("number %(number)s") % {"number": facts["reference"]})
    return ", ".join(told)
