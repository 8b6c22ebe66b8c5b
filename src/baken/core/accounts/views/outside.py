"""Logging in, or confirming, at the organisation's own log-in."""

from __future__ import annotations

import logging
from typing import cast

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from baken.core.access.declarations import public_page
from baken.core.accounts.confirmation import note_confirmed
from baken.core.accounts.entering import MOST_ADDRESS, enter, safe_address
from baken.core.accounts.limits import asking_senders
from baken.core.accounts.models import Account
from baken.core.accounts.outside import (
    OutsideFailed,
    account_known_as,
    came_back,
    confirmed_there,
    is_offered,
    send_there,
)

logger = logging.getLogger(__name__)


@public_page(reason="logging in comes before being logged in")
def leave(request: HttpRequest) -> HttpResponse:
    """Go to the organisation's log-in; where none is configured this page is not there."""
    if not is_offered() or request.method != "GET":
        raise Http404
    if asking_senders.too_many(request):
        return _said(request, "wait", 429)
    asking_senders.note(request)
    confirming = "confirm" in request.GET and request.user.is_authenticated
    after = request.GET.get("next", "")[:MOST_ADDRESS]
    try:
        return send_there(request, after=after, confirming=confirming)
    except OutsideFailed as problem:
        logger.warning("single sign-on cannot begin: %s", problem)
        return _said(request, "failed", 400)


@public_page(reason="the organisation's log-in sends people back here")
def back(request: HttpRequest) -> HttpResponse:
    """Come back from there: in, when there is an account; else a page that says what to do."""
    if not is_offered() or request.method != "GET":
        raise Http404
    try:
        claims, after, confirming = came_back(request)
    except OutsideFailed as problem:
        logger.warning("single sign-on failed: %s", problem)
        return _said(request, "failed", 400)
    at = request.at  # type: ignore[attr-defined]
    if confirming:
        account = cast(Account, request.user)
        if not request.user.is_authenticated or not confirmed_there(claims, account, at):
            return _said(request, "not_confirmed", 403)
        note_confirmed(request, how="outside", at=at)
        return HttpResponseRedirect(safe_address(request, after))
    found = account_known_as(claims, at)
    return enter(request, found, after, how="outside") if found else _said(request, "unknown", 403)


def _said(request: HttpRequest, what: str, status: int) -> HttpResponse:
    return render(request, "accounts/outside.html", {"what": what}, status=status)
