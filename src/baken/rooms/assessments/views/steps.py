"""The page of one step of an assessment: what it asks, what it refuses, and taking it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from baken.core.access import may
from baken.core.access.declarations import page
from baken.core.page.addresses import record_address
from baken.core.workflow.table import Step
from baken.core.workflow.taking import seen_again, seen_in, was_done
from baken.rooms.assessments.actions import take_assessment_step
from baken.rooms.assessments.forms import StepForm
from baken.rooms.assessments.models import Assessment
from baken.rooms.assessments.permits import READ
from baken.rooms.assessments.queries.reviews import owners_to_choose
from baken.rooms.assessments.workflow import ASSESSMENT


@page(permit=READ, root=Assessment)
def step(request: HttpRequest, record: Assessment, step: str) -> HttpResponse:
    """A step of an assessment, with the fields of its row in the table."""
    row = ASSESSMENT.by_hand(step)
    if row is None:
        raise Http404
    if not may(request.actor, row.permit, record):  # type: ignore[attr-defined]
        raise PermissionDenied(_("Your appointments do not give the right to this step."))
    sent = request.POST if request.method == "POST" else None
    at = request.at  # type: ignore[attr-defined]
    asks_person = any(field.kind == "person" for field in row.fields)
    people = owners_to_choose(record, at) if asks_person else {}
    first = _first(request, record, row)
    form = StepForm(sent, step=row, record=record, initial=first, leads=people.items())
    if form.is_bound and form.is_valid() and _taken(request, record, row, form):
        done = f"draft:step-{row.name}-{record.ref}"
        messages.success(request, _("Done: %(step)s.") % {"step": row.label}, extra_tags=done)
        return redirect("assessments:assessment", record.ref)
    shown: dict[str, Any] = {"record": record, "step": row, "form": form}
    shown |= {"back_url": record_address(record)}
    shown |= seen_again(request.POST, form, record, row)
    return render(request, "assessments/step.html", shown, status=400 if form.errors else 200)


def _taken(request: HttpRequest, record: Assessment, row: Step, form: StepForm) -> bool:
    return was_done(
        form,
        lambda: take_assessment_step(
            actor=request.actor,  # type: ignore[attr-defined]
            record=record,
            step=row.name,
            at=request.at,  # type: ignore[attr-defined]
            note=form.cleaned_data.get("note", ""),
            fields=form.step_fields(),
            seen=seen_in(request.POST, row),
        ),
    )


def _first(request: HttpRequest, record: Assessment, row: Step) -> dict[str, Any]:
    """What stands in the form at first: what it is about, or which thing is settled."""
    if row.name == "describe":
        return {name: getattr(record, name) for name in ("title", "scope", "headcount")}
    if row.name == "settle_basis":
        return {"item": request.GET.get("item", "")[:50], "standing": "settled"}
    if row.name in ("assign_condition", "meet_condition"):
        return {"condition": request.GET.get("condition", "")[:10]}
    if row.name == "end_plan":
        return {"scopes": record.scopes}
    return {}
