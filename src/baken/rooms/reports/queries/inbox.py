"""What in the reports room waits for an actor."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, Subquery, Value

from baken.core.access import Actor
from baken.core.access.scope import scope_of
from baken.core.lists.pressing import SOONEST, Heading, Values, first_of
from baken.rooms.org.queries import Given, cases_of
from baken.rooms.reports.models import (
    Message,
    Occurrence,
    OccurrenceStep,
    Report,
    ReportStep,
)
from baken.rooms.reports.permits import HANDLE, READ, READ_OCCURRENCE, RESPOND, SECOND_READ, TRIAGE
from baken.rooms.reports.queries.levels import RAISED
from baken.rooms.reports.queries.second_reading import CLASSIFIED
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


def _unseen(rows: Any, _given: Values) -> Any:
    return rows.filter(state__in=["received", "acknowledged"])


def _in_handling(rows: Any, _given: Values) -> Any:
    return rows.filter(state="in_handling")


def _answered(rows: Any, _given: Values) -> Any:
    return rows.filter(state="answered")


def _led_by_others(rows: Any, given: Values) -> Any:
    return rows.filter(~Q(lead=given["person"]), lead__isnull=False)


# Whatever the reach is, an index of the units finds them.
UNSEEN = Heading(TRIAGE, _unseen, is_rare=False)
IN_HANDLING = Heading(TRIAGE, _in_handling, is_rare=False)
ANSWERED = Heading(TRIAGE, _answered, is_rare=False)
LED = Heading(HANDLE, _led_by_others, is_rare=False)


def reports_to_handle(actor: Actor, most: int) -> list[Report]:
    """Reports the actor may triage: untriaged ones and ones that owe an answer, each most pressing first.

    So many of either; one question for which, and one for the rows.
    """
    return _pressing(Report, actor, (UNSEEN, IN_HANDLING), most)


def occurrences_asking(actor: Actor, most: int) -> list[Any]:
    """Open occurrences that were brought to a level of the actor's, or wait for a second reader.

    One question, unless most of what waits for a second reader waits for another. Each tells in
    ``is_read`` whether the actor may be that reader, and in ``why`` the facts of when it was last
    brought up.
    """
    if not (actor.holds(TRIAGE) or actor.holds(SECOND_READ)):
        return []
    levels, rows = levels_of(actor), _asking(actor)
    found: list[Any] = []
    page = list(rows[:most])
    while page:
        for one in page:
            weighed = actor.person in (one.asked_by, one.weighed_by)
            one.is_read = bool(one.second_reading) and one.may_read and not weighed
        found += [one for one in page if one.is_read or one.raised_to_id in levels]
        if len(page) < most or len(found) >= most:
            break
        page = list(rows.filter(number__lt=page[-1].number)[:most])
    return found[:most]


def _asking(actor: Actor) -> Any:
    """What was brought to a level of the actor's, or for who reads second waits for any, newest first."""
    seen = Occurrence.objects.visible_to(actor, TRIAGE)
    may_read: Any = Value(False)
    waits = Q(raised_to__in=levels_of(actor))
    if actor.holds(SECOND_READ):
        waits |= Q(second_reading__isnull=False)
        readable = Occurrence.objects.visible_to(actor, SECOND_READ)
        may_read = Exists(readable.filter(pk=OuterRef("pk")))
        reading = scope_of(actor, SECOND_READ, Occurrence)
        if not reading.is_within(scope_of(actor, TRIAGE, Occurrence)):
            seen = seen | readable
    steps = OccurrenceStep.objects.for_system(reason="filter").filter(record=OuterRef("pk"))
    steps = steps.order_by("-serial")
    return (
        seen.filter(waits, asks_since__isnull=False)
        .exclude(state__in=OCCURRENCE_OVER)
        .annotate(
            why=Subquery(steps.filter(code=RAISED[Occurrence]).values("facts")[:1]),
            weighed_by=Subquery(steps.filter(code__in=CLASSIFIED).values("actor")[:1]),
            may_read=may_read,
        )
        .only(*OCCURRENCE_CARD, *_ASKING)
        .order_by("-number")
    )


_ASKING = ("second_reading", "asked_by", "raised_to", "raised_at")


def levels_of(actor: Actor) -> frozenset[int]:
    """The units on which the actor's own posts to triage sit."""
    return frozenset(one.unit for one in actor.grants_of(TRIAGE) if one.unit is not None)


def why_brought(actor: Actor, reports: Iterable[Report]) -> dict[int, Mapping[str, Any]]:
    """Of the reports that lie at a level of the actor's, by row number: the facts of how they came.

    One question, and none when nothing does.
    """
    levels = levels_of(actor)
    brought = [one.pk for one in reports if one.raised_to_id in levels]
    if not brought:
        return {}
    steps = ReportStep.objects.for_system(reason="filter").filter(record__in=brought)
    raised = steps.filter(code=RAISED[Report]).order_by("serial")
    return dict(raised.values_list("record", "facts"))


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
    return _pressing(Report, actor, (ANSWERED,), most)


def occurrences_led_by_others(actor: Actor, most: int) -> list[Occurrence]:
    """Open occurrences the actor may handle and somebody else leads, the most pressing first."""
    if actor.person is None:
        return []
    return _pressing(Occurrence, actor, (LED,), most, person=actor.person)


def _pressing(
    root: Any, actor: Actor, headings: Sequence[Heading], most: int, **given: Any
) -> list[Any]:
    """Open records by their term, with what a card tells of them."""
    related, fields = _TOLD[root]
    return first_of(
        headings,
        by=SOONEST,
        root=root,
        actor=actor,
        given=given,
        most=most,
        related=related,
        fields=fields,
    )
