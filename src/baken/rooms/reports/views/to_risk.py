"""From a report or an occurrence to the register of risks: state a risk, or add to one that is known."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from baken.core.access import explain, may
from baken.core.access.declarations import page
from baken.core.page.addresses import record_address
from baken.core.workflow.taking import was_done
from baken.rooms.register.permits import IDENTIFY, STATING
from baken.rooms.register.views.new import state_page
from baken.rooms.reports.actions.to_risk import attach_to_risk, state_risk
from baken.rooms.reports.forms.to_risk import AttachForm
from baken.rooms.reports.models import Occurrence, Report
from baken.rooms.reports.permits import HANDLE, READ, READ_OCCURRENCE, TRIAGE
from baken.rooms.reports.queries.to_risk import first_values, risks_like


@page(permit=READ, root=Report)
def report_risk(request: HttpRequest, record: Report) -> HttpResponse:
    """State a risk from a report that one is to triage, with its story beside the form."""
    if not may(request.actor, TRIAGE, record):  # type: ignore[attr-defined]
        raise PermissionDenied(explain(request.actor, TRIAGE, record))  # type: ignore[attr-defined]
    return _state(request, record, "reports:report-risk", told=record.story)


@page(permit=READ_OCCURRENCE, root=Occurrence)
def occurrence_risk(request: HttpRequest, record: Occurrence) -> HttpResponse:
    """State a risk from an occurrence, filled in beforehand as far as it is known."""
    return _state(request, record, "reports:occurrence-risk")


@page(permit=READ_OCCURRENCE, root=Occurrence)
def occurrence_attach(request: HttpRequest, record: Occurrence) -> HttpResponse:
    """Say that an occurrence belongs to a known risk, with those that look like it."""
    actor, at = request.actor, request.at  # type: ignore[attr-defined]
    if not may(actor, HANDLE, record):
        raise PermissionDenied(explain(actor, HANDLE, record))
    form = AttachForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        ref = form.cleaned_data["risk"]
        act = partial(attach_to_risk, actor=actor, occurrence=record, risk=ref, at=at)
        if was_done(form, act):
            told = _("%(ref)s belongs to risk %(risk)s now.")
            messages.success(request, told % {"ref": record.ref, "risk": ref.upper()})
            return redirect("reports:occurrence", record.ref)
    shown = {"record": record, "form": form, "known": risks_like(actor, record)}
    shown["back_url"] = record_address(record)
    return render(request, "reports/attach.html", shown, status=400 if form.errors else 200)


def _state(
    request: HttpRequest, record: Report | Occurrence, here: str, told: str = ""
) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    if not any(map(actor.holds, STATING)):
        raise PermissionDenied(explain(actor, IDENTIFY))
    shown = {
        "action": reverse(here, args=[record.ref]),
        "back_url": record_address(record),
        "origin": record.ref,
        "told": told,
        "known": risks_like(actor, record),
    }
    return state_page(request, partial(state_risk, record=record), first_values(record), shown)
