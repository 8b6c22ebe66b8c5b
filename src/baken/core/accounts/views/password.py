"""Changing one's own password."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from baken.core.accounts.confirmation import note_confirmed
from baken.core.accounts.factors import has_second_factor
from baken.core.accounts.forms import PasswordForm
from baken.core.accounts.limits import (
    forget_proof_failures,
    note_proof_failure,
    proof_must_wait,
)
from baken.core.accounts.models import Account
from baken.core.accounts.own_page import own_page
from baken.core.accounts.sessions import end_sessions
from baken.core.accounts.traces import leave_trace


@own_page
@sensitive_post_parameters()
def change(request: HttpRequest) -> HttpResponse:
    """Change the password; every other session of the account ends."""
    account = cast(Account, request.user)
    if not account.has_usable_password():
        messages.warning(request, _("You log in without a password here."))
        return redirect("accounts:own")
    form = PasswordForm(request.POST if request.method == "POST" else None, account=account)
    if form.is_bound and form.is_valid() and _is_right(request, form, account):
        _change(request, account, form.cleaned_data["fresh"])
        messages.success(request, _("Your password was changed. Other devices were logged out."))
        return redirect("accounts:own")
    status = 400 if form.errors else 200
    return render(request, "accounts/password.html", {"form": form}, status=status)


def _is_right(request: HttpRequest, form: PasswordForm, account: Account) -> bool:
    at = request.at  # type: ignore[attr-defined]
    if proof_must_wait(account, at):
        form.add_error(None, _("Too many attempts. Wait ten minutes and try again."))
        return False
    if not account.check_password(form.cleaned_data["present"]):
        note_proof_failure(account, at)
        form.add_error("present", _("This is not your present password."))
        return False
    forget_proof_failures(account)
    return True


def _change(request: HttpRequest, account: Account, fresh: str) -> None:
    actor, at = request.actor, request.at  # type: ignore[attr-defined]
    with transaction.atomic():
        account.set_password(fresh)
        account.save(update_fields=["password"])
        end_sessions(account=account, keep=request.session.session_key)
        leave_trace(account=account, act="password_changed", at=at, actor=actor)
    update_session_auth_hash(request, account)  # type: ignore[arg-type]
    if not has_second_factor(account):
        note_confirmed(request, how="password", at=at)
