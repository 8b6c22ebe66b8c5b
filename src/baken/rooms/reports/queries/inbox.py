"""What in the reports room waits for an actor."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db.models import OuterRef, Q, Subquery

from baken.core.access import Actor
from baken.rooms.reports.models import Message, Occurrence, Report
from baken.rooms.reports.permits import HANDLE, READ, READ_OCCURRENCE, RESPOND, TRIAGE
from baken.rooms.reports.rules import REPORT_OVER

QUESTION_PERIOD = timedelta(days=30)


def reports_awaiting_triage(actor: Actor, most: int) -> list[Report]:
    """Untriaged reports the actor may triage, the most pressing first."""
    return _pressing(Report, actor, TRIAGE, most, state__in=["received", "acknowledged"])


def reports_awaiting_answer(actor: Actor, most: int) -> list[Report]:
    """Reports in handling whose answer the actor may triage and owes, the most pressing first."""
    return _pressing(Report, actor, TRIAGE, most, state="in_handling", related=("occurrence",))


def occurrences_led_by(actor: Actor, most: int) -> list[Occurrence]:
    """Open occurrences the actor leads and can see, the most pressing first."""
    if actor.person is None or not actor.holds(READ_OCCURRENCE):
        return []
    seen = Occurrence.objects.visible_to(actor, READ_OCCURRENCE)
    return list(seen.filter(lead=actor.person, due_at__isnull=False).order_by("due_at")[:most])


def reports_with_new_answer(actor: Actor, most: int) -> list[Report]:
    """The actor's own reports that wait for "solved" or "not solved"."""
    if not actor.own_key or not actor.holds(RESPOND):
        return []
    own = Report.objects.visible_to(actor, READ).filter(reporter_key=actor.own_key)
    return list(own.filter(state="answered").order_by("-number")[:most])


def reports_with_new_question(actor: Actor, at: datetime, most: int) -> list[Report]:
    """The actor's own open reports in which a handler spoke last, in the past thirty days."""
    if not actor.own_key or not actor.holds(RESPOND):
        return []
    talk = Message.objects.for_system(reason="filter").filter(
        record=OuterRef("pk"), kind__in=["message", "reopen"], at__gte=at - QUESTION_PERIOD
    )
    last = talk.order_by("-number").values("side")[:1]
    own = Report.objects.visible_to(actor, READ).filter(reporter_key=actor.own_key)
    asked = own.exclude(state__in=REPORT_OVER).annotate(last_side=Subquery(last))
    return list(asked.filter(last_side="handler").order_by("-number")[:most])


def own_reports_underway(actor: Actor, most: int) -> list[Report]:
    """The actor's own reports on which somebody else has to act, oldest first."""
    if not actor.own_key or not actor.holds(RESPOND):
        return []
    own = Report.objects.visible_to(actor, READ).filter(reporter_key=actor.own_key)
    states = ["received", "acknowledged", "in_handling"]
    return list(own.filter(state__in=states).order_by("number")[:most])


def reports_awaiting_reaction(actor: Actor, most: int) -> list[Report]:
    """Answered reports in the actor's care whose reporter may still say that it is not solved."""
    return _pressing(Report, actor, TRIAGE, most, state="answered")


def occurrences_led_by_others(actor: Actor, most: int) -> list[Occurrence]:
    """Open occurrences the actor may handle and somebody else leads, the most pressing first."""
    return _pressing(Occurrence, actor, HANDLE, most, ~Q(lead=actor.person), lead__isnull=False)


def _pressing(
    root: Any,
    actor: Actor,
    permit: str,
    most: int,
    *conditions: Q,
    related: tuple[str, ...] = (),
    **state: Any,
) -> list[Any]:
    """Open records by their term, from each branch of the scope by its own index."""
    found: dict[int, Any] = {}
    for rows in root.objects.visible_branches(actor, permit):
        waiting = rows.filter(*conditions, due_at__isnull=False, **state).order_by(
            "due_at", "number"
        )
        waiting = waiting.select_related(*related) if related else waiting
        found.update((record.pk, record) for record in waiting[:most])
    return sorted(found.values(), key=lambda record: (record.due_at, record.pk))[:most]
