"""The list of sheets."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from baken.core.access.declarations import page
from baken.core.lists import BadCursor
from baken.core.lists.pager import is_filtered, page_addresses
from baken.core.page.addresses import record_address
from baken.rooms.org.queries import tree
from baken.rooms.sheets.forms.filters import SheetFilter
from baken.rooms.sheets.models import Sheet
from baken.rooms.sheets.permits import READ
from baken.rooms.sheets.queries.lists import sheets_page
from baken.rooms.sheets.workflow import SHEET


@page(permit=READ)
def sheets(request: HttpRequest) -> HttpResponse:
    """The sheets within reach, filtered as the address says."""
    actor = request.actor  # type: ignore[attr-defined]
    form = SheetFilter(request.GET or None)
    chosen = (form.narrow, form.words) if form.is_valid() else (None, None)
    cursor = request.GET.get("cursor", "")
    try:
        found = sheets_page(actor, narrow=chosen[0], words=chosen[1], cursor=cursor)
    except BadCursor:
        return redirect("sheets:sheets")
    columns, rows = _rows(found.items)
    shown: dict[str, Any] = {"form": form, "columns": columns, "rows": rows}
    shown["pages"] = page_addresses(request, found)
    shown["clear_url"] = reverse("sheets:sheets") if is_filtered(request, form) else ""
    return render(request, "sheets/list.html", shown)


def _rows(found: Sequence[Sheet]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    columns: list[dict[str, Any]] = [
        {"key": "ref", "label": _("Reference"), "url": "url", "head": True, "phone": "line"},
        {"key": "title", "label": _("What"), "phone": "lead"},
        {"key": "unit", "label": _("Unit"), "phone": "line"},
        {"key": "instrument", "label": _("Instrument"), "phone": "line"},
        {"key": "answered", "label": _("Answered"), "phone": "line"},
        {"key": "state", "label": _("State"), "phone": "line"},
        {"key": "touched", "label": _("Last change"), "phone": "line"},
    ]
    here = tree()
    rows = [
        {
            "ref": one.ref,
            "url": record_address(one),
            "title": one.title,
            "unit": here.by_id[one.unit_id].name,
            "instrument": f"{one.instrument} {one.version}",
            "answered": f"{one.answered} / {one.asked}",
            "state": SHEET.states[one.state],
            "touched": one.touched_at,
        }
        for one in found
    ]
    return columns, rows
