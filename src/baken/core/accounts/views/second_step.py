"""The second step of a log-in: a code or a passkey, or setting one up where it is required."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from baken.core.access.declarations import public_page
from baken.core.accounts.entering import enter, pending, safe_address
from baken.core.accounts.factors import add_app, has_second_factor, make_recovery_codes, use_code
from baken.core.accounts.forms import AppForm, CodeForm
from baken.core.accounts.limits import (
    failing_senders,
    forget_proof_failures,
    note_proof_failure,
    proof_must_wait,
)
from baken.core.accounts.models import Account, Passkey
from baken.core.accounts.passkeys import use_passkey
from baken.core.accounts.traces import holder_of
from baken.core.accounts.views.apps import codes_page, secret_of, set_up_page


@public_page(
    reason="the password was right, the second step is still owed; the session knows whose"
)
def second_step(request: HttpRequest) -> HttpResponse:
    """Ask for the second step; without a password first, or after ten minutes, begin anew."""
    at = request.at  # type: ignore[attr-defined]
    waiting = pending(request, at)
    if waiting is None:
        return redirect("accounts:login")
    account, after = waiting
    if not has_second_factor(account):
        return _set_up_first(request, account, after)
    form = CodeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        how = _how(request, form, account, at)
        if how:
            return enter(request, account, after, how=how)
    shown = {"form": form, "has_passkey": Passkey.objects.filter(account=account).exists()}
    return render(request, "accounts/second_step.html", shown, status=400 if form.errors else 200)


def _how(request: HttpRequest, form: CodeForm, account: Account, at: datetime) -> str:
    """By what the second step was taken; empty, with the reason in the form, when it was not."""
    if proof_must_wait(account, at) or failing_senders.too_many(request):
        form.add_error(None, _("Too many attempts. Wait ten minutes and try again."))
        return ""
    answer = request.POST.get("answer", "")[:20_000]
    if answer:
        form = _without_code(form)
        right = use_passkey(request, answer=answer, at=at, account=account) is not None
    elif form.is_valid():
        right = use_code(account=account, code=form.cleaned_data["code"], at=at)
    else:
        return ""
    if not right:
        note_proof_failure(account, at)
        failing_senders.note(request)
        form.add_error(None, _("That is not right. Try again."))
        return ""
    forget_proof_failures(account)
    return "passkey" if answer else "code"


def _without_code(form: CodeForm) -> CodeForm:
    form.fields["code"].required = False
    return form


def _set_up_first(request: HttpRequest, account: Account, after: str) -> HttpResponse:
    """Where a second factor is required and none is there yet, an app is set up now."""
    at = request.at  # type: ignore[attr-defined]
    form = AppForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        secret = secret_of(form, account)
        actor = holder_of(account, at)
        code = form.cleaned_data["code"]
        if secret and add_app(actor=actor, account=account, secret=secret, code=code, at=at):
            enter(request, account, after, how="code")
            codes = make_recovery_codes(actor=actor, account=account, at=at)
            return codes_page(request, codes, next_address=safe_address(request, after))
        form.add_error("code", _("This code does not fit. Look at the app and try the next one."))
    return set_up_page(request, account, form, first=True)
