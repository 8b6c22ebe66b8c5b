"""The steps of a small purchase: a form with what its row of the table asks, and taking it."""

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
from baken.rooms.measures.actions.purchase import take_purchase_step
from baken.rooms.measures.forms import StepForm
from baken.rooms.measures.models import Purchase
from baken.rooms.measures.permits import READ_PURCHASE
from baken.rooms.measures.rules.money import euros_of
from baken.rooms.measures.workflow import PURCHASE, WANTED


@page(permit=READ_PURCHASE, root=Purchase)
def step(request: HttpRequest, record: Purchase, step: str) -> HttpResponse:
    """A step of a purchase, with the fields of its row in the table."""
    actor, row = request.actor, PURCHASE.by_hand(step)  # type: ignore[attr-defined]
    if row is None:
        raise Http404
    if not may(actor, row.permit, record):
        raise PermissionDenied(_("Your appointments do not give the right to this step."))
    sent = request.POST if request.method == "POST" else None
    form = StepForm(sent, step=row, initial=_known(record, row))
    if form.is_bound and form.is_valid() and _taken(request, record, row, form):
        done = f"draft:step-{row.name}-{record.ref}"
        messages.success(request, _("Done: %(step)s.") % {"step": row.label}, extra_tags=done)
        return redirect("measures:purchase", record.ref)
    shown: dict[str, Any] = {"record": record, "step": row, "form": form}
    shown["back_url"] = record_address(record)
    shown |= seen_again(request.POST, form, record, row)
    return render(request, "measures/step.html", shown, status=400 if form.errors else 200)


def _taken(request: HttpRequest, record: Purchase, row: Step, form: StepForm) -> bool:
    return was_done(
        form,
        lambda: take_purchase_step(
            actor=request.actor,  # type: ignore[attr-defined]
            record=record,
            step=row.name,
            at=request.at,  # type: ignore[attr-defined]
            note=form.cleaned_data.get("note", ""),
            fields=form.step_fields(),
            seen=seen_in(request.POST, row),
        ),
    )


def _known(record: Purchase, row: Step) -> dict[str, Any]:
    """What stands in the form at first, when what is wanted is said otherwise."""
    if row.fields != WANTED:
        return {}
    names = [one.name for one in WANTED if one.name not in ("amount", "total")]
    known = {name: getattr(record, name) for name in names}
    known |= {"amount": euros_of(record.amount_cents), "total": euros_of(record.total_cents)}
    return known
