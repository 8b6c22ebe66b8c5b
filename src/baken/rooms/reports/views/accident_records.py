"""Accident records of servicemen: the list, a record, its steps, opening them and asking for one."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from baken.core import clock
from baken.core.access import may
from baken.core.access.declarations import page
from baken.core.files.store import files_of
from baken.core.lists import BadCursor
from baken.core.lists.pager import page_addresses
from baken.core.page.addresses import record_address
from baken.core.workflow.forms import StepForm
from baken.core.workflow.table import Step
from baken.core.workflow.taking import newest_of, seen_in, was_done
from baken.rooms.org.permits import GIVE_CASE
from baken.rooms.reports.actions.accident_records import (
    open_accident_records,
    request_accident_record,
)
from baken.rooms.reports.actions.take_step import take_step
from baken.rooms.reports.forms.accident_records import OpenForm, RequestForm
from baken.rooms.reports.models import AccidentRecord, Occurrence
from baken.rooms.reports.permits import DRAW_UP, READ_ACCIDENT, READ_OCCURRENCE, REQUEST_ACCIDENT
from baken.rooms.reports.queries.accident_records import (
    accident_records_of,
    accident_records_page,
    additions_of,
)
from baken.rooms.reports.queries.asked_about import asked_about
from baken.rooms.reports.views.access import show_access
from baken.rooms.reports.views.accident_rows import accident_facts_list, accident_rows
from baken.rooms.reports.views.record import step_choices, thread_shown
from baken.rooms.reports.workflow import ACCIDENT_RECORD

FACTS = ("on_duty", "happened_at", "place", "activity", "course", "injury", "witnesses")


@page(permit=READ_ACCIDENT)
def records(request: HttpRequest) -> HttpResponse:
    """The records one reads: one's own, those one draws up, and those one was given."""
    try:
        found = accident_records_page(request.actor, cursor=request.GET.get("cursor", ""))  # type: ignore[attr-defined]
    except BadCursor:
        return redirect("reports:accident-records")
    columns, rows = accident_rows(found.items)
    shown: dict[str, Any] = {
        "columns": columns,
        "rows": rows,
        "pages": page_addresses(request, found),
    }
    shown["may_ask"] = may(request.actor, REQUEST_ACCIDENT)  # type: ignore[attr-defined]
    return render(request, "reports/accident_records.html", shown)


@page(permit=READ_ACCIDENT, root=AccidentRecord)
def record(request: HttpRequest, record: AccidentRecord) -> HttpResponse:
    """A record as it prints on one side: facts, remarks, supplements, and what can happen now."""
    actor, at = request.actor, request.at  # type: ignore[attr-defined]
    steps = step_choices(actor, record, at, "reports:accident-record-step")
    shown = {
        "record": record,
        "state": ACCIDENT_RECORD.states[record.state],
        "facts": accident_facts_list(record, actor, at),
        "additions": additions_of(record),
        "files": files_of(record),
        "thread": thread_shown(actor, record),
        "steps": [one for one in steps if one["allowed"]],
        "closed_steps": [one for one in steps if not one["allowed"]],
        "gives_cases": may(actor, GIVE_CASE, record),
    }
    return render(request, "reports/accident_record.html", shown)


@page(permit=READ_ACCIDENT, root=AccidentRecord)
def record_access(request: HttpRequest, record: AccidentRecord) -> HttpResponse:
    """Who sees a record and why; here the commander gives it to whoever needs it."""
    return show_access(request, record, "reports:accident-record-access")


@page(permit=READ_ACCIDENT, root=AccidentRecord)
def step(request: HttpRequest, record: AccidentRecord, step: str) -> HttpResponse:
    """The page of one step."""
    row = ACCIDENT_RECORD.step(step)
    if row is None:
        raise Http404
    if not may(request.actor, row.permit, record):  # type: ignore[attr-defined]
        raise PermissionDenied(_("Your appointments do not give the right to this step."))
    form = _form(request, record, row)
    if form.is_bound and form.is_valid() and _taken(request, record, row, form):
        done = f"draft:step-{row.name}-{record.ref}"
        messages.success(request, _("Done: %(step)s.") % {"step": row.label}, extra_tags=done)
        return redirect(record.page_name, record.ref)
    shown = {
        "record": record,
        "step": row,
        "form": form,
        "back_url": record_address(record),
        "seen": newest_of(record, row),
    }
    return render(request, "page/step.html", shown, status=400 if form.errors else 200)


@page(permit=DRAW_UP, root=Occurrence, read=READ_OCCURRENCE)
def open_for(request: HttpRequest, record: Occurrence) -> HttpResponse:
    """Open a record for each serviceman who was in it; the occurrence itself names nobody."""
    actor, at = request.actor, request.at  # type: ignore[attr-defined]
    form = OpenForm(request.POST if request.method == "POST" else None)

    def act() -> None:
        persons = form.cleaned_data["persons"]
        open_accident_records(actor=actor, occurrence=record, persons=persons, at=at)

    if form.is_valid() and was_done(form, act):
        messages.success(request, _("The accident records are open."))
        return redirect("reports:occurrence", record.ref)
    shown = {"record": record, "form": form, "back_url": record_address(record)}
    shown["known"] = accident_records_of(actor, record)
    status = 400 if form.errors else 200
    return render(request, "reports/open_accident_records.html", shown, status=status)


@page(permit=REQUEST_ACCIDENT)
def ask(request: HttpRequest) -> HttpResponse:
    """Ask for a record of what happened to oneself, if wanted about an own report or an occurrence."""
    actor, at = request.actor, request.at  # type: ignore[attr-defined]
    about = asked_about(actor, request.GET.get("report", ""), request.GET.get("occurrence", ""))
    initial = {"happened_at": about.happened_at, "place": about.place}
    form = RequestForm(request.POST if request.method == "POST" else None, initial=initial)
    made: list[AccidentRecord] = []

    def act() -> None:
        given = {**form.cleaned_data, "occurrence": about.occurrence}
        made.append(request_accident_record(actor=actor, at=at, **given))

    if form.is_valid() and was_done(form, act):
        messages.success(request, _("You asked for it. Your commander draws it up."))
        return redirect("reports:accident-record", made[0].ref)
    shown = {"form": form, "about": about}
    status = 400 if form.errors else 200
    return render(request, "reports/request_accident_record.html", shown, status=status)


def _form(request: HttpRequest, record: AccidentRecord, row: Step) -> StepForm:
    """The fields of a step with what stands now; a note would be one more text about somebody."""
    initial: dict[str, Any] = {name: getattr(record, name) for name in FACTS}
    if record.on_duty is None:
        initial["on_duty"] = True
    if record.happened_at:
        initial["happened_at"] = record.happened_at.astimezone(clock.local_zone())
    sent = request.POST if request.method == "POST" else None
    form = StepForm(sent, step=row, initial=initial)
    del form.fields["note"]
    return form


def _taken(request: HttpRequest, record: AccidentRecord, row: Step, form: StepForm) -> bool:
    return was_done(
        form,
        lambda: take_step(
            actor=request.actor,  # type: ignore[attr-defined]
            record=record,
            step=row.name,
            at=request.at,  # type: ignore[attr-defined]
            fields=form.step_fields(),
            seen=seen_in(request.POST, row),
        ),
    )
