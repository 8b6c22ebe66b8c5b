"""Handing everything that waits for one unit over to another."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from baken.core.access.declarations import page
from baken.rooms.reports.actions.hand_over_all import MOST, hand_over_all
from baken.rooms.reports.forms import HandOverForm
from baken.rooms.reports.permits import HAND_OVER


@page(permit=HAND_OVER)
def hand_over(request: HttpRequest) -> HttpResponse:
    """Ask from where to where, and take the step with every open record within reach."""
    asked = {"unit": request.GET.get("unit", ""), "to": request.GET.get("to", "")}
    form = HandOverForm(request.POST if request.method == "POST" else None, initial=asked)
    if form.is_valid():
        unit, to = form.cleaned_data["unit"], form.cleaned_data["to"]
        done = hand_over_all(
            actor=request.actor,  # type: ignore[attr-defined]
            unit=unit.id,
            to=to.code,
            at=request.at,  # type: ignore[attr-defined]
        )
        numbers = {"moved": done.moved, "refused": done.refused, "unit": to.name}
        text = _("%(moved)s handed over to %(unit)s, %(refused)s stayed where they were.")
        messages.success(request, text % numbers)
        return redirect(f"{reverse('reports:hand-over-all')}?unit={unit.code}")
    shown = {"form": form, "most": MOST}
    status = 400 if form.errors else 200
    return render(request, "reports/hand_over.html", shown, status=status)
