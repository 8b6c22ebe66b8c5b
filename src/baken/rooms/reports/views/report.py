"""A report's page: facts left, thread right; for its reporter the journey instead."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from baken.core.access import AccessDenied, Actor, may
from baken.core.access.declarations import deed, page
from baken.core.files.content import FileRefused, clean_upload
from baken.core.files.store import files_of
from baken.core.workflow.errors import FieldsRefused
from baken.core.workflow.taking import was_done
from baken.rooms.notices.actions import mark_seen
from baken.rooms.reports.actions.add_file import add_file
from baken.rooms.reports.actions.read_identity import read_identity
from baken.rooms.reports.actions.say import send_message
from baken.rooms.reports.forms.access import LookForm
from baken.rooms.reports.models import Report
from baken.rooms.reports.permits import (
    ANSWER,
    CREATE_FOR,
    INSPECT_IDENTITY,
    READ,
    REQUEST_ACCIDENT,
    RESPOND,
)
from baken.rooms.reports.queries.conversation import apart, messages_of
from baken.rooms.reports.queries.follow_up import answers_of, by_subject
from baken.rooms.reports.queries.identity import is_released_to, look_right, may_look_up
from baken.rooms.reports.queries.journey import journey_of
from baken.rooms.reports.queries.source_rows import source_rows_of
from baken.rooms.reports.queries.to_risk import may_state_risk
from baken.rooms.reports.views.facts import report_facts_list
from baken.rooms.reports.views.record import REPORTERS_STEPS, record_page_parts

# Who may add answers to the questions that follow: the reporter, and who handles or enters reports there.
MAY_ANSWER = (RESPOND, ANSWER, CREATE_FOR)


@page(permit=READ, root=Report)
def report(request: HttpRequest, record: Report) -> HttpResponse:
    """The report as its reporter sees it, or as those who handle it do."""
    actor, at = request.actor, request.at  # type: ignore[attr-defined]
    mark_seen(actor=actor, record=record, at=at)
    shown: dict[str, Any] = {
        "report": record,
        **dict(zip(("conversation", "additions"), apart(messages_of(record)), strict=True)),
        "files": files_of(record),
        "answers": by_subject(answers_of(record)),
        "may_answer_questions": any(may(actor, one, record) for one in MAY_ANSWER),
        "is_reporter": may(actor, RESPOND, record),
        "may_talk": may(actor, ANSWER, record) or may(actor, RESPOND, record),
        "may_see_identity": may_look_up(actor, record, at),
        "may_ask_record": may(actor, REQUEST_ACCIDENT),
        **record_page_parts(actor, record, at, "reports:report-step"),
    }
    if shown["is_reporter"]:
        shown["journey"] = journey_of(record, at)
        closed = shown["closed_steps"]
        shown["closed_steps"] = [step for step in closed if step["name"] in REPORTERS_STEPS]
        return render(request, "reports/my_report.html", shown)
    return render(request, "reports/report.html", shown | _for_handlers(actor, record, at))


def _for_handlers(actor: Actor, record: Report, at: datetime) -> dict[str, Any]:
    """What those who handle it see besides: facts, what another system said, the way to a risk."""
    source_rows = source_rows_of(record)
    return {
        "may_state_risk": may_state_risk(actor, record),
        "risk_url": reverse("reports:report-risk", args=[record.ref]),
        "source_rows": source_rows,
        "facts": report_facts_list(record, source_rows, at),
    }


@page(permit=READ, root=Report)
@deed()
def message(request: HttpRequest, record: Report) -> HttpResponse:
    """Say something in the conversation."""
    actor, at = request.actor, request.at  # type: ignore[attr-defined]
    text, kind = request.POST.get("text", ""), request.POST.get("kind", "message")
    try:
        send_message(actor=actor, report=record, text=text, at=at, kind=kind)
        told = {
            "correction": _("It was added to the story. The story itself stays as it was told.")
        }
        said = told.get(kind, _("Your message has been sent."))
        messages.success(request, said, extra_tags=f"draft:{kind}-{record.ref}")
    except FieldsRefused as refused:
        messages.error(request, "; ".join(refused.errors.values()))
    except AccessDenied as refused:
        raise PermissionDenied(str(refused)) from None
    return redirect("reports:report", record.ref)


@page(permit=READ, root=Report)
@deed()
def add(request: HttpRequest, record: Report) -> HttpResponse:
    """Add a photo or document."""
    upload = request.FILES.get("file")
    at = request.at  # type: ignore[attr-defined]
    try:
        file = clean_upload(name=upload.name or "", data=upload.read()) if upload else None
        if file is None:
            raise FileRefused(_("Choose a file first."))
        add_file(actor=request.actor, report=record, file=file, at=at)  # type: ignore[attr-defined]
        messages.success(request, _("The file has been added."))
    except FileRefused as refused:
        messages.error(request, str(refused))
    except AccessDenied as refused:
        raise PermissionDenied(str(refused)) from None
    return redirect("reports:report", record.ref)


@page(permit=READ, root=Report)
@deed()
def reporter(request: HttpRequest, record: Report) -> HttpResponse:
    """Show who reported, after asking why; the look is written down."""
    ground = request.POST.get("ground", "")
    actor, at = request.actor, request.at  # type: ignore[attr-defined]
    right = look_right(actor, record, at)
    if not right.allowed:
        raise PermissionDenied(right.why)
    try:
        who = read_identity(actor=actor, report=record, ground=ground, at=at)
        found = _("Reported by: %(who)s. That you looked is on record.") % {"who": who}
        messages.info(request, found, extra_tags=f"draft:identity-{record.ref}")
    except FieldsRefused as refused:
        messages.error(request, "; ".join(refused.errors.values()))
    except AccessDenied as refused:
        messages.error(request, str(refused))
    return redirect("reports:report", record.ref)


@page(permit=INSPECT_IDENTITY, root=Report)
def inspection(request: HttpRequest, record: Report) -> HttpResponse:
    """Who reported, for an inspector to whom it was released; nothing else of the report."""
    actor, at = request.actor, request.at  # type: ignore[attr-defined]
    if not is_released_to(actor, record, at):
        raise Http404
    form = LookForm(request.POST if request.method == "POST" else None)
    who = ""
    if form.is_valid():
        ground = form.cleaned_data["ground"]

        def look() -> None:
            nonlocal who
            who = read_identity(actor=actor, report=record, ground=ground, at=at)

        was_done(form, look)
    shown = {"ref": record.ref, "form": form, "who": who}
    return render(request, "reports/inspection.html", shown, status=400 if form.errors else 200)
