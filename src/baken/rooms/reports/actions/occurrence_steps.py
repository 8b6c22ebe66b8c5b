"""What each step of an occurrence sets besides its state."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any

from baken.core.access import Actor
from baken.core.workflow.advance import Change
from baken.rooms.reports.actions.classify import (
    classification,
    due_of,
    keep_parts,
    lead_of,
    routed,
)
from baken.rooms.reports.actions.embargo import EMBARGO_STEPS
from baken.rooms.reports.actions.immediate import note_immediate
from baken.rooms.reports.actions.merge import merge
from baken.rooms.reports.actions.owner import change_of_owner
from baken.rooms.reports.actions.parents import clear_parent, set_parent
from baken.rooms.reports.actions.route import follow_route, route_weighed
from baken.rooms.reports.actions.same_event import keep_apart, same_event
from baken.rooms.reports.actions.second_reading import refuse_unread_lowering, with_lowering
from baken.rooms.reports.actions.unmerge import unmerge
from baken.rooms.reports.models import Occurrence


def _classify(
    occurrence: Occurrence, actor: Actor, at: datetime, fields: Mapping[str, Any]
) -> Change:
    refuse_unread_lowering(occurrence, fields)
    change = classification(occurrence=occurrence, actor=actor, at=at, fields=fields)
    change = with_lowering(occurrence, change)
    keep_parts(occurrence, fields, at)
    sent = route_weighed(occurrence, values=change.values, fields=fields, at=at)
    return replace(routed(change, sent), then=partial(follow_route, sent=sent, at=at))


def _assign(
    occurrence: Occurrence, actor: Actor, at: datetime, fields: Mapping[str, Any]
) -> Change:
    lead = lead_of(occurrence, fields, at)
    due = due_of(fields, at) or occurrence.due_at
    return Change(
        values={"lead": lead, "due_at": due},
        facts={"due_at": due.isoformat() if due else None},
        words={"lead": str(lead)},
    )


def _make_ready(
    occurrence: Occurrence, actor: Actor, at: datetime, fields: Mapping[str, Any]
) -> Change:
    return Change(words={"result": fields["result"]})


def _close(occurrence: Occurrence, actor: Actor, at: datetime, fields: Mapping[str, Any]) -> Change:
    return Change(values={"closed_at": at, "due_at": None})


def _reopen(
    occurrence: Occurrence, actor: Actor, at: datetime, fields: Mapping[str, Any]
) -> Change:
    return Change(values={"closed_at": None}, words={"reason": fields["reason"]})


def _hand_over(
    occurrence: Occurrence, actor: Actor, at: datetime, fields: Mapping[str, Any]
) -> Change:
    return change_of_owner(occurrence, fields["owner_unit"])


def _no_record(
    occurrence: Occurrence, actor: Actor, at: datetime, fields: Mapping[str, Any]
) -> Change:
    return Change(words={"reason": fields["reason"]})


CHANGES = {
    "reports.occurrence.no_accident_record": _no_record,
    "reports.occurrence.classify": _classify,
    "reports.occurrence.assign": _assign,
    "reports.occurrence.make_ready": _make_ready,
    "reports.occurrence.close": _close,
    "reports.occurrence.reopen": _reopen,
    "reports.occurrence.merge": merge,
    "reports.occurrence.same_event": same_event,
    "reports.occurrence.keep_apart": keep_apart,
    "reports.occurrence.unmerge": unmerge,
    "reports.occurrence.set_parent": set_parent,
    "reports.occurrence.clear_parent": clear_parent,
    "reports.occurrence.hand_over": _hand_over,
    "reports.occurrence.note_immediate": note_immediate,
    **{f"reports.occurrence.{name}": prepare for name, prepare in EMBARGO_STEPS.items()},
}
