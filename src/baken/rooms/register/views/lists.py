"""The list of risks, with one's own views of it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from baken.core.access.declarations import page
from baken.core.lists import BadCursor, Page
from baken.core.lists.own_views import Listed, keep_view, list_tools
from baken.core.lists.pager import is_filtered, page_addresses
from baken.rooms.register.forms import RiskFilter
from baken.rooms.register.permits import EXPORT, READ, STATING
from baken.rooms.register.queries.lists import RISK_SHOWN, risks_page, with_owner
from baken.rooms.register.views.rows import risk_rows

LIST = Listed("risks", "register:risks", "register:risk-views", "register:export")


@page(permit=READ)
def risks(request: HttpRequest) -> HttpResponse:
    """The risks within reach, filtered as the address says."""
    actor = request.actor  # type: ignore[attr-defined]
    form = RiskFilter(request.GET or None, actor=actor)
    valid = form.is_valid()
    try:
        found = risks_page(
            actor,
            narrow=form.narrow if valid else None,
            words=form.words if valid else None,
            cursor=request.GET.get("cursor", ""),
            fields=RISK_SHOWN,
            along=with_owner,
        )
    except BadCursor:
        return redirect("register:risks")
    return render(request, "register/list.html", _shown(request, form, found))


def _shown(request: HttpRequest, form: RiskFilter, found: Page) -> dict[str, Any]:
    columns, rows = risk_rows(request.actor, found.items)  # type: ignore[attr-defined]
    return {
        "form": form,
        "columns": columns,
        "rows": rows,
        "pages": page_addresses(request, found),
        "clear_url": reverse("register:risks") if is_filtered(request, form) else "",
        "may_state": any(map(request.actor.holds, STATING)),  # type: ignore[attr-defined]
        **list_tools(request, LIST, export_permit=EXPORT),
    }


@page(permit=READ)
def views(request: HttpRequest) -> HttpResponse:
    """Save the filters of the address as a view of the risks, or delete a view."""
    form = RiskFilter(request.GET or None, actor=request.actor)  # type: ignore[attr-defined]
    return keep_view(request, LIST, form)
