"""Gathers what the guards of a step look at, and turns their refusals into sentences."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, Min, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from baken.core.access import Actor
from baken.core.workflow.table import Guard, Refusal
from baken.rooms.org.queries.tidying import hands_over_soon
from baken.rooms.reports import rules
from baken.rooms.reports.models import (
    ExternalNotification,
    Injury,
    Occurrence,
    Report,
    ReportStep,
)
from baken.rooms.reports.queries.calendars import reaction_ends
from baken.rooms.reports.queries.duties import with_merged
from baken.rooms.reports.queries.embargo import embargo_on
from baken.rooms.reports.queries.merges import merge_row
from baken.rooms.reports.queries.parents import ties_over
from baken.rooms.reports.queries.second_reading import asked_of
from baken.rooms.reports.rules.accident_record import OWN_STAFF, asks_for_records
from baken.rooms.reports.rules.duties import DUTY_UNSETTLED
from baken.rooms.reports.texts import REFUSALS


def report_facts(record: Report, actor: Actor, at: datetime) -> rules.ReportFacts:
    """The facts about one report that its guards decide on."""
    ends = reaction_ends(record)
    return rules.ReportFacts(
        is_own=bool(actor.own_key) and record.reporter_key == actor.own_key,
        has_answer=record.answered_at is not None,
        has_occurrence=record.occurrence_id is not None,
        days_past_reaction=(at - ends).days if ends else None,
        still_dangerous=record.still_dangerous,
        asked_about_person=record.names_person == "unanswered",
        is_confirmed=record.state == "closed" and _is_confirmed(record),
        **_embargo(record),
    )


def _is_confirmed(record: Report) -> bool:
    """Whether it was the reporter who closed it, or agreed afterwards."""
    ended = ("reports.report.closed", "reports.report.confirmed_solved", "reports.report.reopened")
    codes = ReportStep.objects.of(record).filter(code__in=ended).order_by("-serial")
    return bool(codes.values_list("code", flat=True).first() == "reports.report.confirmed_solved")


def occurrence_facts(record: Occurrence, actor: Actor, at: datetime) -> rules.OccurrenceFacts:
    """The facts about one occurrence that its guards decide on; one query over what hangs on it.

    Who reported what went along with a merge does not undo that merge either.
    """
    merge = merge_row(record) if record.state == "merged" else None
    along = merge.facts["reports"] if merge else ()
    around = _around(record, actor.own_key or "", along)
    asked = asked_of(record) if record.second_reading else None
    return rules.OccurrenceFacts(
        is_own=bool(actor.own_key) and around["is_own"],
        unanswered_reports=around["unanswered"],
        reading=record.second_reading,
        is_first_reader=asked is not None and actor.person in asked.readers,
        is_told_by_older_system=bool(record.systems),
        merge_known=merge is not None,
        has_parent=around["has_parent"],
        has_open_duties=around["duties"],
        hands_over=_hands_over(record, actor, at),
        asks_for_records=asks_for_records(kind=record.kind, hurts_own=around["hurts_own"]),
        **_embargo(record),
    )


def _hands_over(record: Occurrence, actor: Actor, at: datetime) -> bool:
    """Whether the actor hands over soon what acts on an occurrence that can be closed now."""
    unit = record.owner_unit_id or record.unit_id
    return record.state == "ready_to_close" and hands_over_soon(actor, unit, at)


def _around(record: Occurrence, key: str, along: Sequence[str]) -> dict[str, Any]:
    """What the rows around an occurrence come to, all in one question; ``along`` are references of
    the reports that went along when it was merged.
    """
    every = Report.objects.for_system(reason="advance")
    reports = every.filter(occurrence=OuterRef("pk"))
    told = Q(occurrence=OuterRef("pk"))
    own = every.filter(told | Q(ref__in=along) if along else told, reporter_key=key)
    hurt = Injury.objects.for_system(reason="advance").filter(
        record=OuterRef("pk"), person_kind=OWN_STAFF
    )
    waiting = reports.filter(state="in_handling").order_by().values("occurrence")
    duties = ExternalNotification.objects.for_system(reason="advance").filter(
        with_merged(record), state__in=DUTY_UNSETTLED
    )
    asked = Occurrence.objects.for_system(reason="advance").filter(pk=record.pk)
    found: dict[str, Any] = asked.values(
        is_own=Exists(own),
        unanswered=Coalesce(Subquery(waiting.values(count=Count("pk"))), 0),
        has_parent=Exists(ties_over(OuterRef("pk"))),
        hurts_own=Exists(hurt),
        duties=Exists(duties),
    ).get()
    return found


def _embargo(record: Any) -> dict[str, Any]:
    embargo = embargo_on(record)
    if embargo is None:
        return {}
    return {"under_embargo": True, "kin_waiting": embargo.waiting}


def first_received(record: Occurrence) -> datetime | None:
    """When the first of the reports of an occurrence came in; None when it has none."""
    reports = Report.objects.for_system(reason="advance").filter(occurrence=record)
    return reports.aggregate(first=Min("received_at"))["first"]  # type: ignore[no-any-return]


def _speaking(rule: Callable[[Any], rules.No | None]) -> Guard:
    def guard(facts: Any) -> Refusal | None:
        no = rule(facts)
        return Refusal(no.code, REFUSALS[no.code]) if no else None

    return guard


GUARDS: Mapping[str, Guard] = {name: _speaking(rule) for name, rule in rules.GUARDS.items()}
