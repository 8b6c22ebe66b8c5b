"""Logging in with a name and a password, and logging out."""

from __future__ import annotations

from typing import Any, cast

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import authenticate, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from baken.core.access.declarations import public_page
from baken.core.accounts.administration import close_administration
from baken.core.accounts.entering import begin
from baken.core.accounts.forms import LoginForm
from baken.core.accounts.limits import failing_senders, forget_failures, must_wait, note_failure
from baken.core.accounts.models import Account
from baken.core.accounts.outside import is_offered


@public_page(reason="logging in comes before being logged in")
@sensitive_post_parameters("password")
def log_in(request: HttpRequest) -> HttpResponse:
    """Log in with a name and a password; a name that failed often has to wait."""
    form = LoginForm(request.POST if request.method == "POST" else None)
    after = request.POST.get("next") or request.GET.get("next", "")
    if request.method == "POST" and form.is_valid():
        account = _account_or_error(request, form)
        if account is not None:
            return begin(request, account, after)
    return login_page(request, form=form, after=after)


@public_page(reason="whoever is logged out may be told so")
def log_out(request: HttpRequest) -> HttpResponse:
    """Log out and go to the front page; an administration session ends with it.

    Somebody who types the address is not logged out by it: any page could hold a link to it.
    """
    if request.method != "POST":
        messages.info(request, _("You are still logged in. Log out with the button at the top."))
        return redirect("site:home")
    close_administration(actor=request.actor, at=request.at)  # type: ignore[attr-defined]
    logout(request)
    return redirect("site:home")


def login_page(
    request: HttpRequest, *, form: LoginForm, after: str, problem: str = ""
) -> HttpResponse:
    """The page with every way to log in that this installation offers."""
    shown: dict[str, Any] = {
        "form": form,
        "next": after,
        "problem": problem,
        "demo": settings.DEMO,
        "outside": settings.OIDC_NAME if is_offered() else "",
    }
    return render(
        request, "accounts/login.html", shown, status=400 if form.errors or problem else 200
    )


def _account_or_error(request: HttpRequest, form: LoginForm) -> Account | None:
    name, at = form.cleaned_data["username"], request.at  # type: ignore[attr-defined]
    if must_wait(name, at) or failing_senders.too_many(request):
        form.add_error(None, _("Too many attempts. Wait ten minutes and try again."))
        return None
    account = authenticate(request, username=name, password=form.cleaned_data["password"])
    if account is None or cast(Account, account).is_service:
        note_failure(name, at)
        failing_senders.note(request)
        form.add_error(None, _("The name or the password is not right."))
        return None
    forget_failures(name)
    return cast(Account, account)
