"""A recommendation's page: what it is on the left, its thread on the right, and files with it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
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
from baken.rooms.measures.actions.add_recommendation_file import add_recommendation_file
from baken.rooms.measures.models import Recommendation
from baken.rooms.measures.permits import FOLLOW_UP, READ_RECOMMENDATION
from baken.rooms.measures.queries.recommendation_posts import addressee_of, permit_to_add_to
from baken.rooms.measures.queries.repeats import REPEATS, repeated_by
from baken.rooms.measures.rules.recommending import REJECTED, SERVED_IN
from baken.rooms.measures.views.block import measures_block
from baken.rooms.measures.views.recommendation_facts import (
    answer_facts,
    recommendation_facts_list,
    verdict_facts,
)
from baken.rooms.measures.workflow import RECOMMENDATIONS
from baken.rooms.notices.actions import mark_seen
from baken.rooms.org.queries import posts_by_permit

# The steps that are likely next, the likeliest in front.
FIRST_STEPS = (
    *("appreciate", "plan", "start", "report_done", "note_effect", "assess", "close"),
    *("react", "note_progress"),
)


@page(permit=READ_RECOMMENDATION, root=Recommendation)
def recommendation(request: HttpRequest, record: Recommendation) -> HttpResponse:
    """The recommendation: facts, answer, verdict, what it repeats, its measures, and what can be done."""
    actor, at = request.actor, request.at  # type: ignore[attr-defined]
    mark_seen(actor=actor, record=record, at=at)
    shown: dict[str, Any] = {
        "record": record,
        "facts": recommendation_facts_list(record, at),
        "answer": answer_facts(record),
        "verdict": verdict_facts(record),
        "files": files_of(record),
        "may_add": may(actor, permit_to_add_to(actor, record), record),
        "add_url": reverse("measures:recommendation-file", args=[record.ref]),
        "thread": thread_nodes.ask(actor, record),
        **_repeats(actor, record),
        **_steps(actor, record, at),
        **measures_block(actor, record, at, manages=_takes_measures(actor, record)),
    }
    return render(request, "measures/recommendation.html", shown)


@page(permit=READ_RECOMMENDATION, root=Recommendation)
@deed()
def add_file(request: HttpRequest, record: Recommendation) -> HttpResponse:
    """Add a photo or document."""
    actor, at = request.actor, request.at  # type: ignore[attr-defined]
    upload = request.FILES.get("file")
    try:
        if upload is None:
            raise FileRefused(_("Choose a file first."))
        file = clean_upload(name=upload.name or "", data=upload.read())
        add_recommendation_file(actor=actor, record=record, file=file, at=at)
        messages.success(request, _("The file has been added."))
    except FileRefused as refused:
        messages.error(request, str(refused))
    except AccessDenied as refused:
        raise PermissionDenied(str(refused)) from None
    return redirect("measures:recommendation", record.ref)


def _takes_measures(actor: Actor, record: Recommendation) -> bool:
    is_open = record.state in SERVED_IN and record.appreciation != REJECTED
    return is_open and may(actor, FOLLOW_UP, record)


def _repeats(actor: Actor, record: Recommendation) -> dict[str, Any]:
    """What was recommended before and after, as far as the reader sees it; how many more there are."""
    before = repeated_by(actor, record, way=REPEATS)
    after = repeated_by(actor, record, way=f"{REPEATS}_of")
    return {
        "before": [_shown(one) for one in before],
        "unseen_before": record.times_before - len(before),
        "after": [_shown(one) for one in after],
    }


def _shown(one: Recommendation) -> dict[str, Any]:
    state = RECOMMENDATIONS.states[one.state]
    told = {"ref": one.ref, "title": one.title, "offered_on": one.offered_on}
    return {**told, "url": record_address(one), "state": state}


def _steps(actor: Actor, record: Recommendation, at: datetime) -> dict[str, Any]:
    """State and every step with its reasons; the one that is likely next stands first."""
    unit, language = addressee_of(record), get_language() or "nl"
    steps = step_buttons(
        choices=available_steps(record=record, actor=actor, at=at),
        url_of=lambda name: reverse("measures:recommendation-step", args=[record.ref, name]),
        who_may=lambda permits: posts_by_permit(permits, unit, language),
        first=FIRST_STEPS,
    )
    return {
        "state": RECOMMENDATIONS.states[record.state],
        "steps": [step for step in steps if step["allowed"]],
        "closed_steps": [step for step in steps if not step["allowed"]],
    }
