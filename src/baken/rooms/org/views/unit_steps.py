"""The pages of a unit's steps, and of founding one: what they ask, what they refuse, and taking them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from baken.core.access import may
from baken.core.access.declarations import page
from baken.core.workflow.table import Step
from baken.core.workflow.taking import newest_of, seen_in, was_done
from baken.core.workflow.unread import SEEN
from baken.rooms.org.actions import found_unit, take_unit_step
from baken.rooms.org.forms import FoundForm, UnitStepForm
from baken.rooms.org.models import Unit
from baken.rooms.org.permits import MANAGE_UNIT
from baken.rooms.org.questions import open_items
from baken.rooms.org.workflow import UNIT

ENDING = ("merge", "dissolve")
PRESENT = ("name_nl", "name_en", "strength", "site", "restricted")


@page(permit=MANAGE_UNIT)
def unit_step(request: HttpRequest, code: str, step: str) -> HttpResponse:
    """A step of a unit; before it ends, what still waits for it and where that is handed over."""
    unit, row = get_object_or_404(Unit, code=code[:40]), UNIT.step(step)
    if row is None:
        raise Http404
    initial = {name: getattr(unit, name) for name in PRESENT}
    form = UnitStepForm(request.POST or None, step=row, initial=initial)
    if form.is_bound and form.is_valid() and _taken(request, unit, row, form):
        messages.success(request, _("Done: %(step)s.") % {"step": row.label})
        return redirect("org:unit", unit.code)
    shown: dict[str, Any] = {"record": unit, "step": row, "form": form}
    shown["back_url"] = reverse("org:unit", args=[unit.code])
    shown[SEEN] = newest_of(unit, row)
    if step in ENDING:
        shown["open_items"] = [items for items in open_items.ask(unit.pk) if items.count]
    return render(request, "org/unit_step.html", shown, status=400 if form.errors else 200)


@page(permit=MANAGE_UNIT)
def found(request: HttpRequest, code: str) -> HttpResponse:
    """Found a unit below this one, from today on."""
    parent = get_object_or_404(Unit, code=code[:40])
    actor, at = request.actor, request.at  # type: ignore[attr-defined]
    if not may(actor, MANAGE_UNIT, parent):
        raise PermissionDenied(_("Your appointments do not give the right to this step."))
    form = FoundForm(request.POST or None, parent=parent)

    def act() -> None:
        found_unit(actor=actor, parent=parent, at=at, **form.asked())

    if form.is_valid() and was_done(form, act):
        messages.success(request, _("The unit has been founded."))
        return redirect("org:unit", form.cleaned_data["code"].upper())
    shown = {"form": form, "title": _("Found a unit below %(unit)s") % {"unit": parent}}
    shown["back_url"] = reverse("org:unit", args=[parent.code])
    return render(request, "org/form.html", shown, status=400 if form.errors else 200)


def _taken(request: HttpRequest, unit: Unit, row: Step, form: UnitStepForm) -> bool:
    return was_done(
        form,
        lambda: take_unit_step(
            actor=request.actor,  # type: ignore[attr-defined]
            unit=unit,
            step=row.name,
            at=request.at,  # type: ignore[attr-defined]
            note=form.cleaned_data["note"],
            fields=form.step_fields(),
            seen=seen_in(request.POST, row),
        ),
    )
