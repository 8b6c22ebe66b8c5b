"""Gathers what the guards of a duty's steps look at."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from baken.core.access import Actor, may
from baken.core.workflow.table import Guard, Refusal
from baken.rooms.org.queries import own_appointments, tree
from baken.rooms.reports.models import ExternalNotification, Report
from baken.rooms.reports.permits import READ_NOTIFICATION
from baken.rooms.reports.rules import No, not_own_report
from baken.rooms.reports.rules.duties import GUARDS as RULES
from baken.rooms.reports.rules.duties import NotificationFacts
from baken.rooms.reports.texts import REFUSALS


def notification_facts(
    record: ExternalNotification, actor: Actor, at: datetime
) -> NotificationFacts:
    """The facts about one duty that its guards decide on."""
    return NotificationFacts(
        is_own=_told_it(record, actor),
        is_first_reader=actor.person is not None and record.proposed_by == actor.person,
        is_owner_or_handler=handles_or_owes(record, actor, at),
    )


def _told_it(record: ExternalNotification, actor: Actor) -> bool:
    if not actor.own_key:
        return False
    reports = Report.objects.for_system(reason="advance").filter(occurrence=record.occurrence_id)
    return reports.filter(reporter_key=actor.own_key).exists()


def handles_or_owes(record: ExternalNotification, actor: Actor, at: datetime) -> bool:
    """Who reads it in full handles it; who sees summaries everywhere owes what their role owes."""
    return actor.is_system or may(actor, READ_NOTIFICATION, record) or owes(record, actor, at)


def owes(record: ExternalNotification, actor: Actor, at: datetime) -> bool:
    """Whether the actor holds the role that owes a duty, on its unit or above it."""
    line = {one.id for one in tree().line_up(tree().by_id[record.owner_unit_id or record.unit_id])}
    return any(
        post.role == record.owner and post.unit.id in line for post in own_appointments(actor, at)
    )


def _speaking(rule: Callable[[Any], No | None]) -> Guard:
    def guard(facts: Any) -> Refusal | None:
        no = rule(facts)
        return Refusal(no.code, REFUSALS[no.code]) if no else None

    return guard


GUARDS: Mapping[str, Guard] = {
    name: _speaking(rule) for name, rule in {**RULES, "not_own_report": not_own_report}.items()
}
