"""What the reports room answers to the common questions: inbox, search and thread."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time
from functools import partial
from typing import Any

from django.utils.translation import gettext as _

from baken.core import clock
from baken.core.access import Actor
from baken.core.access.roles import is_asked_for_advice
from baken.core.lists import page_of
from baken.core.page.addresses import record_address
from baken.core.questions import InboxAsk, InboxCard, SearchHit, ThreadNode
from baken.core.records.references import reference_in
from baken.core.search.words import words_of
from baken.rooms.org.queries import Given, persons_named, tree
from baken.rooms.reports.answers.accident_records import accident_cards, accident_hits
from baken.rooms.reports.answers.embargo import embargo_cards, withheld_hits
from baken.rooms.reports.models import AccidentRecord, ExternalNotification, Occurrence, Report
from baken.rooms.reports.permits import READ, READ_OCCURRENCE, READ_SUMMARY
from baken.rooms.reports.queries.alarm import dangers_for
from baken.rooms.reports.queries.duty_thread import nodes_of_duty
from baken.rooms.reports.queries.embargo import marked
from baken.rooms.reports.queries.inbox import (
    occurrences_asking,
    occurrences_led_by,
    occurrences_led_by_others,
    open_records_given,
    own_reports_underway,
    reports_awaiting_reaction,
    reports_to_handle,
    reports_with_new_answer,
    reports_with_new_question,
    why_brought,
)
from baken.rooms.reports.queries.lists import OCCURRENCE_SHOWN, OccurrenceAsk, occurrences_page
from baken.rooms.reports.queries.thread import nodes_of, nodes_of_accident_record
from baken.rooms.reports.queries.told_of_level import brought_here
from baken.rooms.reports.rules import UNTRIAGED

# What nobody has weighed yet may be serious: it comes after what could have cost a life and before
# what could not.
UNWEIGHED = 45
LAST_MINUTE = time(23, 59)


def inbox_cards(ask: InboxAsk) -> Iterable[InboxCard]:
    """What waits for the actor: for handlers danger, triage and answers; for reporters what came back.

    A danger stays an alarm until somebody says that it is over, whoever has read the notice.
    """
    yield from _handlers_cards(ask)
    for record, given in open_records_given(ask.actor, ask.at, ask.limit):
        yield _given_card(record, given)
    for report in reports_with_new_answer(ask.actor, ask.limit):
        yield _own_card(report, _("There is an answer to your report."), _("Read"))
    for report in reports_with_new_question(ask.actor, ask.at, ask.limit):
        reason = _("You were asked something about your report.")
        yield _own_card(report, reason, _("Read and answer"))


def _handlers_cards(ask: InboxAsk) -> Iterable[InboxCard]:
    yield from embargo_cards(ask)
    yield from accident_cards(ask)
    reports = reports_to_handle(ask.actor, ask.limit)
    why = why_brought(ask.actor, reports)
    higher = {one.pk: brought_here(one, why[one.pk]) for one in reports if one.pk in why}
    for report in reports:
        if report.state in UNTRIAGED:
            reason = higher.get(report.pk) or _("You triage reports of this unit.")
            yield _report_card(report, reason, _("Triage"), UNWEIGHED)
    for report in dangers_for(ask.actor, ask.limit):
        reason = _("It is still dangerous here. Has it ended? Then say so on its page.")
        yield _report_card(report, reason, _("Look now"), UNWEIGHED)
    for report in reports:
        if report.state not in UNTRIAGED:
            reason = higher.get(report.pk) or _("The reporter waits for an answer.")
            yield _report_card(report, reason, _("Answer it"), 20)
    for occurrence in occurrences_asking(ask.actor, ask.limit):
        yield _asking_card(occurrence)
    for occurrence in occurrences_led_by(ask.actor, ask.limit):
        yield InboxCard(
            ref=occurrence.ref,
            title=occurrence.title,
            reason=_("You handle this occurrence."),
            url=record_address(occurrence),
            action=_("Open"),
            due=occurrence.due_at,
            weight=weight_of(occurrence.potential_severity, 10),
            severity=occurrence.potential_severity,
        )


def _asking_card(one: Any) -> InboxCard:
    reasons = {
        "lower": _("Somebody proposes to lower it. A second reader decides."),
        "category": _("The commander disputes the category. A second reader decides."),
    }
    return InboxCard(
        ref=one.ref,
        title=one.title,
        reason=reasons[one.second_reading] if one.is_read else brought_here(one, one.why),
        url=record_address(one),
        action=_("Read and decide") if one.is_read else _("Look"),
        due=one.due_at,
        weight=weight_of(one.potential_severity, UNWEIGHED),
        severity=one.potential_severity,
    )


def weight_of(severity: int | None, unweighed: int) -> int:
    """How heavy a card weighs: by the worst that could have happened, else as said."""
    return unweighed if severity is None else 10 + 10 * severity


def waiting_cards(ask: InboxAsk) -> Iterable[InboxCard]:
    """Own reports underway, answers that wait for a reaction, occurrences that others lead."""
    here = tree()
    for report in own_reports_underway(ask.actor, ask.limit):
        unit = here.by_id[report.owner_unit_id or report.unit_id]
        who = _("the safety adviser of %(unit)s") % {"unit": unit.name}
        yield _waiting_card(report, report.headline, _("You reported this."), who)
    for report in reports_awaiting_reaction(ask.actor, ask.limit):
        reason = _("The answer was given; the reporter may say whether it is solved.")
        yield _waiting_card(report, report.headline, reason, _("the reporter"))
    led = occurrences_led_by_others(ask.actor, ask.limit)
    names = persons_named(occurrence.lead for occurrence in led)
    for occurrence in led:
        who = names.get(occurrence.lead, "") if occurrence.lead else ""
        reason = _("Somebody else handles this occurrence.")
        yield _waiting_card(occurrence, occurrence.title, reason, who)


def search_hits(actor: Actor, text: str, most: int) -> Iterable[SearchHit]:
    """Reports and occurrences within reach whose text holds every word, newest first.

    A reference finds its record alone.
    """
    ref = reference_in(text)
    if ref:
        yield from withheld_hits(actor, ref)
        yield from accident_hits(actor, ref)
    narrow = partial(_with_ref, ref=ref) if ref else None
    words = None if ref else words_of(text)
    if actor.holds(READ):
        found = page_of(
            root=Report, actor=actor, permit=READ, narrow=narrow, words=words, limit=most
        )
        for report in found.items:
            url = record_address(report)
            yield SearchHit(
                _("Report"),
                report.ref,
                marked(report, report.headline),
                report.place,
                url,
                report.number,
            )
    if actor.holds(READ_OCCURRENCE) or actor.holds(READ_SUMMARY):
        ask = OccurrenceAsk(full=narrow, summaries=narrow, words=words)
        yield from _occurrence_hits(actor, ask, most)


def thread_nodes(actor: Actor, record: Any) -> Iterable[ThreadNode]:
    """The reports and occurrence around a record, and every step of its life."""
    if isinstance(record, Report | Occurrence):
        yield from nodes_of(actor, record)
    elif isinstance(record, AccidentRecord):
        yield from nodes_of_accident_record(record)
    elif isinstance(record, ExternalNotification):
        yield from nodes_of_duty(actor, record)


def _own_card(report: Report, reason: str, action: str) -> InboxCard:
    """A card for a reporter; how grave others hold it is not what it is about."""
    return InboxCard(
        ref=report.ref,
        title=report.headline,
        reason=reason,
        url=record_address(report),
        action=action,
        due=report.due_at if report.state == "answered" else None,
        weight=30,
    )


def _report_card(report: Report, reason: str, action: str, unweighed: int) -> InboxCard:
    """A card about a report; its occurrence must have been read along where it has one."""
    occurrence = report.occurrence
    severity = occurrence.potential_severity if occurrence else None
    return InboxCard(
        ref=report.ref,
        title=report.headline,
        reason=reason,
        url=record_address(report),
        action=action,
        due=report.due_at,
        weight=weight_of(severity, unweighed),
        alarm=report.still_dangerous,
        severity=severity,
    )


def _given_card(record: Report | Occurrence, given: Given) -> InboxCard:
    """A card for whoever was given a record, with why; it stays until the record or the case ends."""
    asked = is_asked_for_advice(given.role)
    reason = _("Your advice is asked: %(why)s") if asked else _("You were given this: %(why)s")
    occurrence = record.occurrence if isinstance(record, Report) else record
    severity = occurrence.potential_severity if occurrence else None
    end = datetime.combine(given.until, LAST_MINUTE, clock.local_zone()) if given.until else None
    return InboxCard(
        ref=record.ref,
        title=record.headline if isinstance(record, Report) else record.title,
        reason=reason % {"why": given.ground},
        url=record_address(record),
        action=_("Read"),
        due=end,
        weight=weight_of(severity, 30),
        severity=severity,
    )


def _waiting_card(record: Report | Occurrence, title: str, reason: str, who: str) -> InboxCard:
    return InboxCard(
        ref=record.ref,
        title=title,
        reason=reason,
        url=record_address(record),
        action=_("Open"),
        due=record.due_at,
        waiting_for=who,
    )


def _with_ref(rows: Any, *, ref: str) -> Any:
    return rows.filter(ref=ref)


def _occurrence_hits(actor: Actor, ask: OccurrenceAsk, most: int) -> Iterable[SearchHit]:
    found = occurrences_page(actor, ask, limit=most, fields=OCCURRENCE_SHOWN)
    for one in found.items:
        title = one.title if found.shows_in_full(one) else one.summary
        url = record_address(one)
        yield SearchHit(_("Occurrence"), one.ref, marked(one, title), one.summary, url, one.number)
