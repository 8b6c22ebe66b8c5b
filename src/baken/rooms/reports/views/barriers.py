"""From an occurrence to a barrier: what it shows of one that holds back a risk it is tied to."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from baken.core.access import explain, may
from baken.core.access.declarations import page
from baken.core.page.addresses import record_address
from baken.core.workflow.taking import was_done
from baken.rooms.register.queries.barriers_of import barriers_of
from baken.rooms.reports.actions.name_barrier import name_barrier
from baken.rooms.reports.forms.barriers import BarrierForm
from baken.rooms.reports.models import Occurrence
from baken.rooms.reports.permits import HANDLE, READ_OCCURRENCE
from baken.rooms.reports.queries.barriers import what_may_be_said


@page(permit=READ_OCCURRENCE, root=Occurrence)
def occurrence_barrier(request: HttpRequest, record: Occurrence) -> HttpResponse:
    """Say that a barrier was named, worked in part, failed or held."""
    actor, at = request.actor, request.at  # type: ignore[attr-defined]
    if not may(actor, HANDLE, record):
        raise PermissionDenied(explain(actor, HANDLE, record))
    known = barriers_of(actor, record)
    choices = {f"{one.record.ref} {one.code}": one for one in known}
    sent = request.POST if request.method == "POST" else None
    form = BarrierForm(
        sent,
        barriers=[(code, f"{one.record.ref} – {one.text}") for code, one in choices.items()],
        showed={code: what_may_be_said(actor, one) for code, one in choices.items()},
    )
    if form.is_bound and form.is_valid():
        bow_tie, barrier = form.cleaned_data["barrier"].split()
        said = {name: form.cleaned_data[name] for name in ("showed", "words")}
        about = {"occurrence": record, "bow_tie": bow_tie, "barrier": barrier}
        if was_done(form, partial(name_barrier, actor=actor, at=at, **about, **said)):
            messages.success(
                request, _("It was noted at the barrier, in %(ref)s.") % {"ref": bow_tie}
            )
            return redirect("reports:occurrence", record.ref)
    shown = {"record": record, "form": form, "known": known, "back_url": record_address(record)}
    return render(request, "reports/barrier.html", shown, status=400 if form.errors else 200)
