"""Coming in: straight, or by way of a second step."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme

from baken.core.accounts.confirmation import note_confirmed
from baken.core.accounts.factors import needs_second_step
from baken.core.accounts.models import Account
from baken.core.accounts.sessions import forget_expired, note_device

PENDING = "pending_login"
PENDING_SECONDS = 600
CHOSEN = "chosen"
MOST_ADDRESS = 2_000


def begin(request: HttpRequest, account: Account, after: str) -> HttpResponse:
    """Somebody gave the right password: let them in, or ask for the second step first."""
    if not needs_second_step(account):
        return enter(request, account, after, how="password")
    request.session.cycle_key()
    request.session[PENDING] = {
        "account": account.pk,
        "after": after[:MOST_ADDRESS],
        "at": request.at.timestamp(),  # type: ignore[attr-defined]
    }
    return redirect("accounts:second-step")


def pending(request: HttpRequest, at: datetime) -> tuple[Account, str] | None:
    """Who gave a password and still owes the second step, and where they were heading; or None."""
    waiting = request.session.get(PENDING)
    if waiting is None or at.timestamp() - waiting["at"] > PENDING_SECONDS:
        return None
    account = Account.objects.filter(pk=waiting["account"], is_active=True).first()
    return (account, waiting["after"]) if account else None


def enter(request: HttpRequest, account: Account, after: str, *, how: str) -> HttpResponse:
    """Start a session for an account and go where it was heading, within this site.

    ``how``: password, code, passkey or outside, which count as a confirmation; or CHOSEN, which
    does not. The session gets a new key, whatever it was before.
    """
    request.session.pop(PENDING, None)
    login(request, account, backend=settings.AUTHENTICATION_BACKENDS[0])
    note_device(request.session, request.headers.get("User-Agent", ""))
    if how != CHOSEN:
        note_confirmed(request, how=how, at=request.at)  # type: ignore[attr-defined]
    forget_expired()
    return HttpResponseRedirect(safe_address(request, after))


def safe_address(request: HttpRequest, after: str) -> str:
    """``after`` when it is an address of this site, else the front page."""
    safe = url_has_allowed_host_and_scheme(
        after, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return after if safe else resolve_url(settings.LOGIN_REDIRECT_URL)
