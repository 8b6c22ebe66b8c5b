"""The list of reports as a file in the shape of another system."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from baken.core.access import Confidentiality
from baken.core.access.declarations import page
from baken.core.export.kinds import Ask
from baken.core.export.make import Made, make_export
from baken.core.files.serve import made_answer
from baken.core.workflow.errors import FieldsRefused
from baken.core.workflow.taking import say_refused
from baken.rooms.org.queries import person_of_account
from baken.rooms.reports.exports import MOST_ROWS
from baken.rooms.reports.exports.kinds import takable_reports
from baken.rooms.reports.forms import ReportFilter
from baken.rooms.reports.forms.legacy_export import LegacyExportForm
from baken.rooms.reports.permits import EXPORT
from baken.rooms.reports.queries.legacy_export import legacy_systems
from baken.rooms.reports.schemas.legacy_export import legacy_kind
from baken.rooms.reports.views.exports import ask_of


@page(permit=EXPORT)
def legacy_reports(request: HttpRequest) -> HttpResponseBase:
    """The list of reports, with the filters of the address, as another system writes it."""
    ask = ask_of(ReportFilter(request.GET or None))
    level = takable_reports(request.actor).level(ask)  # type: ignore[attr-defined]
    form = LegacyExportForm(
        request.POST if request.method == "POST" else None,
        systems=[one.name for one in legacy_systems()],
        purpose_needed=level > Confidentiality.NORMAL,
    )
    made = _made(request, form, ask) if form.is_bound and form.is_valid() else None
    if made is not None:
        return made_answer(made)
    shown = {
        "form": form,
        "systems": form.fields["system"].choices,  # type: ignore[attr-defined]
        "back": f"{reverse('reports:export-reports')}?{request.GET.urlencode()}",
    }
    return render(request, "reports/export_legacy.html", shown, status=400 if form.errors else 200)


def _made(request: HttpRequest, form: Any, ask: Ask) -> Made | None:
    chosen = form.cleaned_data
    kind = legacy_kind(
        chosen["system"],
        what=chosen["what"],
        with_own=chosen["made_here"],
        at=request.at,  # type: ignore[attr-defined]
    )
    try:
        return make_export(
            actor=request.actor,  # type: ignore[attr-defined]
            holder=person_of_account(request.actor.account),  # type: ignore[attr-defined]
            kind=kind,
            form="csv",
            at=request.at,  # type: ignore[attr-defined]
            ask=ask,
            purpose=chosen["purpose"],
            most=MOST_ROWS,
        )
    except FieldsRefused as refused:
        say_refused(form, refused)
        return None
