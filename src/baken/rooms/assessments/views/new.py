"""Beginning an assessment."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from baken.core.access.declarations import page
from baken.core.workflow.taking import was_done
from baken.rooms.assessments.actions import begin_assessment
from baken.rooms.assessments.forms import BeginForm
from baken.rooms.assessments.models import Assessment
from baken.rooms.assessments.permits import WORK
from baken.rooms.org.queries import tree

DRAFT = "assessment-new"


@page(permit=WORK)
def new(request: HttpRequest) -> HttpResponse:
    """The form of a new assessment."""
    sent = request.POST if request.method == "POST" else None
    form = BeginForm(sent, initial=_first(request))
    made: list[Assessment] = []
    if form.is_bound and form.is_valid():
        was_done(form, partial(_begin, request, form, made))
    if made:
        told = _("It has begun. Fill in the sheet, with others when you like.")
        messages.success(request, told, extra_tags=f"draft:{DRAFT}")
        return redirect("assessments:assessment", made[0].ref)
    shown: dict[str, Any] = {"form": form, "draft_key": DRAFT}
    return render(request, "assessments/new.html", shown, status=400 if form.errors else 200)


def _begin(request: HttpRequest, form: BeginForm, made: list[Assessment]) -> None:
    made.append(
        begin_assessment(
            actor=request.actor,  # type: ignore[attr-defined]
            unit=form.cleaned_data["unit"],
            fields=form.step_fields(),
            at=request.at,  # type: ignore[attr-defined]
        )
    )


def _first(request: HttpRequest) -> dict[str, Any]:
    home = tree().by_id.get(request.actor.home_unit or 0)  # type: ignore[attr-defined]
    return {"unit": home.code if home else ""}
