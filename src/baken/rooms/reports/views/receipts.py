"""Coming back with a receipt code: status and conversation, without a name and without a trace."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from baken.core.access.declarations import public_page
from baken.core.access.errors import AccessDenied
from baken.core.workflow.available import available_steps
from baken.core.workflow.errors import FieldsRefused, StepRefused
from baken.rooms.reports.actions.say import send_message
from baken.rooms.reports.actions.take_step import take_step
from baken.rooms.reports.forms import CodeForm
from baken.rooms.reports.queries.conversation import messages_of
from baken.rooms.reports.queries.journey import journey_of
from baken.rooms.reports.queries.receipts import report_of_code
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
        form.add_error("code", CODE_UNKNOWN)
        return render(request, "reports/code.html", {"form": form}, status=404)
    report, actor = opened
    problem = _act(request, report, actor)
    report.refresh_from_db()
    at = request.at  # type: ignore[attr-defined]
    shown = {
        "report": report,
        "code": form.cleaned_data["code"],
        "journey": journey_of(report, at),
        "conversation": messages_of(report),
        "steps": {s.name: s for s in available_steps(record=report, actor=actor, at=at)},
        "problem": problem,
    }
    return render(request, "reports/status.html", shown, status=400 if problem else 200)


def _act(request: HttpRequest, report: Any, actor: Any) -> str:
    """Do what was asked beside the code; returns what is wrong with it, or nothing."""
    at, text = request.at, request.POST.get("text", "")  # type: ignore[attr-defined]
    step = request.POST.get("step", "")
    try:
        if step in ("not_solved", "confirm_solved"):
            names = ("reason", "satisfaction")
            fields = {name: request.POST[name] for name in names if request.POST.get(name)}
            take_step(actor=actor, record=report, step=step, at=at, fields=fields)
        elif "text" in request.POST:
            send_message(actor=actor, report=report, text=text, at=at)
    except (FieldsRefused, StepRefused, AccessDenied) as refused:
        return str(refused)
    return ""
