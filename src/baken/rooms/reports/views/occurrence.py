"""An occurrence's page: in full, or for de-identified readers the summary and nothing else."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from baken.core.access import may
from baken.core.access.declarations import any_page
from baken.rooms.reports.models import Occurrence
from baken.rooms.reports.permits import READ_OCCURRENCE, READ_SUMMARY
from baken.rooms.reports.queries.notifications import notifications_of
from baken.rooms.reports.views.duty_rows import duty_cards, open_duty_url
from baken.rooms.reports.views.facts import occurrence_facts_list, summary_facts
from baken.rooms.reports.views.record import record_page_parts


@any_page(permits=(READ_OCCURRENCE, READ_SUMMARY), root=Occurrence)
def occurrence(request: HttpRequest, record: Occurrence) -> HttpResponse:
    """The occurrence as far as the actor may read it."""
    actor, at = request.actor, request.at  # type: ignore[attr-defined]
    if not may(actor, READ_OCCURRENCE, record):
        shown = {"occurrence": record, "facts": summary_facts(record)}
        return render(request, "reports/summary.html", shown)
    shown = {
        "occurrence": record,
        "facts": occurrence_facts_list(record, actor),
        "duties": duty_cards(notifications_of(actor, record), at),
        "open_duty_url": open_duty_url(actor, record),
        **record_page_parts(actor, record, at, "reports:occurrence-step"),
    }
    return render(request, "reports/occurrence.html", shown)
