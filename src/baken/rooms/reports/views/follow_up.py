"""Help us further: the questions about a subject, for the reporter, by a code, and for the handlers."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from baken.core import clock
from baken.core.access import AccessDenied, Actor
from baken.core.access.declarations import page, public_page
from baken.core.workflow.errors import FieldsRefused
from baken.rooms.reports.actions.answer_questions import answer_questions
from baken.rooms.reports.forms import CodeForm
from baken.rooms.reports.forms.follow_up import QuestionsForm, SubjectForm, questions_form
from baken.rooms.reports.models import Report
from baken.rooms.reports.permits import READ
from baken.rooms.reports.queries.follow_up import present_values, subjects_asked
from baken.rooms.reports.queries.receipts import report_of_code
from baken.rooms.reports.texts import CODE_UNKNOWN


@page(permit=READ, root=Report)
def questions(request: HttpRequest, record: Report) -> HttpResponse:
    """Choose a subject, then answer as many of its questions as one likes."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    subject = _subject(request)
    form = _form(request, record, subject)
    back = reverse("reports:report", args=[record.ref])
    if form is not None and form.is_bound and form.is_valid():
        told = _tell(request, record, actor, form)
        if told is not None:
            messages.success(request, told, extra_tags=f"draft:questions-{record.ref}-{subject}")
            return redirect(back)
    shown = {**_shown(record, subject, form), "back": back}
    status = 400 if form is not None and form.errors else 200
    return render(request, "reports/questions.html", shown, status=status)


@public_page(reason="the receipt code itself is the key, and it is never part of an address")
def by_code(request: HttpRequest) -> HttpResponse:
    """The same behind a receipt code, which comes along with every answer and stands in no address."""
    code_form = CodeForm(request.POST or None)
    if request.method != "POST" or not code_form.is_valid():
        return redirect("reports:code")
    opened = report_of_code(code_form.cleaned_data["code"])
    if opened is None:
        code_form.add_error("code", CODE_UNKNOWN)
        return render(request, "reports/code.html", {"form": code_form}, status=404)
    record, actor = opened
    subject = _subject(request)
    form = _form(request, record, subject)
    shown = {"code": code_form.cleaned_data["code"], "ref": record.ref}
    if form is not None and form.is_bound and form.is_valid():
        told = _tell(request, record, actor, form)
        if told is not None:
            return render(request, "reports/questions_done.html", {**shown, "told": told})
    status = 400 if form is not None and form.errors else 200
    shown |= _shown(record, subject, form)
    return render(request, "reports/questions.html", shown, status=status)


def _subject(request: HttpRequest) -> str:
    return (request.POST.get("subject") or request.GET.get("subject", ""))[:40]


def _form(request: HttpRequest, record: Report, subject: str) -> QuestionsForm | None:
    """The questions of the subject, once it was chosen; bound when answers were sent."""
    if subject not in subjects_asked(record):
        return None
    sent = request.POST if request.method == "POST" and "answers" in request.POST else None
    today = clock.local_date(request.at)  # type: ignore[attr-defined]
    return questions_form(subject, sent, present=present_values(record, subject), today=today)


def _tell(request: HttpRequest, record: Report, actor: Actor, form: QuestionsForm) -> str | None:
    """Add the answers; returns a sentence, or nothing when they were refused."""
    try:
        new = answer_questions(
            actor=actor,
            report=record,
            subject=form.asked.subject,
            answers=form.cleaned_data,
            at=request.at,  # type: ignore[attr-defined]
        )
    except FieldsRefused as refused:
        form.say(refused)
        return None
    except AccessDenied as refused:
        form.add_error(None, str(refused))
        return None
    count = len(new)
    if not count:
        return _("This was known already. Thank you.")
    if count == 1:
        return _("Thank you: one answer was added.")
    return _("Thank you: %(n)d answers were added.") % {"n": count}


def _shown(record: Report, subject: str, form: QuestionsForm | None) -> dict[str, Any]:
    return {
        "report": record,
        "subject": subject,
        "form": form,
        "subjects": SubjectForm(subjects=subjects_asked(record)),
    }
