"""The page of what is like a record: listed with reasons, set apart and put back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from baken.core.access import AccessDenied, may
from baken.core.access.declarations import page
from baken.core.page.addresses import record_address
from baken.core.workflow.errors import FieldsRefused
from baken.rooms.reports.actions.set_apart import put_back, set_apart
from baken.rooms.reports.models import Occurrence, Report
from baken.rooms.reports.permits import READ, READ_OCCURRENCE, TRIAGE
from baken.rooms.reports.queries.set_apart import set_apart_from
from baken.rooms.reports.queries.similar import similar_records
from baken.rooms.reports.queries.weak_signal import codes_of

MOST = 20


@page(permit=READ, root=Report)
def report_alike(request: HttpRequest, record: Report) -> HttpResponse:
    """What is like a report, within the actor's reach."""
    return _alike(request, record, "reports:report-alike")


@page(permit=READ_OCCURRENCE, root=Occurrence)
def occurrence_alike(request: HttpRequest, record: Occurrence) -> HttpResponse:
    """What is like an occurrence, within the actor's reach."""
    return _alike(request, record, "reports:occurrence-alike")


def _alike(request: HttpRequest, record: Any, here: str) -> HttpResponse:
    if request.method == "POST":
        said_apart(request, record)
        return redirect(here, record.ref)
    actor, at = request.actor, request.at  # type: ignore[attr-defined]
    codes = codes_of(actor, record)
    shown = {
        "record": record,
        "back_url": record_address(record),
        "similar": similar_records(actor=actor, record=record, at=at, codes=codes, most=MOST),
        "apart": set_apart_from(actor, record),
        "may_set_apart": may(actor, TRIAGE, record),
        "apart_form": "apart-form",
    }
    return render(request, "reports/alike.html", shown)


def said_apart(request: HttpRequest, record: Any) -> None:
    """Set apart or put back what was sent, and say so; what cannot be is said too."""
    is_back = "back" in request.POST
    change, other = (put_back, "back") if is_back else (set_apart, "apart")
    at = request.at  # type: ignore[attr-defined]
    try:
        found = change(actor=request.actor, record=record, other=request.POST.get(other, ""), at=at)  # type: ignore[attr-defined]
    except FieldsRefused as refused:
        messages.error(request, "; ".join(refused.errors.values()))
    except AccessDenied as refused:
        raise PermissionDenied(str(refused)) from None
    else:
        done = (
            _("%(ref)s can be suggested here again.")
            if is_back
            else _("%(ref)s is not suggested here again. You can take that back.")
        )
        messages.success(request, done % {"ref": found.ref})
