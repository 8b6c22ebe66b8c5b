"""Sends a report where the rules say, writes down which rules did, tells and asks who they name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from baken.core import clock
from baken.core.access import system_actor
from baken.core.workflow.errors import FieldsRefused
from baken.rooms.notices.actions import notify
from baken.rooms.notices.queries import declare_notice
from baken.rooms.org.actions import give_case
from baken.rooms.org.queries import own_key_of, person_numbered
from baken.rooms.reports.models import (
    Occurrence,
    OccurrenceCode,
    OccurrenceStep,
    Report,
    ReportStep,
)
from baken.rooms.reports.queries.routing import (
    Asked,
    Routing,
    Told,
    matter_of_report,
    matter_of_weighed,
    routing_of,
    too_close_to,
)
from baken.rooms.reports.rules.routing import RouteRule

HANDED = ("reports.report.handed_over", "reports.occurrence.handed_over")
LONGEST_GROUND = 300

ROUTED_REPORT = declare_notice(
    "reports.report.routed",
    _("Report %(ref)s: a rule of where reports go says that you are told."),
    "reports:report",
)
ROUTED_OCCURRENCE = declare_notice(
    "reports.occurrence.routed",
    _("Occurrence %(ref)s: a rule of where reports go says that you are told."),
    "reports:occurrence",
)


@dataclass(frozen=True)
class Sent:
    """What the rules came to for one record: who acts now, the facts, and what is to follow.

    ``moved`` says that the unit that acts changed; ``owner_id`` is empty when the unit itself acts.
    Of what waits for the end of an embargo only the facts are there.
    """

    moved: bool = False
    owner_id: int | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)
    told: tuple[Told, ...] = ()
    asked: tuple[Asked, ...] = ()


def route_received(report: Report, at: datetime) -> Sent:
    """Where a report that comes in goes; advice is asked once somebody has weighed it."""
    close = too_close_to((), [report], at)
    found = routing_of(matter_of_report(report), at, too_close=close)
    return _sent(found, told=found.told, asked=(), owner_rule=found.owner_rule, owner_before=None)


def route_weighed(
    occurrence: Occurrence,
    *,
    values: Mapping[str, Any],
    fields: Mapping[str, Any],
    at: datetime,
    report: Report | None = None,
) -> Sent:
    """Where a weighed occurrence goes; only what rules say that were not applied to it before.

    A unit that a person chose stays. What a report's rules told when it came in is not told again.
    Under an embargo nobody is told or asked: that waits until it is lifted (``route_lifted``).
    """
    is_new = occurrence._state.adding
    reports = [report] if report else _reports_of(occurrence)
    close = too_close_to([*([] if is_new else [occurrence]), *reports], reports, at)
    matter = matter_of_weighed(occurrence, values=values, codes=fields, report=report)
    found = routing_of(matter, at, too_close=close)
    applied = set() if is_new else _applied(OccurrenceStep, [occurrence])
    told_before = applied | _applied(ReportStep, reports)
    chosen = _was_handed(OccurrenceStep, [] if is_new else [occurrence])
    chosen = chosen or _was_handed(ReportStep, [report] if report else [])
    rule = found.owner_rule
    return _sent(
        found,
        told=[one for one in found.told if one.rule.code not in told_before],
        asked=[one for one in found.asked if one.rule.code not in applied],
        owner_rule=None if chosen or (rule and rule.code in applied) else rule,
        owner_before=occurrence.owner_unit_id,
        waits=any(one is not None and one.embargo_at for one in (occurrence, report)),
    )


def route_lifted(occurrence: Occurrence, at: datetime) -> Sent:
    """Whom to tell and ask now that no embargo is on: what waited for it and still holds."""
    merged = Occurrence.objects.for_system(reason="advance").filter(merged_into=occurrence.pk)
    waiting = _waiting([occurrence, *merged])
    if not waiting:
        return Sent()
    reports = _reports_of(occurrence)
    matter = matter_of_weighed(
        occurrence,
        values={name: getattr(occurrence, name) for name in ("site_id", "context", "kind")},
        codes=_codes_of(occurrence),
        report=reports[0] if reports else None,
    )
    close = too_close_to([occurrence, *reports], reports, at)
    found = routing_of(matter, at, too_close=close)
    return _sent(
        found,
        told=[one for one in found.told if ("tell", one.rule.code, one.role) in waiting],
        asked=[one for one in found.asked if ("advice", one.rule.code, one.advice.role) in waiting],
        owner_rule=None,
        owner_before=occurrence.owner_unit_id,
    )


def follow_route(record: Report | Occurrence, sent: Sent, at: datetime) -> None:
    """Tell the roles that the rules name, and ask the experts for advice, as the product itself."""
    is_report = isinstance(record, Report)
    hidden = is_report and record.identity == "anonymous"
    keys = {own_key_of(holder.person) for one in sent.told for holder in one.holders}
    code = ROUTED_REPORT if is_report else ROUTED_OCCURRENCE
    notify(to_keys=keys, code=code, record=record, at=at, hide_moment=hidden)
    for asked in sent.asked:
        _ask(record, asked, at)


def _ask(record: Any, asked: Asked, at: datetime) -> None:
    """Give the nearest expert who can have it the occurrence as a case, with a last day."""
    until = clock.local_date(at) + timedelta(days=asked.advice.days)
    ground = f"{asked.rule.nl}: {asked.rule.why_nl}"[:LONGEST_GROUND]
    for holder in asked.holders:
        person = person_numbered(holder.number)
        if person is None:
            continue
        with suppress(FieldsRefused):  # held too closely for the role, or has it already
            give_case(
                actor=system_actor("routing"),
                person=person,
                role=asked.advice.role,
                record=record,
                until=until,
                ground=ground,
                at=at,
            )
            return


def _sent(
    found: Routing,
    *,
    told: Iterable[Told],
    asked: Iterable[Asked],
    owner_rule: RouteRule | None,
    owner_before: int | None,
    waits: bool = False,
) -> Sent:
    tells, asks = tuple(told), tuple(asked)
    owner_id = found.owner.id if found.owner else None
    moved = owner_rule is not None and owner_id != owner_before
    rows = []
    for rule in found.route.matching:
        outcome = {
            "tell": [one.role for one in tells if one.rule is rule],
            "advice": [one.advice.role for one in asks if one.rule is rule],
        }
        owner = found.acting.code if moved and owner_rule is rule else None
        if owner or any(outcome.values()):
            named = {"rule": rule.code, "nl": rule.nl, "en": rule.en, "owner": owner}
            later = {"tell": [], "advice": [], "waits": outcome}
            rows.append(named | (later if waits and any(outcome.values()) else outcome))
    facts: dict[str, Any] = {"routes": rows} if rows else {}
    facts |= {"owner_unit": found.acting.code} if moved else {}
    return Sent(moved, owner_id, facts) if waits else Sent(moved, owner_id, facts, tells, asks)


def _reports_of(occurrence: Occurrence) -> list[Report]:
    rows = Report.objects.for_system(reason="advance").filter(occurrence=occurrence.pk)
    return list(rows.only("reporter_key", "occurrence", "place", "still_dangerous").order_by("pk"))


def _codes_of(occurrence: Occurrence) -> dict[str, list[str]]:
    pairs = list(OccurrenceCode.objects.of(occurrence).values_list("scheme", "code"))
    return {
        name: [code for of, code in pairs if of == scheme]
        for scheme, name in (("subject", "subjects"), ("domain", "domains"))
    }


def _waiting(occurrences: Iterable[Occurrence]) -> set[tuple[str, str, str]]:
    """What waits for the end of an embargo: telling or advice, the code of the rule and the role.

    What was said last of a rule counts, in whichever history: what waited in that of a merged one is
    done in that of the one it went into.
    """
    steps = [
        step
        for one in occurrences
        for step in OccurrenceStep.objects.of(one).filter(facts__has_key="routes")
    ]
    found: dict[str, Mapping[str, Sequence[str]]] = {}
    for step in sorted(steps, key=lambda step: (step.at, step.number)):
        for row in step.facts["routes"]:
            found[row["rule"]] = row.get("waits", {})
    return {
        (what, code, role)
        for code, waits in found.items()
        for what, roles in waits.items()
        for role in roles
    }


def _applied(table: type[Any], records: Iterable[Any]) -> set[str]:
    """The codes of the rules that were applied to records before."""
    found: set[str] = set()
    for record in records:
        rows = table.objects.of(record).filter(facts__has_key="routes")
        for facts in rows.values_list("facts", flat=True):
            found |= {str(row["rule"]) for row in facts["routes"]}
    return found


def _was_handed(table: type[Any], records: Iterable[Any]) -> bool:
    """Whether a person said which unit acts."""
    return any(table.objects.of(record).filter(code__in=HANDED).exists() for record in records)
