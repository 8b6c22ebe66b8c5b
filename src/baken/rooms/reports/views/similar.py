"""The page of what is like a record: listed with reasons, set apart and put back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from baken.core.access import AccessDenied, Actor, may
from baken.core.access.declarations import page
from baken.core.page.addresses import record_address
from baken.core.workflow.available import available_steps
from baken.core.workflow.errors import FieldsRefused
from baken.rooms.reports.actions.set_apart import put_back, set_apart
from baken.rooms.reports.models import Occurrence, Report
from baken.rooms.reports.permits import READ, READ_OCCURRENCE, TRIAGE
from baken.rooms.reports.queries.set_apart import set_apart_from
from baken.rooms.reports.queries.similar import Similar, similar_records
from baken.rooms.reports.queries.weak_signal import codes_of, like_occurrence, stack_among

MOST = 20


@page(permit=READ, root=Report)
def report_alike(request: HttpRequest, record: Report) -> HttpResponse:
    """What is like a report, within the actor's reach."""
    if request.method == "POST":
        return _set_apart(request, record, "reports:report-alike")
    actor, at = request.actor, request.at  # type: ignore[attr-defined]
    codes = codes_of(actor, record)
    found = similar_records(actor=actor, record=record, at=at, codes=codes, most=MOST)
    return render(request, "reports/alike.html", _parts(actor, record, found))


@page(permit=READ_OCCURRENCE, root=Occurrence)
def occurrence_alike(request: HttpRequest, record: Occurrence) -> HttpResponse:
    """What is like an occurrence, within the actor's reach, and what light ones weigh together."""
    if request.method == "POST":
        return _set_apart(request, record, "reports:occurrence-alike")
    actor, at = request.actor, request.at  # type: ignore[attr-defined]
    found = like_occurrence(actor, record, at)
    steps = available_steps(record=record, actor=actor, at=at)
    shown = {
        **_parts(actor, record, found[:MOST]),
        "stack": stack_among(actor, record, found),
        "may_raise": any(one.name == "classify" and one.allowed for one in steps),
    }
    return render(request, "reports/alike.html", shown)


def _parts(actor: Actor, record: Any, found: list[Similar]) -> dict[str, Any]:
    return {
        "record": record,
        "back_url": record_address(record),
        "similar": found,
        "apart": set_apart_from(actor, record),
        "may_set_apart": may(actor, TRIAGE, record),
        "apart_form": "apart-form",
    }


def _set_apart(request: HttpRequest, record: Any, here: str) -> HttpResponse:
    said_apart(request, record)
    return redirect(here, record.ref)


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
