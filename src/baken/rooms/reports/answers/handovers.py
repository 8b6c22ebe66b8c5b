"""What of occurrences and duties is taken over when command changes hands: to be known, and in time."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Q

from baken.core import clock
from baken.core.access import Actor
from baken.core.page.addresses import record_address
from baken.rooms.org.questions import CommandChange, HandoverMatter, MatterShown, Refs
from baken.rooms.org.rules.handovers import KNOW
from baken.rooms.reports.models import ExternalNotification, Occurrence
from baken.rooms.reports.permits import READ_NOTIFICATION, READ_OCCURRENCE
from baken.rooms.reports.queries.duty_texts import duty_label
from baken.rooms.reports.queries.embargo import marked
from baken.rooms.reports.queries.waiting import waiting_for
from baken.rooms.reports.rules import OCCURRENCE_OVER
from baken.rooms.reports.rules.duties import DUTY_UNSETTLED
from baken.rooms.reports.workflow import NOTIFICATION, OCCURRENCE

OCCURRENCE_KIND, DUTY_KIND = "occurrence", "duty"
DUTY_RANK, OCCURRENCE_RANK = 13, 14
GONE = "gone"


def handover_matters(change: CommandChange) -> Iterable[HandoverMatter]:
    """Open occurrences on which the unit acts, and its duties to notify with their terms; two queries."""
    occurrences = waiting_for(Occurrence.objects.for_system(reason="terms"), change.unit)
    acting = Q(owner_unit=change.unit) | Q(unit=change.unit, owner_unit__isnull=True)
    duties: Any = ExternalNotification.objects.for_system(reason="terms").filter(acting)
    duties = duties.filter(state__in=DUTY_UNSETTLED)
    for ref, due_at in duties.order_by("number").values_list("ref", "due_at"):
        due = clock.local_date(due_at) if due_at else None
        yield HandoverMatter(DUTY_KIND, ref, "", KNOW, False, DUTY_RANK, due)
    for ref, due_at in occurrences.order_by("number").values_list("ref", "due_at"):
        due = clock.local_date(due_at) if due_at else None
        yield HandoverMatter(OCCURRENCE_KIND, ref, "", KNOW, False, OCCURRENCE_RANK, due)


def matters_shown(actor: Actor, change: CommandChange, refs: Refs) -> Iterable[MatterShown]:
    """Those that the actor reads in full; two queries."""
    for one in _seen(Occurrence, actor, READ_OCCURRENCE, refs, OCCURRENCE_KIND):
        over = one.state in OCCURRENCE_OVER
        yield MatterShown(
            kind=OCCURRENCE_KIND,
            ref=one.ref,
            title=str(marked(one, one.title)),
            url=record_address(one),
            state=str(OCCURRENCE.states[one.state]),
            outcome=GONE if over else "",
            until=clock.local_date(one.due_at) if one.due_at else None,
        )
    for one in _seen(ExternalNotification, actor, READ_NOTIFICATION, refs, DUTY_KIND):
        yield MatterShown(
            kind=DUTY_KIND,
            ref=one.ref,
            title=duty_label(one.duty),
            url=record_address(one),
            state=str(NOTIFICATION.states[one.state]),
            outcome="" if one.state in DUTY_UNSETTLED else GONE,
            until=clock.local_date(one.due_at) if one.due_at else None,
        )


def _seen(root: Any, actor: Actor, permit: str, refs: Refs, wanted: str) -> Iterable[Any]:
    named = [ref for kind, ref in refs if kind == wanted]
    return root.objects.visible_to(actor, permit).filter(ref__in=named) if named else ()
