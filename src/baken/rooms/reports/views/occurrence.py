"""An occurrence's page: in full, or for de-identified readers the summary and nothing else."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from baken.core.access import may
from baken.core.access.declarations import any_page
from baken.rooms.notices.actions import mark_seen
from baken.rooms.reports.models import Occurrence
from baken.rooms.reports.permits import READ_OCCURRENCE, READ_SUMMARY
from baken.rooms.reports.queries.weak_signal import stack_of
from baken.rooms.reports.views.facts import occurrence_facts_list, summary_facts
from baken.rooms.reports.views.record import record_page_parts


@any_page(permits=(READ_OCCURRENCE, READ_SUMMARY), root=Occurrence)
def occurrence(request: HttpRequest, record: Occurrence) -> HttpResponse:
    """The occurrence as far as the actor may read it."""
    actor, at = request.actor, request.at  # type: ignore[attr-defined]
    mark_seen(actor=actor, record=record, at=at)
    if not may(actor, READ_OCCURRENCE, record):
        summary = {"occurrence": record, "facts": summary_facts(record)}
        return render(request, "reports/summary.html", summary)
    shown: dict[str, Any] = {
        "occurrence": record,
        "facts": occurrence_facts_list(record, actor),
        **record_page_parts(actor, record, at, "reports:occurrence-step"),
    }
    if record.state != "merged":
        shown["stack"] = stack_of(actor=actor, occurrence=record, at=at)
        shown["may_raise"] = any(step["name"] == "classify" for step in shown["steps"])
    return render(request, "reports/occurrence.html", shown)
