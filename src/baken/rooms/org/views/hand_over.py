"""Handing all equipment of one unit to another."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from baken.core.access.declarations import page
from baken.rooms.org.actions.hand_over_equipment import MOST, hand_over_equipment
from baken.rooms.org.forms.equipment import HandOverForm
from baken.rooms.org.permits import MANAGE_EQUIPMENT


@page(permit=MANAGE_EQUIPMENT)
def hand_over(request: HttpRequest) -> HttpResponse:
    """Ask from where to where, and take the step with every piece that the actor manages."""
    asked = {"unit": request.GET.get("unit", ""), "to": request.GET.get("to", "")}
    form = HandOverForm(request.POST if request.method == "POST" else None, initial=asked)
    if form.is_valid():
        unit, to = form.cleaned_data["unit"], form.cleaned_data["to"]
        done = hand_over_equipment(
            actor=request.actor,  # type: ignore[attr-defined]
            unit=unit.id,
            to=to.code,
            reason=form.cleaned_data["reason"],
            at=request.at,  # type: ignore[attr-defined]
        )
        numbers = {"moved": done.moved, "refused": done.refused, "unit": to.name}
        text = _("%(moved)s handed over to %(unit)s, %(refused)s stayed where they were.")
        messages.success(request, text % numbers)
        return redirect(f"{reverse('org:equipment-hand-over')}?unit={unit.code}")
    shown = {"form": form, "most": MOST}
    status = 400 if form.errors else 200
    return render(request, "org/hand_over.html", shown, status=status)
