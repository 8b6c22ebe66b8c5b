"""The tokens of one's own account and of the services one answers for."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from baken.core.access.declarations import deed
from baken.core.accounts.models import Account
from baken.core.accounts.own_page import own_page
from baken.core.accounts.tokens import revoke_token, token_rows, tokens_in_care_of
from baken.core.accounts.views.passkeys import uuid_or_none


@own_page
def listed(request: HttpRequest) -> HttpResponse:
    """The tokens that open one's own account, or a service one answers for."""
    found = tokens_in_care_of(cast(Account, request.user))
    at = request.at  # type: ignore[attr-defined]
    return render(request, "accounts/tokens.html", {"tokens": token_rows(found, at)})


@own_page
@deed(back="accounts:tokens")
def revoke(request: HttpRequest) -> HttpResponse:
    """Withdraw one of these tokens at once."""
    actor, at = request.actor, request.at  # type: ignore[attr-defined]
    chosen = uuid_or_none(request.POST.get("token", ""))
    own = tokens_in_care_of(cast(Account, request.user))
    token = next((one for one in own if one.id == chosen), None)
    if token is not None:
        revoke_token(actor=actor, token=token, at=at)
        messages.success(request, _("The token was withdrawn. It opens nothing any more."))
    return redirect("accounts:tokens")
