"""The page of one step: what it asks, what it refuses, and taking it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from baken.core.access import may
from baken.core.access.declarations import page
from baken.core.files.store import files_of
from baken.core.page.addresses import record_address
from baken.core.workflow.table import Step, Workflow
from baken.core.workflow.taking import newest_of, seen_in, was_done
from baken.core.workflow.unread import SEEN
from baken.rooms.org.queries import nearest_holders, tree
from baken.rooms.reports.actions.classify import LEADING_ROLES
from baken.rooms.reports.actions.take_step import take_step
from baken.rooms.reports.forms import StepForm, TriageForm
from baken.rooms.reports.forms.triage import severity_rows, triage_initial, typed_so_far
from baken.rooms.reports.models import Occurrence, Report
from baken.rooms.reports.permits import READ, READ_OCCURRENCE, SECOND_READ, TRIAGE
from baken.rooms.reports.queries.classified import (
    code_of_site,
    present_answers,
    present_classification,
)
from baken.rooms.reports.queries.conversation import apart, messages_of
from baken.rooms.reports.queries.immediate import immediate_actions_of
from baken.rooms.reports.queries.similar import Similar, codes_for_likeness, similar_records
from baken.rooms.reports.queries.thread import was_raised
from baken.rooms.reports.texts import NAMES_PERSON
from baken.rooms.reports.views.facts import waits_for
from baken.rooms.reports.views.similar import said_apart
from baken.rooms.reports.workflow import OCCURRENCE, REPORT

CLASSIFYING = ("triage", "classify", "move")
LIKENESS = ("subjects", "kind", "context")


@page(permit=READ, root=Report)
def report_step(request: HttpRequest, record: Report, step: str) -> HttpResponse:
    """A step of a report; triage has its own screen with the conversation beside it."""
    shown: dict[str, Any] = {}
    if step in CLASSIFYING:
        shown["conversation"], shown["additions"] = apart(messages_of(record))
        shown["names_person"] = NAMES_PERSON.get(record.names_person, "")
    return _step(request, record, _row(REPORT, step), shown)


@page(permit=READ_OCCURRENCE, root=Occurrence)
def occurrence_step(request: HttpRequest, record: Occurrence, step: str) -> HttpResponse:
    """A step of an occurrence; a revision starts from what stands."""
    return _step(request, record, _row(OCCURRENCE, step), {})


def _step(request: HttpRequest, record: Any, row: Step, shown: dict[str, Any]) -> HttpResponse:
    actor, at = request.actor, request.at  # type: ignore[attr-defined]
    if not may(actor, row.permit, record):
        raise PermissionDenied(_("Your appointments do not give the right to this step."))
    if "apart" in request.POST and row.name in CLASSIFYING:
        said_apart(request, record)
    form = _form(request, record, row, at)
    if form.is_bound and form.is_valid() and _taken(request, record, row, form):
        done = f"draft:step-{row.name}-{record.ref}"
        messages.success(request, _said_after(row, record), extra_tags=done)
        return redirect(record.page_name, record.ref)
    status = 400 if form.errors else 200
    template = "reports/step.html"
    if isinstance(form, TriageForm):
        template, shown["severities"] = "reports/triage.html", severity_rows(form)
        shown |= {"files": files_of(record), "similar": _similar(request, record, form)}
        shown |= {"may_set_apart": may(actor, TRIAGE, record), "apart_form": "step-form"}
        shown["noted"] = immediate_actions_of(record)
    shown |= {"record": record, "step": row, "form": form, "is_report": isinstance(record, Report)}
    shown["back_url"] = record_address(record)
    if row.permit == SECOND_READ and record.second_reading:
        shown["waits"] = waits_for(record)
    shown[SEEN] = request.POST[SEEN] if _is_typing(request) else newest_of(record, row)
    return render(request, template, shown, status=status)


def _similar(request: HttpRequest, record: Any, form: TriageForm) -> list[Similar]:
    """What is alike, by the words of the record and by the codes that stand on the screen now."""
    codes = codes_for_likeness({name: form[name].value() for name in LIKENESS})
    return similar_records(actor=request.actor, record=record, at=request.at, codes=codes)  # type: ignore[attr-defined]


def _said_after(row: Step, record: Any) -> str:
    """What is said when a step was taken: what a reporter said is not repeated as if it was done."""
    said = {
        "confirm_solved": _("Thank you. You said that it is solved."),
        "not_solved": _("Thank you. You said that it is not solved; it is looked at again."),
        "danger_over": _("Written down: the danger is over. The reporter has been told."),
    }
    done = str(said.get(row.name) or _("Done: %(step)s.") % {"step": row.label})
    if row.name in CLASSIFYING:
        record.refresh_from_db()
        if was_raised(record):
            done += " " + _("The investigation level was raised: three alike in 24 months.")
    return done


def _taken(request: HttpRequest, record: Any, row: Step, form: StepForm) -> bool:
    return was_done(
        form,
        lambda: take_step(
            actor=request.actor,  # type: ignore[attr-defined]
            record=record,
            step=row.name,
            at=request.at,  # type: ignore[attr-defined]
            note=form.cleaned_data.get("note", ""),
            fields=form.step_fields(),
            seen=seen_in(request.POST, row),
        ),
    )


def _is_typing(request: HttpRequest) -> bool:
    """Whether only more lines or another look was asked for: what was read stays what was read."""
    return _asks_more(request) and SEEN in request.POST


def _asks_more(request: HttpRequest) -> bool:
    """Whether the screen comes back with what was typed: more lines, another look, one set apart."""
    return "more" in request.POST or "apart" in request.POST


def _form(request: HttpRequest, record: Any, row: Step, at: datetime) -> StepForm:
    kind = TriageForm if row.name in CLASSIFYING else StepForm
    unit = tree().by_id[record.owner_unit_id or record.unit_id]
    holders = nearest_holders(roles=LEADING_ROLES, unit=unit, at=at) if _asks_lead(row) else []
    leads = {str(holder.person): holder.name for holder in holders}
    known = (
        {**present_classification(record), "duty_facts": present_answers(record)}
        if isinstance(record, Occurrence)
        else {"site": code_of_site(record.site_id)}
    )
    if "investigation_level" in request.GET:
        known = {**known, "investigation_level": request.GET["investigation_level"]}
    now: dict[str, Any] = {field.name: at for field in row.fields if field.kind == "moment"}
    if any(field.kind == "occurrence" for field in row.fields):
        now["occurrence"] = request.GET.get("occurrence", "")[:40]
    initial = triage_initial(known) if kind is TriageForm else now
    sent = request.POST if request.method == "POST" else None
    if sent is not None and kind is TriageForm and _asks_more(request):
        sent, initial = None, typed_so_far(sent)
    return kind(sent, step=row, leads=leads.items(), initial=initial)


def _asks_lead(row: Step) -> bool:
    return any(field.kind == "person" for field in row.fields)


def _row(workflow: Workflow, name: str) -> Step:
    row = workflow.by_hand(name)
    if row is None:
        raise Http404
    return row
