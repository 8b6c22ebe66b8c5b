"""The list of small purchases, and what units keep buying."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from baken.core.access.declarations import page
from baken.core.lists import BadCursor, Page
from baken.core.lists.pager import is_filtered, page_addresses
from baken.rooms.measures.forms.purchases import PurchaseFilter
from baken.rooms.measures.permits import ASK, COMPARE, EXPORT_PURCHASE, READ_PURCHASE
from baken.rooms.measures.queries.choices import items_of
from baken.rooms.measures.queries.purchase_compare import MOST_LINES, what_units_buy
from baken.rooms.measures.queries.purchase_lists import SHOWN_OF_PURCHASE, purchases_page
from baken.rooms.measures.views.purchases.rows import money_shown, purchase_rows


@page(permit=READ_PURCHASE)
def purchases(request: HttpRequest) -> HttpResponse:
    """The small purchases within reach, filtered as the address says."""
    form = PurchaseFilter(request.GET or None, at=request.at)  # type: ignore[attr-defined]
    valid = form.is_valid()
    try:
        found = purchases_page(
            request.actor,  # type: ignore[attr-defined]
            narrow=form.narrow if valid else None,
            words=form.words if valid else None,
            cursor=request.GET.get("cursor", ""),
            fields=SHOWN_OF_PURCHASE,
        )
    except BadCursor:
        return redirect("measures:purchases")
    return render(request, "measures/purchases.html", _shown(request, form, found))


def _shown(request: HttpRequest, form: PurchaseFilter, found: Page) -> dict[str, Any]:
    columns, rows = purchase_rows(found.items, request.at)  # type: ignore[attr-defined]
    here = reverse("measures:purchases")
    return {
        "form": form,
        "columns": columns,
        "rows": rows,
        "pages": page_addresses(request, found),
        "clear_url": here if is_filtered(request, form) else "",
        "tools": _tools(request),
    }


def _tools(request: HttpRequest) -> list[tuple[str, str]]:
    """Label and address of what else can be done here."""
    actor, query = request.actor, request.GET.copy()  # type: ignore[attr-defined]
    query.pop("cursor", None)
    offered = [
        (ASK, _("Buy something small"), reverse("measures:purchase-new")),
        (READ_PURCHASE, _("Money per unit"), reverse("measures:budgets")),
        (READ_PURCHASE, _("What may be bought small"), reverse("library:purchasing")),
        (COMPARE, _("What units keep buying"), reverse("measures:bought")),
        (
            EXPORT_PURCHASE,
            _("Export"),
            f"{reverse('measures:export-purchases')}?{query.urlencode()}",
        ),
    ]
    return [(label, url) for permit, label, url in offered if actor.holds(permit)]


@page(permit=COMPARE)
def bought(request: HttpRequest) -> HttpResponse:
    """What units kept buying in the last year, for central purchasing."""
    lines = what_units_buy(request.actor, request.at)  # type: ignore[attr-defined]
    kinds = items_of("purchase_categories")
    columns = [
        {"key": "kind", "label": _("Kind"), "head": True, "phone": "lead"},
        {"key": "supplier", "label": _("Supplier"), "phone": "line"},
        {"key": "units", "label": _("Units"), "phone": "line"},
        {"key": "count", "label": _("Purchases"), "phone": "line"},
        {"key": "money", "label": _("Without VAT"), "phone": "line"},
    ]
    rows = [
        {
            "kind": str(kinds[one.category].label) if one.category in kinds else one.category,
            "supplier": one.supplier,
            "units": one.units,
            "count": one.count,
            "money": money_shown(one.cents),
        }
        for one in lines
    ]
    full = len(lines) >= MOST_LINES
    return render(
        request, "measures/bought.html", {"columns": columns, "rows": rows, "is_full": full}
    )
