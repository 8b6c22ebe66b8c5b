"""Step-up: a signing step asks again who is there, and nothing that was typed gets lost.

``@needs_step_up`` goes under the declaration of a view::

    @page(permit=…, root=…)
    @needs_step_up
    def sign(request, record): …

A page that only shows leads to the page that asks. A form that was sent is kept: the question
comes with everything that was typed, and the answer sends it all to the same address. A page with
several forms of which some sign asks with ``question_before``; what takes a second factor, whoever
signs, with ``strong_question_before``.
Source: OWASP ASVS 5.0, 7.5.3 (renewed authentication before what matters).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any, cast
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from baken.core.accounts.factors import has_second_factor, use_code
from baken.core.accounts.limits import (
    failing_senders,
    forget_proof_failures,
    note_proof_failure,
    proof_must_wait,
)
from baken.core.accounts.models import Account, AuthenticatorApp, OutsideIdentity, Passkey
from baken.core.accounts.passkeys import use_passkey

View = Callable[..., HttpResponseBase]
CONFIRMED = "confirmed"
STRONG = frozenset({"code", "passkey"})
PASSWORD, CODE, PASSKEY = "confirm_password", "confirm_code", "confirm_passkey"
PROOFS = (PASSWORD, CODE, PASSKEY)
MOST_SIGNS = 20_000


def note_confirmed(request: HttpRequest, *, how: str, at: datetime) -> None:
    """Remember that somebody has just shown who they are: by password, code, passkey or outside."""
    account = cast(Account, request.user)
    request.session[CONFIRMED] = {"how": how, "at": at.timestamp(), "account": account.pk}


def recently_confirmed(request: HttpRequest) -> bool:
    """Whether whoever is logged in showed who they are in the last five minutes.

    A password alone does not do for an account with a second factor, and choosing a role in the
    demonstration shows nothing. Bearer tokens never confirm: a program cannot sign.
    """
    account, noted = cast(Account, request.user), request.session.get(CONFIRMED)
    if noted is None or noted["account"] != account.pk:
        return False
    age = request.at.timestamp() - noted["at"]  # type: ignore[attr-defined]
    if not 0 <= age <= settings.CONFIRM_MINUTES * 60:
        return False
    return noted["how"] in STRONG or not has_second_factor(account)


def strong_proof(request: HttpRequest) -> str:
    """By which second factor whoever is logged in showed in the last five minutes who they are; or "".

    A password never does, and neither does a log-in at the organisation's provider, whatever it tells
    (``acr``, ``amr``). Only a demonstration that asks nobody (BAKEN_SECOND_FACTOR=never) takes less.
    """
    if not recently_confirmed(request):
        return ""
    how: str = request.session[CONFIRMED]["how"]
    takes_less = settings.DEMO and settings.SECOND_FACTOR == "never"
    return how if takes_less or how in STRONG else ""


def needs_step_up(view: View) -> View:
    """Let a view run only for somebody who was recently confirmed; else ask, and go on after."""

    @wraps(view)
    def confirmed(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return question_before(request) or view(request, *args, **kwargs)

    return confirmed


def question_before(request: HttpRequest) -> HttpResponse | None:
    """What to answer before a step that signs; None when whoever is there was recently confirmed."""
    problem = confirm(request)
    if recently_confirmed(request):
        return None
    if request.method != "POST":
        where = urlencode({"next": request.get_full_path()})
        return HttpResponseRedirect(f"{reverse('accounts:confirm')}?{where}")
    return ask(request, problem=problem, action=request.get_full_path(), kept=typed(request))


def strong_question_before(request: HttpRequest) -> HttpResponse | None:
    """What to answer before a step that takes a second factor; None when it was shown just now.

    Whoever has none is led to setting one up; what was typed waits on that page.
    """
    question = question_before(request)
    if question is not None or strong_proof(request):
        return question
    kept = typed(request) if request.method == "POST" else None
    shown = {"action": request.get_full_path(), "kept": kept, "files_lost": bool(request.FILES)}
    return render(request, "accounts/factor_needed.html", shown, status=403)


def confirm(request: HttpRequest) -> str:
    """Look at the proof in a form that was sent; the sentence about what is wrong, or nothing."""
    if request.method != "POST" or not any(name in request.POST for name in PROOFS):
        return ""
    account, at = cast(Account, request.user), request.at  # type: ignore[attr-defined]
    if proof_must_wait(account, at) or failing_senders.too_many(request):
        return _("Too many attempts. Wait ten minutes and try again.")
    how = _proven(request, account, at)
    if not how:
        note_proof_failure(account, at)
        failing_senders.note(request)
        return _("That is not right. Try again.")
    forget_proof_failures(account)
    note_confirmed(request, how=how, at=at)
    return ""


def ask(
    request: HttpRequest, *, problem: str, action: str, kept: list[tuple[str, str]]
) -> HttpResponse:
    """The page that asks who is there; ``kept`` goes along to ``action``."""
    account = cast(Account, request.user)
    has_app = AuthenticatorApp.objects.filter(account=account).exists()
    has_passkey = Passkey.objects.filter(account=account).exists()
    bound = bool(settings.OIDC_ISSUER) and _bound(account)
    shown = {
        "problem": problem,
        "action": action,
        "kept": kept,
        "files_lost": bool(request.FILES),
        "has_app": has_app,
        "has_passkey": has_passkey,
        "by_password": account.has_usable_password() and not has_app and not has_passkey,
        "outside": settings.OIDC_NAME if bound and not has_app and not has_passkey else "",
        "outside_address": _outside_address(),
        "demo": settings.DEMO,
    }
    return render(request, "accounts/confirm.html", shown, status=403)


def typed(request: HttpRequest) -> list[tuple[str, str]]:
    """Every field of a form that was sent, but for its token and the proof."""
    left_out = {"csrfmiddlewaretoken", *PROOFS}
    return [
        (name, value)
        for name, values in request.POST.lists()
        if name not in left_out
        for value in values
    ]


def _proven(request: HttpRequest, account: Account, at: datetime) -> str:
    """How the account was proven by what was sent; empty when it was not."""
    answer = request.POST.get(PASSKEY, "")[:MOST_SIGNS]
    if answer:
        return "passkey" if use_passkey(request, answer=answer, at=at, account=account) else ""
    code = request.POST.get(CODE, "")[:MOST_SIGNS]
    if code:
        return "code" if use_code(account=account, code=code, at=at) else ""
    right = account.check_password(request.POST.get(PASSWORD, "")[:MOST_SIGNS])
    return "password" if right and not has_second_factor(account) else ""


def _bound(account: Account) -> bool:
    known = OutsideIdentity.objects.filter(account=account, issuer=settings.OIDC_ISSUER)
    return known.exists()


def _outside_address() -> str:
    where = urlencode({"confirm": "1", "next": reverse("accounts:confirmed")})
    return f"{reverse('accounts:outside')}?{where}"
