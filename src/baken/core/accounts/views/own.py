"""One's own account at a glance."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from baken.core.accounts.factors import recovery_codes_left
from baken.core.accounts.models import Account, AuthenticatorApp, Passkey
from baken.core.accounts.own_page import own_page


@own_page
def overview(request: HttpRequest) -> HttpResponse:
    """How one logs in: password, app, passkeys, recovery codes; and the way to sessions and tokens."""
    account = cast(Account, request.user)
    app = AuthenticatorApp.objects.filter(account=account).first()
    passkeys = list(Passkey.objects.filter(account=account).order_by("made_at"))
    shown = {
        "account": account,
        "app": app,
        "passkeys": passkeys,
        "protected": app is not None or bool(passkeys),
        "codes_left": recovery_codes_left(account),
        "has_password": account.has_usable_password(),
    }
    return render(request, "accounts/own.html", shown)
