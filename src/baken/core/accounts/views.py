"""Logging in and out."""

from __future__ import annotations

from typing import cast

from django.conf import settings
from django.contrib.auth import authenticate, login, logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from baken.core import clock
from baken.core.access.declarations import public_page
from baken.core.accounts.forms import LoginForm
from baken.core.accounts.limits import forget_failures, must_wait, note_failure
from baken.core.accounts.models import Account


@public_page(reason="logging in comes before being logged in")
@sensitive_post_parameters("password")
def log_in(request: HttpRequest) -> HttpResponse:
    """Log in with a name and a password; a name that failed often has to wait."""
    form = LoginForm(request.POST if request.method == "POST" else None)
    after = request.POST.get("next") or request.GET.get("next", "")
    if request.method == "POST" and form.is_valid():
        account = _account_or_error(request, form)
        if account is not None:
            return enter(request, account, after)
    shown = {"form": form, "next": after, "demo": settings.DEMO}
    return render(request, "accounts/login.html", shown, status=400 if form.errors else 200)


@public_page(reason="whoever is logged out may be told so")
@require_POST
def log_out(request: HttpRequest) -> HttpResponse:
    """Log out and go to the front page."""
    logout(request)
    return redirect("site:home")


def enter(request: HttpRequest, account: Account, after: str) -> HttpResponse:
    """Start a session for an account and go where it was heading, within this site."""
    login(request, account, backend="django.contrib.auth.backends.ModelBackend")
    safe = url_has_allowed_host_and_scheme(after, allowed_hosts={request.get_host()})
    return HttpResponseRedirect(after if safe else resolve_url(settings.LOGIN_REDIRECT_URL))


def _account_or_error(request: HttpRequest, form: LoginForm) -> Account | None:
    name, at = form.cleaned_data["username"], clock.now()
    if must_wait(name, at):
        form.add_error(None, _("Too many attempts. Wait ten minutes and try again."))
        return None
    account = authenticate(request, username=name, password=form.cleaned_data["password"])
    if account is None:
        note_failure(name, at)
        form.add_error(None, _("The name or the password is not right."))
        return None
    forget_failures(name)
    return cast(Account, account)
