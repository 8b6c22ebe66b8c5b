"""Where one is logged in, and logging out there."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from baken.core.access.declarations import deed
from baken.core.accounts.models import Account
from baken.core.accounts.own_page import own_page
from baken.core.accounts.sessions import end_session, end_sessions, sessions_of
from baken.core.accounts.traces import leave_trace
from baken.core.accounts.views.passkeys import uuid_or_none


@own_page
def listed(request: HttpRequest) -> HttpResponse:
    """One's own live sessions, this one marked."""
    found = sessions_of(cast(Account, request.user))
    here = request.session.session_key
    shown = {"sessions": [(one, one.session_key == here) for one in found]}
    return render(request, "accounts/sessions.html", shown)


@own_page
@deed(back="accounts:sessions")
def end(request: HttpRequest) -> HttpResponse:
    """End one of one's own sessions, or with ``others`` all but this one."""
    account, at = cast(Account, request.user), request.at  # type: ignore[attr-defined]
    handle = uuid_or_none(request.POST.get("session", ""))
    with transaction.atomic():
        if "others" in request.POST:
            ended = end_sessions(account=account, keep=request.session.session_key)
        else:
            ended = end_session(account=account, handle=str(handle)) if handle else 0
        if ended:
            actor = request.actor  # type: ignore[attr-defined]
            leave_trace(
                account=account, act="sessions_ended", at=at, actor=actor, facts={"ended": ended}
            )
    messages.success(request, _("Logged out there."))
    return redirect("accounts:sessions")
