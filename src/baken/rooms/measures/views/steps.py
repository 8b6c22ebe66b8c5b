"""The page of one step of a measure: what it asks, what it refuses, and taking it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from baken.core.access import may
from baken.core.access.declarations import page
from baken.core.page.addresses import record_address
from baken.core.workflow.table import Step
from baken.core.workflow.taking import seen_again, seen_in, was_done
from baken.rooms.measures.actions.take_step import take_step
from baken.rooms.measures.forms import StepForm
from baken.rooms.measures.models import Measure
from baken.rooms.measures.permits import READ
from baken.rooms.measures.queries.beside import things_served
from baken.rooms.measures.queries.description import description_of
from baken.rooms.measures.queries.posts import people_to_choose
from baken.rooms.measures.workflow import DESCRIPTION, MEASURE
from baken.rooms.measures.workflow.fields import DUE

NOT_THEIRS = _("Your appointments do not give the right to this step.")


@page(permit=READ, root=Measure)
def step(request: HttpRequest, record: Measure, step: str) -> HttpResponse:
    """A step of a measure, with the fields of its row in the table.

    Whoever lost the right to it while they typed, as an owner who owns it no more, keeps what they typed.
    """
    actor, row = request.actor, _row(step)  # type: ignore[attr-defined]
    is_theirs, form = may(actor, row.permit, record), _form(request, record, row)
    if not is_theirs and not form.is_bound:
        raise PermissionDenied(NOT_THEIRS)
    if not is_theirs:
        form.add_error(None, NOT_THEIRS)
    if form.is_bound and form.is_valid() and _taken(request, record, row, form):
        done = f"draft:step-{row.name}-{record.ref}"
        messages.success(request, _now("Done: %(step)s.") % {"step": row.label}, extra_tags=done)
        return redirect(*_after(request, record))
    shown: dict[str, Any] = {"record": record, "step": row, "form": form}
    shown["back_url"] = record_address(record)
    shown |= seen_again(request.POST, form, record, row)
    wrong = 400 if is_theirs else 403
    return render(request, "measures/step.html", shown, status=wrong if form.errors else 200)


def _after(request: HttpRequest, record: Measure) -> tuple[str, ...]:
    """The record; for who cannot read it any more, as after declining, the list."""
    seen = Measure.objects.visible_to(request.actor, READ)  # type: ignore[attr-defined]
    here = seen.filter(pk=record.pk).exists()
    return ("measures:measure", record.ref) if here else ("measures:measures",)


def _taken(request: HttpRequest, record: Measure, row: Step, form: StepForm) -> bool:
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


def _form(request: HttpRequest, record: Measure, row: Step) -> StepForm:
    sent = request.POST if request.method == "POST" else None
    asks_person = any(field.kind == "person" for field in row.fields)
    people = people_to_choose(record, request.at) if asks_person else {}  # type: ignore[attr-defined]
    hazard = _hazard(record) if row.fields == DESCRIPTION else ""
    return StepForm(sent, step=row, people=people, hazard=hazard, initial=_known(record, row))


def _known(record: Measure, row: Step) -> dict[str, Any]:
    """What stands in the form at first: what is described otherwise, and what was agreed."""
    if row.fields == DESCRIPTION:
        return description_of(record)
    known = {"owner": str(record.owner or ""), "verifier": str(record.verifier or "")}
    return {**known, **({"due_on": record.due_on} if DUE in row.fields else {})}


def _hazard(record: Measure) -> str:
    hazards = {one.hazard for one in things_served(record)}
    return hazards.pop() if len(hazards) == 1 else ""


def _row(name: str) -> Step:
    row = MEASURE.by_hand(name)
    if row is None:
        raise Http404
    return row
