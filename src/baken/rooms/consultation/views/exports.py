"""The list of consultations as a file: what is asked, what is in it, and the file itself."""

from __future__ import annotations

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse

from baken.core.access.declarations import page
from baken.core.export.pages import ask_of, export_page
from baken.rooms.consultation.exports import CONSULTATIONS, MOST_ROWS
from baken.rooms.consultation.forms import ConsultationFilter
from baken.rooms.consultation.permits import EXPORT
from baken.rooms.consultation.queries.exports import takable_consultations
from baken.rooms.org.queries import person_of_account


@page(permit=EXPORT)
def consultations(request: HttpRequest) -> HttpResponseBase:
    """The list of consultations as a file, with the filters of the address."""
    actor = request.actor  # type: ignore[attr-defined]
    filters = ConsultationFilter(request.GET or None, at=request.at)  # type: ignore[attr-defined]
    return export_page(
        request,
        kind=CONSULTATIONS,
        ask=ask_of(filters),
        mine=takable_consultations(actor),
        holder=person_of_account(actor.account),
        most=MOST_ROWS,
        back=reverse("consultation:consultations"),
    )
