"""Keeps what somebody with an account has typed so far."""

from __future__ import annotations

import json

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from baken.core.access.declarations import page
from baken.rooms.reports.actions.drafts import forget_draft, save_draft
from baken.rooms.reports.permits import CREATE


@page(permit=CREATE)
@require_http_methods(["POST", "DELETE"])
def draft(request: HttpRequest) -> HttpResponse:
    """Save or forget one's own draft; a draft that is not text in lists is refused."""
    actor, at = request.actor, request.at  # type: ignore[attr-defined]
    if request.method == "DELETE":
        forget_draft(actor=actor, at=at)
        return HttpResponse(status=204)
    try:
        fields = json.loads(request.body)["fields"]
        saved = save_draft(actor=actor, fields=fields, at=at)
    except (ValueError, KeyError, TypeError):
        return JsonResponse({"detail": _("This is no draft.")}, status=400)
    return JsonResponse({"saved_at": saved.saved_at.isoformat()})
