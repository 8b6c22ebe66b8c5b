"""What in the reports room waits for an actor."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db.models import OuterRef, Q, Subquery

from baken.core.access import Actor
from baken.core.lists import soonest, soonest_of_each
from baken.rooms.org.queries import Given, cases_of, tree
from baken.rooms.reports.models import Message, Occurrence, Report
from baken.rooms.reports.permits import HANDLE, READ, READ_OCCURRENCE, RESPOND, SECOND_READ, TRIAGE
from baken.rooms.reports.rules import OCCURRENCE_OVER, REPORT_OVER

QUESTION_PERIOD = timedelta(days=30)
# What a card tells of a record; of fifty cards the rest would be read for nothing.
REPORT_CARD = (
    "ref",
    "story",
    "state",
    "unit",
    "owner_unit",
    "due_at",
    "still_dangerous",
    "raised_to",
    "raised_at",
    "occurrence__potential_severity",
)
OWN_CARD = ("ref", "story", "state", "unit", "owner_unit", "due_at")
OCCURRENCE_CARD = ("ref", "title", "due_at", "lead", "potential_severity")
_TOLD: dict[Any, tuple[tuple[str, ...], tuple[str, ...]]] = {
    Report: (("occurrence",), REPORT_CARD),
    Occurrence: ((), OCCURRENCE_CARD),
}
_OVER: dict[Any, tuple[str, ...]] = {Report: REPORT_OVER, Occurrence: OCCURRENCE_OVER}


def reports_to_handle(actor: Actor, most: int) -> list[Report]:
    """Reports the actor may triage: untriaged ones and ones that owe an answer, each most pressing first.

    So many of either; one question for which, and one for the rows.
    """
    related, fields = _TOLD[Report]
    narrows = [
        lambda rows: rows.filter(state__in=["received", "acknowledged"]),
        lambda rows: rows.filter(state="in_handling"),
    ]
    return soonest_of_each(
        root=Report,
        actor=actor,
        permit=TRIAGE,
        narrows=narrows,
        most=most,
        related=related,
        fields=fields,
    )


def occurrences_asking(actor: Actor, most: int) -> list[Occurrence]:
    """Open occurrences that were brought to a level of the actor's, or wait for a second reader.

    One question over the few that ask anything of somebody.
    """
    if not (actor.holds(TRIAGE) or actor.holds(SECOND_READ)):
        return []
    seen = Occurrence.objects.visible_to(actor, TRIAGE)
    if actor.holds(SECOND_READ):
        seen = seen | Occurrence.objects.visible_to(actor, SECOND_READ)
    asking = seen.filter(asks_since__isnull=False).exclude(state__in=OCCURRENCE_OVER)
    rows = list(asking.only(*OCCURRENCE_CARD, *_ASKING).order_by("-number")[: most * 4])
    return [one for one in rows if _asks(one, actor)][:most]


_ASKING = ("second_reading", "asked_by", "raised_to", "raised_at", "asks_since")


def _asks(one: Occurrence, actor: Actor) -> bool:
    if one.second_reading and one.asked_by != actor.person:
        return actor.holds(SECOND_READ)
    return one.raised_to_id is not None and is_level_of(actor, one.raised_to_id)


def is_level_of(actor: Actor, unit: int) -> bool:
    """Whether one of the actor's posts to triage sits on this very unit."""
    low = tree().by_id[unit].range.low
    return any(piece.low == low for g in actor.grants_of(TRIAGE) for piece in g.reach.ranges)


def open_records_given(actor: Actor, at: datetime, most: int) -> list[tuple[Any, Given]]:
    """Open reports and occurrences that the actor was given or asked for advice on, and reads."""
    cases = cases_of(actor, at)
    found: list[tuple[Any, Given]] = []
    for root, permit in ((Report, READ), (Occurrence, READ_OCCURRENCE)):
        given = {one.number: one for one in cases if one.table == root._meta.label_lower}
        if not given or not actor.holds(permit):
            continue
        seen = root.objects.visible_to(actor, permit).filter(pk__in=list(given))
        rows = seen.exclude(state__in=_OVER[root]).select_related(*_TOLD[root][0])
        found += [(one, given[one.pk]) for one in rows.order_by("-number")[:most]]
    return found


def occurrences_led_by(actor: Actor, most: int) -> list[Occurrence]:
    """Open occurrences the actor leads and can see, the most pressing first."""
    if actor.person is None or not actor.holds(READ_OCCURRENCE):
        return []
    seen = Occurrence.objects.visible_to(actor, READ_OCCURRENCE)
    led = seen.filter(lead=actor.person, due_at__isnull=False)
    return list(led.only(*OCCURRENCE_CARD).order_by("due_at")[:most])


def reports_with_new_answer(actor: Actor, most: int) -> list[Report]:
    """The actor's own reports that wait for "solved" or "not solved"."""
    if not actor.own_key or not actor.holds(RESPOND):
        return []
    own = Report.objects.visible_to(actor, READ).filter(reporter_key=actor.own_key)
    return list(own.filter(state="answered").only(*OWN_CARD).order_by("-number")[:most])


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
    waiting = asked.filter(last_side="handler").only(*OWN_CARD)
    return list(waiting.order_by("-number")[:most])


def own_reports_underway(actor: Actor, most: int) -> list[Report]:
    """The actor's own reports on which somebody else has to act, oldest first."""
    if not actor.own_key or not actor.holds(RESPOND):
        return []
    own = Report.objects.visible_to(actor, READ).filter(reporter_key=actor.own_key)
    states = ["received", "acknowledged", "in_handling"]
    return list(own.filter(state__in=states).only(*OWN_CARD).order_by("number")[:most])


def reports_awaiting_reaction(actor: Actor, most: int) -> list[Report]:
    """Answered reports in the actor's care whose reporter may still say that it is not solved."""
    return _pressing(Report, actor, TRIAGE, most, state="answered")


def occurrences_led_by_others(actor: Actor, most: int) -> list[Occurrence]:
    """Open occurrences the actor may handle and somebody else leads, the most pressing first."""
    return _pressing(Occurrence, actor, HANDLE, most, ~Q(lead=actor.person), lead__isnull=False)


def _pressing(
    root: Any, actor: Actor, permit: str, most: int, *conditions: Q, **state: Any
) -> list[Any]:
    """Open records by their term, with what a card tells of them."""
    related, fields = _TOLD[root]
    return soonest(
        root=root,
        actor=actor,
        permit=permit,
        narrow=lambda rows: rows.filter(*conditions, **state),
        most=most,
        related=related,
        fields=fields,
    )
