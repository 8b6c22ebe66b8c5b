"""How parts of the organisation use recommendations: counts in the order of the tree, and no ranking."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from baken.core.access.declarations import page
from baken.rooms.measures.permits import READ_RECOMMENDATION
from baken.rooms.measures.queries.parts import PartUse, use_by_part


@page(permit=READ_RECOMMENDATION)
def parts(request: HttpRequest) -> HttpResponse:
    """Per part: how many, answered in term, late, rejected, open and closed, as far as one may read."""
    found = use_by_part(request.actor, request.at)  # type: ignore[attr-defined]
    shown = {"columns": _columns(), "rows": [_row(one) for one in found]}
    return render(request, "measures/parts.html", shown)


def _columns() -> list[dict[str, Any]]:
    counts = {
        "all": _("Recommendations"),
        "in_term": _("Answered in term"),
        "late": _("Answered late, or overdue"),
        "rejected": _("Rejected"),
        "open": _("Still open"),
        "closed": _("Closed"),
    }
    part = {"key": "part", "label": _("Part"), "url": "url", "head": True, "phone": "lead"}
    return [part, *({"key": key, "label": label, "phone": "line"} for key, label in counts.items())]


def _row(one: PartUse) -> dict[str, Any]:
    return {
        "part": one.part.name,
        "url": f"{reverse('measures:recommendations')}?unit={one.part.code}",
        "all": str(one.all),
        "in_term": str(one.in_term),
        "late": str(one.late),
        "rejected": str(one.rejected),
        "open": str(one.open),
        "closed": str(one.closed),
    }
