"""The aviation authority's form of an occurrence: what it asks, and the file."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from baken.core.access.declarations import page
from baken.core.files.serve import made_answer
from baken.core.page.addresses import record_address
from baken.core.workflow.errors import FieldsRefused
from baken.core.workflow.taking import say_refused
from baken.rooms.library.queries import eccairs_release
from baken.rooms.reports.actions.export_e5x import export_e5x
from baken.rooms.reports.forms.e5x import E5xForm
from baken.rooms.reports.models import Occurrence
from baken.rooms.reports.permits import EXPORT_OCCURRENCE, READ_OCCURRENCE
from baken.rooms.reports.queries.classified import is_aviation, present_codes
from baken.rooms.reports.queries.e5x import proposed
from baken.rooms.reports.queries.embargo import embargo_on


@page(permit=EXPORT_OCCURRENCE, root=Occurrence, read=READ_OCCURRENCE)
def e5x(request: HttpRequest, record: Occurrence) -> HttpResponseBase:
    """Ask what the form needs beside what is known, and give the file."""
    actor, at = request.actor, request.at  # type: ignore[attr-defined]
    if not is_aviation(present_codes(record)):
        raise PermissionDenied(_("This occurrence is not in the domain aviation."))
    sent = request.POST if request.method == "POST" else None
    form = E5xForm(sent, initial=proposed(actor, record))
    if form.is_valid():
        given = dict(form.cleaned_data)
        purpose = given.pop("purpose")
        try:
            made = export_e5x(actor=actor, occurrence=record, values=given, purpose=purpose, at=at)
            return made_answer(made)
        except FieldsRefused as refused:
            say_refused(form, refused)
    shown = {
        "record": record,
        "form": form,
        "back_url": record_address(record),
        "embargo": embargo_on(record),
        "version": eccairs_release()["taxonomy_version"],
    }
    return render(request, "reports/e5x.html", shown, status=400 if form.errors else 200)
