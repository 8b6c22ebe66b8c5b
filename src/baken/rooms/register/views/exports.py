"""The list of risks as a file: what is asked, what is in it, and the file itself."""

from __future__ import annotations

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse

from baken.core.access.declarations import page
from baken.core.export.pages import ask_of, export_page
from baken.rooms.org.queries import person_of_account
from baken.rooms.register.exports import MOST_ROWS, RISKS
from baken.rooms.register.forms import RiskFilter
from baken.rooms.register.permits import EXPORT
from baken.rooms.register.queries.exports import takable_risks


@page(permit=EXPORT)
def risks(request: HttpRequest) -> HttpResponseBase:
    """The list of risks as a file, with the filters of the address."""
    actor = request.actor  # type: ignore[attr-defined]
    filters = RiskFilter(request.GET or None, actor=actor)
    return export_page(
        request,
        kind=RISKS,
        ask=ask_of(filters),
        mine=takable_risks(actor),
        holder=person_of_account(actor.account),
        most=MOST_ROWS,
        back=reverse("register:risks"),
    )
