"""The page of one step of a consultation: what it asks, what it refuses, and taking it."""

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
from baken.rooms.consultation.actions import take_consultation_step
from baken.rooms.consultation.forms import StepForm
from baken.rooms.consultation.models import Consultation
from baken.rooms.consultation.permits import READ
from baken.rooms.consultation.queries.bodies import councils_by_code
from baken.rooms.consultation.queries.facts import conditions_of
from baken.rooms.consultation.rules import OPEN
from baken.rooms.consultation.workflow import CONSULTATION, DESCRIBED
from baken.rooms.org.queries import tree


@page(permit=READ, root=Consultation)
def step(request: HttpRequest, record: Consultation, step: str) -> HttpResponse:
    """A step of a consultation, with the fields of its row in the table."""
    row = CONSULTATION.by_hand(step)
    if row is None:
        raise Http404
    if not may(request.actor, row.permit, record):  # type: ignore[attr-defined]
        raise PermissionDenied(_("Your appointments do not give the right to this step."))
    sent = request.POST if request.method == "POST" else None
    near = tree().by_id[record.unit_id]
    form = StepForm(sent, step=row, near=near, initial=_first(request, record, row))
    if form.is_bound and form.is_valid() and _taken(request, record, row, form):
        done = f"draft:step-{row.name}-{record.ref}"
        messages.success(request, _("Done: %(step)s.") % {"step": row.label}, extra_tags=done)
        return redirect("consultation:consultation", record.ref)
    shown: dict[str, Any] = {"record": record, "step": row, "form": form}
    shown |= {"back_url": record_address(record), "conditions": conditions_of(record)}
    shown |= seen_again(request.POST, form, record, row)
    return render(request, "consultation/step.html", shown, status=400 if form.errors else 200)


def _taken(request: HttpRequest, record: Consultation, row: Step, form: StepForm) -> bool:
    return was_done(
        form,
        lambda: take_consultation_step(
            actor=request.actor,  # type: ignore[attr-defined]
            record=record,
            step=row.name,
            at=request.at,  # type: ignore[attr-defined]
            note=form.cleaned_data.get("note", ""),
            fields=form.step_fields(),
            seen=seen_in(request.POST, row),
        ),
    )


def _first(request: HttpRequest, record: Consultation, row: Step) -> dict[str, Any]:
    """What stands in the form at first: what is revised, or the condition that it is about."""
    if row.fields == DESCRIBED:
        return _known(record)
    if row.name == "note_condition":
        wanted = request.GET.get("condition", "")
        still = [one.nth for one in conditions_of(record) if one.standing == OPEN]
        first = still[0] if still else None
        return {"condition": int(wanted) if wanted.isdecimal() and len(wanted) < 3 else first}
    return {}


def _known(record: Consultation) -> dict[str, Any]:
    """What stands: a revised question starts from it."""
    councils = {one.id: code for code, one in councils_by_code().items()}
    is_council = record.council_id is not None
    return {
        **{name: getattr(record, name) for name in ("title", "question", "kind", "due_on")},
        "council": councils.get(record.council_id, ""),  # type: ignore[arg-type]
        "body_unit": "" if is_council else tree().by_id[record.body_unit_id].code,
    }
