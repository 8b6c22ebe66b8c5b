"""What stands between the filters and the rows of a list: saved views, export, counts, handing over."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from baken.core.lists.own_views import Listed, list_tools
from baken.rooms.reports.permits import EXPORT, EXPORT_SUMMARY, HAND_OVER, TRIAGE, TRY_ROUTES
from baken.rooms.reports.queries.doubles import has_several_systems

LISTED = {
    "reports": Listed(
        "reports", "reports:reports", "reports:report-views", "reports:export-reports"
    ),
    "occurrences": Listed(
        "occurrences",
        "reports:occurrences",
        "reports:occurrence-views",
        "reports:export-occurrences",
    ),
}
_EXPORTS = {"reports": EXPORT, "occurrences": EXPORT_SUMMARY}


def _doubles(request: HttpRequest) -> str:
    """Where possible doubles are, for who may say so, once two older systems have come in."""
    may = request.actor.holds(TRIAGE)  # type: ignore[attr-defined]
    return reverse("reports:doubles") if may and has_several_systems() else ""


def tools_of(request: HttpRequest, name: str) -> dict[str, Any]:
    """The actor's views of the list, and the addresses of what can be done with it."""
    actor = request.actor  # type: ignore[attr-defined]
    may_hand_over = name == "reports" and actor.holds(HAND_OVER)
    may_try = name == "reports" and actor.holds(TRY_ROUTES)
    return {
        **list_tools(request, LISTED[name], export_permit=_EXPORTS[name]),
        "hand_over_url": reverse("reports:hand-over-all") if may_hand_over else "",
        "routes_url": reverse("reports:routes") if may_try else "",
        "counts_url": reverse("reports:counts") if name == "occurrences" else "",
        "doubles_url": _doubles(request) if name == "occurrences" else "",
    }
