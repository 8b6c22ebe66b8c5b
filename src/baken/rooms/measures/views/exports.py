"""The list of measures as a file: what is asked, what is in it, and the file itself."""

from __future__ import annotations

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse

from baken.core.access.declarations import page
from baken.core.export.pages import ask_of, export_page
from baken.rooms.measures.exports import MEASURES, MOST_ROWS
from baken.rooms.measures.forms import MeasureFilter
from baken.rooms.measures.permits import EXPORT
from baken.rooms.measures.queries.exports import takable_measures
from baken.rooms.org.queries import person_of_account


@page(permit=EXPORT)
def measures(request: HttpRequest) -> HttpResponseBase:
    """The list of measures as a file, with the filters of the address."""
    actor = request.actor  # type: ignore[attr-defined]
    filters = MeasureFilter(request.GET or None, actor=actor, at=request.at)  # type: ignore[attr-defined]
    return export_page(
        request,
        kind=MEASURES,
        ask=ask_of(filters),
        mine=takable_measures(actor),
        holder=person_of_account(actor.account),
        most=MOST_ROWS,
        back=reverse("measures:measures"),
    )
