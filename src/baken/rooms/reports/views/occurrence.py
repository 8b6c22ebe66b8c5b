"""An occurrence's page: in full, or for de-identified readers the summary and nothing else."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from baken.core.access import Actor, may
from baken.core.access.declarations import any_page
from baken.rooms.consultation.views.about import about_block
from baken.rooms.measures.views.block import measures_block
from baken.rooms.notices.actions import mark_seen
from baken.rooms.reports.models import Occurrence
from baken.rooms.reports.permits import (
    EXPORT_OCCURRENCE,
    READ_OCCURRENCE,
    READ_SUMMARY,
    REQUEST_ACCIDENT,
)
from baken.rooms.reports.queries.accident_records import accident_records_of, may_open_for
from baken.rooms.reports.queries.classified import is_aviation, present_codes
from baken.rooms.reports.queries.merges import merge_row, merged_in, target_shown
from baken.rooms.reports.queries.originals import originals_of
from baken.rooms.reports.queries.parents import family_of, merged_into
from baken.rooms.reports.queries.to_risk import may_attach, may_state_risk, may_take_measures
from baken.rooms.reports.views.accident_rows import record_links
from baken.rooms.reports.views.duty_rows import duty_parts
from baken.rooms.reports.views.facts import occurrence_facts_list, summary_facts
from baken.rooms.reports.views.record import record_page_parts


@any_page(permits=(READ_OCCURRENCE, READ_SUMMARY), root=Occurrence)
def occurrence(request: HttpRequest, record: Occurrence) -> HttpResponse:
    """The occurrence as far as the actor may read it."""
    actor, at = request.actor, request.at  # type: ignore[attr-defined]
    mark_seen(actor=actor, record=record, at=at)
    may_ask = record.kind == "accident" and may(actor, REQUEST_ACCIDENT)
    if not may(actor, READ_OCCURRENCE, record):
        summary = {"occurrence": record, "facts": summary_facts(record)}
        summary["may_ask_record"] = may_ask
        return render(request, "reports/summary.html", summary)
    codes = present_codes(record)
    shown = {
        "occurrence": record,
        "facts": occurrence_facts_list(record, actor, codes, at),
        "may_ask_record": may_ask,
        **duty_parts(actor, record, at),
        "may_export_e5x": may(actor, EXPORT_OCCURRENCE, record) and is_aviation(codes),
        **_onward(actor, record),
        **measures_block(actor, record, at, manages=may_take_measures(actor, record)),
        **_accidents(actor, record),
        **_relatives(actor, record),
        **record_page_parts(actor, record, at, "reports:occurrence-step"),
    }
    return render(request, "reports/occurrence.html", shown)


def _onward(actor: Actor, record: Occurrence) -> dict[str, Any]:
    """Whether it can become a risk or belong to one, and where."""
    return {
        "may_state_risk": may_state_risk(actor, record),
        "may_attach": may_attach(actor, record),
        "risk_url": reverse("reports:occurrence-risk", args=[record.ref]),
    }


def _accidents(actor: Actor, record: Occurrence) -> dict[str, Any]:
    """The records of servicemen that belong to it, and whether one may open them."""
    return {
        "accident_records": record_links(accident_records_of(actor, record)),
        "may_open_records": record.kind == "accident" and may_open_for(actor, record),
    }


def _consulted(actor: Actor, record: Occurrence) -> dict[str, Any]:
    """What was asked about it; under an information embargo nobody is asked."""
    block = about_block(actor, record)
    return block if record.embargo_at is None else block | {"consult_url": ""}


def _relatives(actor: Actor, record: Occurrence) -> dict[str, Any]:
    """What it was told as, what was merged into it or it into, what it is part of, and was asked about it."""
    merged = merged_into(record.pk)
    parent, parts = family_of(actor, record, merged)
    return {
        "originals": originals_of(actor, record),
        "merged_in": merged_in(actor, merged),
        "merge": merge_row(record) if record.merged_into_id else None,
        "opens_target": target_shown(actor, record),
        "parent": parent,
        "parts": parts,
        **_consulted(actor, record),
    }
