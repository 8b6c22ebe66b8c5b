"""An assessment's page: what it found and does on the left, its thread on the right, and documents."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from baken.core.access import AccessDenied, Actor, may
from baken.core.access.declarations import deed, page
from baken.core.files.content import FileRefused, clean_upload
from baken.core.files.store import files_of
from baken.core.page.addresses import record_address
from baken.core.questions import thread_nodes
from baken.core.workflow.available import available_steps
from baken.core.workflow.buttons import step_buttons
from baken.rooms.assessments.actions.add_file import add_assessment_file
from baken.rooms.assessments.models import Assessment
from baken.rooms.assessments.permits import FOLLOW, READ, WORK
from baken.rooms.assessments.queries.files import adding_permit
from baken.rooms.assessments.queries.hints import hints_of
from baken.rooms.assessments.queries.sheet import sheet_of
from baken.rooms.assessments.queries.shown import inside_of
from baken.rooms.assessments.queries.terms import day_of
from baken.rooms.assessments.rules import REVIEWED
from baken.rooms.assessments.texts import hint_in_words
from baken.rooms.assessments.views.papers import papers_shown
from baken.rooms.assessments.views.rows import (
    basis_rows,
    condition_rows,
    facts_list,
    finding_rows,
    follow_up_rows,
    review_rows,
    stale,
    watermark,
)
from baken.rooms.assessments.workflow import ASSESSMENT
from baken.rooms.consultation.views.about import about_block
from baken.rooms.notices.actions import mark_seen
from baken.rooms.org.queries import posts_by_permit, tree
from baken.rooms.sheets.queries.blind import worst_seen
from baken.rooms.sheets.queries.copy import copy_of
from baken.rooms.sheets.views.copy_rows import copy_shown

# The steps that are likely next, the likeliest in front.
FIRST = (
    "sign",
    "approve",
    "review",
    "end_consultation",
    "end_plan",
    "end_evaluation",
    "end_inventory",
    "start",
    "settle_basis",
    "renew",
    "meet_condition",
    "assign_condition",
    "revise",
)


@page(permit=READ, root=Assessment)
def assessment(request: HttpRequest, record: Assessment) -> HttpResponse:
    """What was found, the plan, the reviews, what it rests on, and what the reader can do now."""
    actor, at = request.actor, request.at  # type: ignore[attr-defined]
    mark_seen(actor=actor, record=record, at=at)
    steps = _steps(actor, record, at)
    shown = _shown(actor, record, at)
    shown |= {
        "files": files_of(record),
        "may_add": bool(adding_permit(actor, record)),
        "thread": thread_nodes.ask(actor, record),
        "steps": [one for one in steps if one["allowed"]],
        "closed_steps": [one for one in steps if not one["allowed"]],
        **about_block(actor, record),
        **papers_shown(record, follows=may(actor, FOLLOW, record)),
    }
    return render(request, "assessments/assessment.html", shown)


@page(permit=READ, root=Assessment)
def copy(request: HttpRequest, record: Assessment) -> HttpResponse:
    """Every question and answer as it was frozen, for everybody who may read the assessment.

    Source: Working Conditions Act 5 (every employee may read it).
    """
    found = copy_of(sheet_of(record))
    if found is None:
        raise Http404
    shown = {
        "record": record,
        "back_url": record_address(record),
        "copy": found,
        "watermark": watermark(record),
        **copy_shown(found.content, get_language() or "nl"),
    }
    return render(request, "sheets/copy.html", shown)


@page(permit=READ, root=Assessment)
@deed()
def add(request: HttpRequest, record: Assessment) -> HttpResponse:
    """Add a document."""
    actor, at = request.actor, request.at  # type: ignore[attr-defined]
    upload = request.FILES.get("file")
    try:
        if upload is None:
            raise FileRefused(_("Choose a file first."))
        file = clean_upload(name=upload.name or "", data=upload.read())
        add_assessment_file(actor=actor, record=record, file=file, at=at)
        messages.success(request, _("The file has been added."))
    except FileRefused as refused:
        messages.error(request, str(refused))
    except AccessDenied as refused:
        raise PermissionDenied(str(refused)) from None
    return redirect("assessments:assessment", record.ref)


def _shown(actor: Actor, record: Assessment, at: datetime) -> dict[str, Any]:
    """What everybody who reads the assessment sees of it."""
    inside = inside_of(actor, record)
    sheet = inside.sheet
    worst_now, _after = worst_seen(actor, sheet)
    is_frozen = sheet.state == "frozen"
    follows, makes = may(actor, FOLLOW, record), may(actor, WORK, record)
    return {
        "record": record,
        "state": ASSESSMENT.states[record.state],
        "watermark": watermark(record),
        "is_stale": stale(record, at),
        "facts": facts_list(record),
        "sheet": sheet,
        "worst_now": worst_now,
        "sheet_url": record_address(sheet) if follows else "",
        "copy_url": reverse("assessments:copy", args=[record.ref]) if is_frozen else "",
        "basis": list(basis_rows(inside)),
        "findings": list(finding_rows(inside)),
        "reviews": list(review_rows(record, inside)),
        "conditions": list(condition_rows(inside, day_of(record, at))),
        "hints": [hint_in_words(one) for one in hints_of(actor, record, inside, at)],
        "follow_ups": list(follow_up_rows(inside, day_of(record, at))),
        "may_settle": record.state in ("in_inventory", "in_evaluation", "plan_drafting") and makes,
        "may_meet": record.state in REVIEWED and makes,
    }


def _steps(actor: Actor, record: Assessment, at: datetime) -> list[dict[str, Any]]:
    """The steps from here: the greyed ones with why and who can."""
    language = get_language() or "nl"
    unit = tree().by_id[record.unit_id]
    return step_buttons(
        choices=available_steps(record=record, actor=actor, at=at),
        url_of=lambda name: reverse("assessments:step", args=[record.ref, name]),
        who_may=lambda permits: posts_by_permit(permits, unit, language),
        first=FIRST,
    )
