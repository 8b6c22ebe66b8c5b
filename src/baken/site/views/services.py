"""Service accounts and their tokens, for whoever manages the installation."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from baken.core.access.declarations import deed, page
from baken.core.accounts.confirmation import needs_step_up
from baken.core.accounts.models import Account
from baken.core.accounts.permits import MANAGE_SERVICES
from baken.core.accounts.tokens import token_rows, tokens_of
from baken.core.lists import BadCursor
from baken.rooms.org.queries import person_of_account
from baken.site.forms import ServiceForm, TokenForm
from baken.site.services import (
    ServiceRefused,
    close_service,
    make_service,
    make_service_token,
    revoke_service_token,
    service_named,
    services_page,
)


@page(permit=MANAGE_SERVICES)
@needs_step_up
def services(request: HttpRequest) -> HttpResponse:
    """All service accounts, and a form for a new one."""
    form = ServiceForm(
        request.POST if request.method == "POST" and "name" in request.POST else None
    )
    if form.is_bound and form.is_valid():
        try:
            actor, at = request.actor, request.at  # type: ignore[attr-defined]
            made = make_service(actor=actor, at=at, **form.cleaned_data)
        except ServiceRefused as refusal:
            form.add_error(refusal.field, str(refusal))
        else:
            messages.success(request, _("The service account was made."))
            return redirect(_address(made))
    try:
        found = services_page(request.GET.get("cursor", ""))
    except BadCursor:
        return redirect("site:services")
    shown = {
        "form": form,
        "rows": [_row(one) for one in found.items],
        "columns": _columns(),
        "pages": {"next_url": f"?cursor={found.next_cursor}" if found.next_cursor else ""},
    }
    return render(request, "site/services.html", shown, status=400 if form.errors else 200)


@page(permit=MANAGE_SERVICES)
def service(request: HttpRequest) -> HttpResponse:
    """One service account with its tokens."""
    return _service_page(request, _named(request.GET), TokenForm())


@page(permit=MANAGE_SERVICES)
@deed(back="site:services")
@needs_step_up
def new_token(request: HttpRequest) -> HttpResponse:
    """Make a token; it is shown this once."""
    account, form = _named(request.POST), TokenForm(request.POST)
    if not account.is_active:
        form.add_error(None, _("This account was closed."))
    if not form.is_valid():
        return _service_page(request, account, form)
    actor, at = request.actor, request.at  # type: ignore[attr-defined]
    token = make_service_token(actor=actor, account=account, at=at, **form.cleaned_data)
    return render(request, "site/service_token.html", {"service": account, "token": token})


@page(permit=MANAGE_SERVICES)
@deed(back="site:services")
def revoke(request: HttpRequest) -> HttpResponse:
    """Withdraw a token of a service account at once."""
    account = _named(request.POST)
    chosen = request.POST.get("token", "")
    token = next((one for one in tokens_of(account) if str(one.id) == chosen), None)
    if token is not None:
        actor, at = request.actor, request.at  # type: ignore[attr-defined]
        revoke_service_token(actor=actor, token=token, at=at)
        messages.success(request, _("The token was withdrawn. It opens nothing any more."))
    return redirect(_address(account))


@page(permit=MANAGE_SERVICES)
@deed(back="site:services")
@needs_step_up
def close(request: HttpRequest) -> HttpResponse:
    """Close a service account; its tokens are withdrawn."""
    account = _named(request.POST)
    close_service(actor=request.actor, account=account, at=request.at)  # type: ignore[attr-defined]
    messages.success(request, _("The account was closed and its tokens withdrawn."))
    return redirect(_address(account))


def _named(given: Any) -> Account:
    found = service_named(given.get("service", "")[:80])
    if found is None:
        raise Http404
    return found


def _address(account: Account) -> str:
    return f"{reverse('site:service')}?{urlencode({'service': account.username})}"


def _service_page(request: HttpRequest, account: Account, form: TokenForm) -> HttpResponse:
    at = request.at  # type: ignore[attr-defined]
    person = person_of_account(account)
    shown = {
        "service": account,
        "person": person,
        "form": form,
        "tokens": token_rows(tokens_of(account), at),
    }
    return render(request, "site/service.html", shown, status=400 if form.errors else 200)


def _columns() -> list[dict[str, Any]]:
    return [
        {"key": "name", "label": _("Name"), "url": "url", "head": True, "phone": "lead"},
        {"key": "keeper", "label": _("Who answers for it"), "phone": "line"},
        {"key": "state", "label": _("State"), "phone": "line"},
    ]


def _row(account: Account) -> dict[str, Any]:
    return {
        "name": account.username,
        "url": _address(account),
        "keeper": account.kept_by.username if account.kept_by else "",
        "state": _("open") if account.is_active else _("closed"),
    }
