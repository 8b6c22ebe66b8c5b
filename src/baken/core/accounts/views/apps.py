"""An authenticator app and the recovery codes of one's own account."""

from __future__ import annotations

from datetime import timedelta
from typing import cast

import segno
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from baken.core.access.declarations import deed
from baken.core.accounts.codes import app_address, new_secret
from baken.core.accounts.confirmation import needs_step_up, note_confirmed
from baken.core.accounts.factors import (
    add_app,
    has_second_factor,
    make_recovery_codes,
    recovery_codes_left,
    remove_app,
)
from baken.core.accounts.forms import AppForm
from baken.core.accounts.models import Account
from baken.core.accounts.own_page import own_page
from baken.core.accounts.vault import seal, unseal

SET_UP_WITHIN = timedelta(minutes=30)


@own_page
@needs_step_up
def set_up(request: HttpRequest) -> HttpResponse:
    """Tie an app to the account by its first code; with the first second factor come the codes."""
    account, at = cast(Account, request.user), request.at  # type: ignore[attr-defined]
    form = AppForm(request.POST if request.method == "POST" and "sealed" in request.POST else None)
    if form.is_bound and form.is_valid():
        secret, code = secret_of(form, account), form.cleaned_data["code"]
        actor = request.actor  # type: ignore[attr-defined]
        if secret and add_app(actor=actor, account=account, secret=secret, code=code, at=at):
            note_confirmed(request, how="code", at=at)
            return after_adding(request, account, _("Your app is set up."))
        form.add_error("code", _("This code does not fit. Look at the app and try the next one."))
    return set_up_page(request, account, form, first=False)


@own_page
@deed(back="accounts:own")
@needs_step_up
def remove(request: HttpRequest) -> HttpResponse:
    """Take the app away from the account."""
    account, at = cast(Account, request.user), request.at  # type: ignore[attr-defined]
    remove_app(actor=request.actor, account=account, at=at)  # type: ignore[attr-defined]
    messages.success(request, _("Your app no longer counts."))
    return redirect("accounts:own")


@own_page
@deed(back="accounts:own")
@needs_step_up
def recovery_codes(request: HttpRequest) -> HttpResponse:
    """New recovery codes in place of the old; shown this once."""
    account, at = cast(Account, request.user), request.at  # type: ignore[attr-defined]
    if not has_second_factor(account):
        messages.warning(request, _("First set up an app or a passkey."))
        return redirect("accounts:own")
    actor = request.actor  # type: ignore[attr-defined]
    return codes_page(request, make_recovery_codes(actor=actor, account=account, at=at))


def after_adding(request: HttpRequest, account: Account, said: str) -> HttpResponse:
    """After a second factor was added: the recovery codes when there are none, else the account."""
    messages.success(request, said)
    if recovery_codes_left(account):
        return redirect("accounts:own")
    actor, at = request.actor, request.at  # type: ignore[attr-defined]
    return codes_page(request, make_recovery_codes(actor=actor, account=account, at=at))


def codes_page(request: HttpRequest, codes: list[str], next_address: str = "") -> HttpResponse:
    """The recovery codes, this once, and the way on."""
    shown = {"codes": codes, "next_address": next_address or reverse("accounts:own")}
    return render(request, "accounts/recovery_codes.html", shown)


def set_up_page(
    request: HttpRequest, account: Account, form: AppForm, *, first: bool
) -> HttpResponse:
    """The QR code of a secret, and the question for the first code; ``first``: during a log-in."""
    secret = (secret_of(form, account) if form.is_bound else None) or new_secret()
    status = 400 if form.errors else 200
    if not form.is_bound:
        form = AppForm()
    sealed = seal(f"{account.pk}:{secret}")
    picture = segno.make(app_address(secret, account.username), error="m")
    shown = {
        "form": form,
        "sealed": sealed,
        "first": first,
        "picture": SafeString(picture.svg_inline(scale=5, dark="#000", light="#fff", border=4)),
        "groups": [secret[place : place + 4] for place in range(0, len(secret), 4)],
    }
    return render(request, "accounts/app.html", shown, status=status)


def secret_of(form: AppForm, account: Account) -> str | None:
    """The secret that this account was shown within the last half hour, from the form; or None."""
    said = unseal(form.data.get("sealed", "")[:400], SET_UP_WITHIN) or ""
    whose, _colon, secret = said.partition(":")
    return secret if whose == str(account.pk) and secret else None
