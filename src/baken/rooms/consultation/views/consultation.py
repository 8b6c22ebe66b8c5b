"""A consultation's page: what is asked and answered on the left, its thread on the right, and documents."""

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

from baken.core.access import AccessDenied, Actor
from baken.core.access.declarations import deed, page
from baken.core.files.content import FileRefused, clean_upload
from baken.core.files.store import files_of
from baken.core.questions import thread_nodes
from baken.core.workflow.available import available_steps
from baken.core.workflow.buttons import step_buttons
from baken.rooms.consultation.actions.add_file import add_consultation_file
from baken.rooms.consultation.models import Consultation
from baken.rooms.consultation.permits import ANSWER, READ
from baken.rooms.consultation.queries.bodies import posts_of_speakers
from baken.rooms.consultation.queries.facts import conditions_of
from baken.rooms.consultation.queries.files import adding_permit
from baken.rooms.consultation.views.rows import (
    condition_rows,
    consent_shown,
    facts_list,
    outcome_shown,
    reply_shown,
    state_shown,
)
from baken.rooms.notices.actions import mark_seen
from baken.rooms.org.queries import posts_by_permit, tree

# The steps that are likely next, the likeliest in front.
FIRST = ("answer", "agree_to_more_time", "ask", "reply", "note_condition", "close")


@page(permit=READ, root=Consultation)
def consultation(request: HttpRequest, record: Consultation) -> HttpResponse:
    """What is asked, of whom and about what, the answer, the reply, and what the reader can do now."""
    actor, at = request.actor, request.at  # type: ignore[attr-defined]
    mark_seen(actor=actor, record=record, at=at)
    steps = _steps(actor, record, at)
    shown: dict[str, Any] = {
        "record": record,
        "state": state_shown(record, at),
        "consent": consent_shown(record),
        "outcome": outcome_shown(record),
        "reply": reply_shown(record),
        "conditions": condition_rows(conditions_of(record)),
        "facts": facts_list(actor, record),
        "files": files_of(record),
        "may_add": bool(adding_permit(actor, record, at)),
        "may_note": any(one["name"] == "note_condition" and one["allowed"] for one in steps),
        "thread": thread_nodes.ask(actor, record),
        "steps": [one for one in steps if one["allowed"]],
        "closed_steps": [one for one in steps if not one["allowed"]],
    }
    return render(request, "consultation/consultation.html", shown)


@page(permit=READ, root=Consultation)
@deed()
def add(request: HttpRequest, record: Consultation) -> HttpResponse:
    """Add a document."""
    actor, at = request.actor, request.at  # type: ignore[attr-defined]
    upload = request.FILES.get("file")
    try:
        if upload is None:
            raise FileRefused(_("Choose a file first."))
        file = clean_upload(name=upload.name or "", data=upload.read())
        add_consultation_file(actor=actor, record=record, file=file, at=at)
        messages.success(request, _("The file has been added."))
    except FileRefused as refused:
        messages.error(request, str(refused))
    except AccessDenied as refused:
        raise PermissionDenied(str(refused)) from None
    return redirect("consultation:consultation", record.ref)


def _steps(actor: Actor, record: Consultation, at: datetime) -> list[dict[str, Any]]:
    """The steps from here: the greyed ones with why and who can, each on its own side."""
    language = get_language() or "nl"

    def who_may(permits: Any) -> dict[str, list[str]]:
        asking = [permit for permit in permits if permit != ANSWER]
        found = posts_by_permit(asking, tree().by_id[record.unit_id], language)
        return found | {ANSWER: posts_of_speakers(record, at)} if ANSWER in permits else found

    return step_buttons(
        choices=available_steps(record=record, actor=actor, at=at),
        url_of=lambda name: reverse("consultation:step", args=[record.ref, name]),
        who_may=who_may,
        first=FIRST,
    )
