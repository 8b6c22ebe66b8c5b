"""What the reports room answers to the common questions: inbox, search, thread, unit picture."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from baken.core.access import Actor
from baken.core.access.among import Among
from baken.core.lists import count_up_to, page_of
from baken.core.questions import InboxAsk, InboxCard, SearchHit, ThreadNode, UnitFigure
from baken.core.records.numbers import floor_number
from baken.core.search.words import Wanted, words_of
from baken.rooms.org.queries import tree
from baken.rooms.reports.models import Occurrence, Report
from baken.rooms.reports.permits import READ, READ_OCCURRENCE, READ_SUMMARY
from baken.rooms.reports.queries.inbox import (
    occurrences_led_by,
    reports_awaiting_answer,
    reports_awaiting_triage,
    reports_with_new_answer,
)
from baken.rooms.reports.queries.lists import occurrences_page, reading_permit
from baken.rooms.reports.queries.thread import nodes_of


def inbox_cards(ask: InboxAsk) -> Iterable[InboxCard]:
    """Reports to triage or answer, occurrences one leads, and answers to one's own reports."""
    for report in reports_awaiting_triage(ask.actor, ask.limit):
        yield _report_card(report, _("You triage reports of this unit."), _("Triage"), 40)
    for report in reports_awaiting_answer(ask.actor, ask.limit):
        yield _report_card(report, _("The reporter waits for an answer."), _("Answer"), 20)
    for occurrence in occurrences_led_by(ask.actor, ask.limit):
        yield InboxCard(
            ref=occurrence.ref,
            title=occurrence.title,
            reason=_("You handle this occurrence."),
            url=reverse("reports:occurrence", args=[occurrence.ref]),
            action=_("Open"),
            due=occurrence.due_at,
            weight=10 + 10 * (occurrence.potential_severity or 0),
        )
    for report in reports_with_new_answer(ask.actor, ask.limit):
        yield _report_card(report, _("There is an answer to your report."), _("Read"), 30)


def search_hits(actor: Actor, text: str, most: int) -> Iterable[SearchHit]:
    """Reports and occurrences within reach whose text holds every word, newest first."""
    words = words_of(text)
    if actor.holds(READ):
        found = page_of(root=Report, actor=actor, permit=READ, words=words, limit=most)
        for report in found.items:
            url = reverse("reports:report", args=[report.ref])
            yield SearchHit(
                _("Report"), report.ref, report.headline, report.place, url, report.number
            )
    if actor.holds(READ_OCCURRENCE) or actor.holds(READ_SUMMARY):
        yield from _occurrence_hits(actor, words, most)


def thread_nodes(actor: Actor, record: Any) -> Iterable[ThreadNode]:
    """The reports and occurrence around a record, and every step of its life."""
    if isinstance(record, Report | Occurrence):
        yield from nodes_of(actor, record)


def unit_figures(actor: Actor, unit: Any, at: datetime) -> Iterable[UnitFigure]:
    """Open reports and occurrences of a unit and below, as far as the actor may see them."""
    within = Q(Among("unit_id", tree().ids_in((unit.range,))))
    this_year = floor_number(at.replace(month=1, day=1, hour=0, minute=0, second=0))

    def open_here(rows: Any) -> Any:
        return rows.filter(within, due_at__isnull=False)

    def new_here(rows: Any) -> Any:
        return rows.filter(within, number__gte=this_year)

    if actor.holds(READ):
        url = f"{reverse('reports:reports')}?unit={unit.code}"
        for label, narrow in (
            (_("Open reports"), open_here),
            (_("Reports this year"), new_here),
        ):
            count = count_up_to(root=Report, actor=actor, permit=READ, narrow=narrow)
            yield UnitFigure(label=label, value=count, url=url, note=_note(count))
    if actor.holds(READ_OCCURRENCE):
        count = count_up_to(root=Occurrence, actor=actor, permit=READ_OCCURRENCE, narrow=open_here)
        url = f"{reverse('reports:occurrences')}?unit={unit.code}"
        yield UnitFigure(_("Open occurrences"), count, url, _note(count))


def _note(count: int) -> str:
    return _("or more") if count >= 1000 else ""


def _report_card(report: Report, reason: str, action: str, weight: int) -> InboxCard:
    return InboxCard(
        ref=report.ref,
        title=report.headline,
        reason=reason,
        url=reverse("reports:report", args=[report.ref]),
        action=action,
        due=report.due_at,
        weight=weight + (50 if report.still_dangerous and report.occurrence_id is None else 0),
        alarm=report.still_dangerous and report.occurrence_id is None,
    )


def _occurrence_hits(actor: Actor, words: Wanted, most: int) -> Iterable[SearchHit]:
    in_full = reading_permit(actor) == READ_OCCURRENCE
    for one in occurrences_page(actor, words=words, limit=most).items:
        title = one.title if in_full else one.summary
        url = reverse("reports:occurrence", args=[one.ref])
        yield SearchHit(_("Occurrence"), one.ref, title, one.summary, url, one.number)
