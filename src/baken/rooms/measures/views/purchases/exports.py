"""The list of small purchases as a file: what is asked, what is in it, and the file itself."""

from __future__ import annotations

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse

from baken.core.access.declarations import page
from baken.rooms.measures.exports.purchases import PURCHASES, purchase_columns
from baken.rooms.measures.forms.purchases import PurchaseFilter
from baken.rooms.measures.permits import EXPORT_PURCHASE
from baken.rooms.measures.queries.exports import TakablePurchases
from baken.rooms.measures.views.exports import Listed, export_page


@page(permit=EXPORT_PURCHASE)
def purchases(request: HttpRequest) -> HttpResponseBase:
    """The list of small purchases as a file, with the filters of the address."""
    filters = PurchaseFilter(request.GET or None, at=request.at)  # type: ignore[attr-defined]
    takable = TakablePurchases(request.actor)  # type: ignore[attr-defined]
    here = reverse("measures:purchases")
    return export_page(request, Listed(PURCHASES, filters, takable, purchase_columns(), here))
