"""A list of this room as a file: what is asked, what is in it, and the file itself."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse

from baken.core.access.declarations import page
from baken.core.export.kinds import ExportKind
from baken.core.export.pages import ask_of, export_page
from baken.core.export.takable import Takable
from baken.rooms.measures.exports import MEASURES, MOST_ROWS
from baken.rooms.measures.exports.purchases import PURCHASES
from baken.rooms.measures.exports.recommendations import RECOMMENDATIONS
from baken.rooms.measures.forms import MeasureFilter, RecommendationFilter
from baken.rooms.measures.forms.purchases import PurchaseFilter
from baken.rooms.measures.permits import EXPORT, EXPORT_PURCHASE, EXPORT_RECOMMENDATION
from baken.rooms.measures.queries.exports import (
    takable_measures,
    takable_purchases,
    takable_recommendations,
)
from baken.rooms.org.queries import person_of_account


@page(permit=EXPORT)
def measures(request: HttpRequest) -> HttpResponseBase:
    """The list of measures as a file, with the filters of the address."""
    actor = request.actor  # type: ignore[attr-defined]
    filters = MeasureFilter(request.GET or None, actor=actor, at=request.at)  # type: ignore[attr-defined]
    return _taken(request, MEASURES, filters, takable_measures(actor))


@page(permit=EXPORT_RECOMMENDATION)
def recommendations(request: HttpRequest) -> HttpResponseBase:
    """The list of recommendations as a file, with the filters of the address."""
    actor = request.actor  # type: ignore[attr-defined]
    filters = RecommendationFilter(request.GET or None, actor=actor, at=request.at)  # type: ignore[attr-defined]
    return _taken(request, RECOMMENDATIONS, filters, takable_recommendations(actor))


@page(permit=EXPORT_PURCHASE)
def purchases(request: HttpRequest) -> HttpResponseBase:
    """The list of small purchases as a file, with the filters of the address."""
    actor = request.actor  # type: ignore[attr-defined]
    filters = PurchaseFilter(request.GET or None, at=request.at)  # type: ignore[attr-defined]
    return _taken(request, PURCHASES, filters, takable_purchases(actor))


def _taken(request: HttpRequest, kind: ExportKind, filters: Any, mine: Takable) -> HttpResponseBase:
    return export_page(
        request,
        kind=kind,
        ask=ask_of(filters),
        mine=mine,
        holder=person_of_account(request.actor.account),  # type: ignore[attr-defined]
        most=MOST_ROWS,
        back=reverse(f"measures:{kind.name}"),
    )
