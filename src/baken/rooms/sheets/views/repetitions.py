"""What a section is filled in for: adding to it and taking away."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from baken.core.access import may
from baken.core.access.declarations import deed, page
from baken.core.workflow.errors import FieldsRefused, StepRefused
from baken.rooms.sheets.actions import add_repetition, end_repetition
from baken.rooms.sheets.models import Sheet
from baken.rooms.sheets.permits import FILL, READ


@page(permit=READ, root=Sheet)
@deed()
def add(request: HttpRequest, record: Sheet) -> HttpResponse:
    """Add a machine, a place or a group."""
    _refuse(request, record)
    section, label = request.POST.get("section", ""), request.POST.get("label", "")
    actor, at = request.actor, request.at  # type: ignore[attr-defined]
    try:
        add_repetition(actor=actor, record=record, section=section, label=label, at=at)
        messages.success(request, _("Added."))
    except FieldsRefused as refused:
        messages.error(request, " ".join(refused.errors.values()))
    except StepRefused as refused:
        messages.error(request, str(refused))
    return redirect("sheets:sheet", record.ref)


@page(permit=READ, root=Sheet)
@deed()
def end(request: HttpRequest, record: Sheet, name: str) -> HttpResponse:
    """Take one away, with its answers."""
    _refuse(request, record)
    actor, at = request.actor, request.at  # type: ignore[attr-defined]
    try:
        end_repetition(actor=actor, record=record, name=name, at=at)
        messages.success(request, _("Taken away. The history keeps its answers."))
    except FieldsRefused as refused:
        messages.error(request, " ".join(refused.errors.values()))
    except StepRefused as refused:
        messages.error(request, str(refused))
    return redirect("sheets:sheet", record.ref)


def _refuse(request: HttpRequest, record: Sheet) -> None:
    if not may(request.actor, FILL, record):  # type: ignore[attr-defined]
        raise PermissionDenied(_("Your appointments do not give the right to fill in this sheet."))
