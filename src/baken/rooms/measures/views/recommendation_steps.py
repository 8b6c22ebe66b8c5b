"""The page of one step of a recommendation: what it asks, what it refuses, and taking it."""

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
from baken.rooms.measures.actions import take_recommendation_step
from baken.rooms.measures.forms import StepForm
from baken.rooms.measures.models import Recommendation
from baken.rooms.measures.permits import READ_RECOMMENDATION
from baken.rooms.measures.queries.recommendation_posts import owners_to_choose
from baken.rooms.measures.workflow import RECOMMENDATIONS

# What stands in a form at first: what was said before.
_KNOWN = ("plan", "due_on", "effect_measure", "publication")


@page(permit=READ_RECOMMENDATION, root=Recommendation)
def step(request: HttpRequest, record: Recommendation, step: str) -> HttpResponse:
    """A step of a recommendation, with the fields of its row in the table."""
    actor, row = request.actor, _row(step)  # type: ignore[attr-defined]
    if not may(actor, row.permit, record):
        raise PermissionDenied(_("Your appointments do not give the right to this step."))
    form = _form(request, record, row)
    if form.is_bound and form.is_valid() and _taken(request, record, row, form):
        done = f"draft:step-{row.name}-{record.ref}"
        messages.success(request, _("Done: %(step)s.") % {"step": row.label}, extra_tags=done)
        return redirect(*_after(request, record))
    shown: dict[str, Any] = {"record": record, "step": row, "form": form}
    shown["back_url"] = record_address(record)
    shown |= seen_again(request.POST, form, record, row)
    page_of_step = "measures/recommendation_step.html"
    return render(request, page_of_step, shown, status=400 if form.errors else 200)


def _after(request: HttpRequest, record: Recommendation) -> tuple[str, ...]:
    """The record; for who cannot read it any more, as after another addressee, the list."""
    seen = Recommendation.objects.visible_to(request.actor, READ_RECOMMENDATION)  # type: ignore[attr-defined]
    here = seen.filter(pk=record.pk).exists()
    return ("measures:recommendation", record.ref) if here else ("measures:recommendations",)


def _taken(request: HttpRequest, record: Recommendation, row: Step, form: StepForm) -> bool:
    return was_done(
        form,
        lambda: take_recommendation_step(
            actor=request.actor,  # type: ignore[attr-defined]
            record=record,
            step=row.name,
            at=request.at,  # type: ignore[attr-defined]
            note=form.cleaned_data.get("note", ""),
            fields=form.step_fields(),
            seen=seen_in(request.POST, row),
        ),
    )


def _form(request: HttpRequest, record: Recommendation, row: Step) -> StepForm:
    sent = request.POST if request.method == "POST" else None
    asks_person = any(field.kind == "person" for field in row.fields)
    people = {"owner": owners_to_choose(record, request.at)} if asks_person else {}  # type: ignore[attr-defined]
    known = {name: getattr(record, name) for name in _KNOWN}
    known["owner"] = str(record.owner or "")
    return StepForm(sent, step=row, people=people, initial=known)


def _row(name: str) -> Step:
    row = RECOMMENDATIONS.by_hand(name)
    if row is None:
        raise Http404
    return row
