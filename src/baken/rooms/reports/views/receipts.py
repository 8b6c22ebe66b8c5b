"""Coming back with a receipt code: status and conversation, without a name and without a trace."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from baken.core.access import Actor
from baken.core.access.declarations import public_page
from baken.core.access.errors import AccessDenied
from baken.core.files.content import FileRefused, clean_upload
from baken.core.files.serve import stored_answer
from baken.core.workflow.available import available_steps
from baken.core.workflow.errors import FieldsRefused, StepRefused
from baken.rooms.library.queries import code_list
from baken.rooms.org.rules.place_codes import in_groups
from baken.rooms.reports.actions.add_file import add_file
from baken.rooms.reports.actions.say import send_message
from baken.rooms.reports.actions.take_step import take_step
from baken.rooms.reports.forms import CodeForm
from baken.rooms.reports.models import Report
from baken.rooms.reports.queries.conversation import apart, messages_of
from baken.rooms.reports.queries.doors import form_not_entered
from baken.rooms.reports.queries.follow_up import answers_of, by_subject
from baken.rooms.reports.queries.journey import journey_of
from baken.rooms.reports.queries.receipts import (
    file_behind_pass,
    files_behind_code,
    report_of_code,
)
from baken.rooms.reports.texts import CODE_UNKNOWN


@public_page(reason="the receipt code itself is the key, and it is never part of an address")
def by_code(request: HttpRequest) -> HttpResponse:
    """Ask for the code, show the report it opens, and take a message or an answer."""
    form = CodeForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        status = 400 if form.errors else 200
        return render(request, "reports/code.html", {"form": form}, status=status)
    opened = report_of_code(form.cleaned_data["code"])
    if opened is None:
        return _opens_nothing(request, form)
    report, actor = opened
    problem = _act(request, report, actor)
    report.refresh_from_db()
    shown = _shown(report, actor, request.at)  # type: ignore[attr-defined]
    shown |= {"code": form.cleaned_data["code"], "problem": problem}
    return render(request, "reports/status.html", shown, status=400 if problem else 200)


def _shown(report: Report, actor: Actor, at: datetime) -> dict[str, Any]:
    """What whoever holds the code sees of the report."""
    conversation, additions = apart(messages_of(report))
    return {
        "report": report,
        "journey": journey_of(report, at),
        "conversation": conversation,
        "additions": additions,
        "files": files_behind_code(report),
        "answers": by_subject(answers_of(report)),
        "steps": {s.name: s for s in available_steps(record=report, actor=actor, at=at)},
        "naming": code_list("naming").values(),
    }


def _opens_nothing(request: HttpRequest, form: CodeForm) -> HttpResponse:
    """A code of no report: it may stand on the strip of a form that nobody has entered yet."""
    waiting = form_not_entered(form.cleaned_data["code"])
    if waiting is not None:
        shown = {"number": in_groups(waiting.number), "printed_on": waiting.printed_on}
        return render(request, "reports/paper_waiting.html", shown)
    form.add_error("code", CODE_UNKNOWN)
    return render(request, "reports/code.html", {"form": form}, status=404)


def _act(request: HttpRequest, report: Any, actor: Any) -> str:
    """Do what was asked beside the code; returns what is wrong with it, or nothing."""
    at, text = request.at, request.POST.get("text", "")  # type: ignore[attr-defined]
    step = request.POST.get("step", "")
    try:
        if step in ("not_solved", "confirm_solved", "say_about"):
            names = ("reason", "satisfaction", "naming")
            fields = {name: request.POST[name] for name in names if request.POST.get(name)}
            take_step(actor=actor, record=report, step=step, at=at, fields=fields)
        elif request.POST.get("act") == "file":
            _add_file(request, report, actor)
        elif "text" in request.POST:
            kind = request.POST.get("kind", "message")
            send_message(actor=actor, report=report, text=text, at=at, kind=kind)
    except (FieldsRefused, FileRefused, StepRefused, AccessDenied) as refused:
        return str(refused)
    return ""


def _add_file(request: HttpRequest, report: Any, actor: Any) -> None:
    """Add one photo or document, checked and cleaned like every other; nobody leaves no trace."""
    upload = request.FILES.get("file")
    if upload is None:
        raise FileRefused(_("Choose a file first."))
    file = clean_upload(name=upload.name or "", data=upload.read())
    add_file(actor=actor, report=report, file=file, at=request.at)  # type: ignore[attr-defined]


@public_page(reason="a short pass opens one file to who showed the receipt code just before")
def file(request: HttpRequest, opens: str) -> FileResponse:
    """The bytes of a file behind a receipt code; an old or foreign pass opens nothing."""
    answer = stored_answer(file_behind_pass(opens))
    answer["Cache-Control"] = "no-store"
    return answer
