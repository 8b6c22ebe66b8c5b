"""Passkeys: logging in with one, adding one, taking one away."""

from __future__ import annotations

from typing import cast
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from baken.core.access.declarations import deed, public_page
from baken.core.accounts import passkeys
from baken.core.accounts.confirmation import needs_step_up, note_confirmed, recently_confirmed
from baken.core.accounts.entering import enter, pending
from baken.core.accounts.factors import remove_passkey
from baken.core.accounts.forms import LoginForm, PasskeyForm
from baken.core.accounts.limits import asking_senders, failing_senders
from baken.core.accounts.models import Account
from baken.core.accounts.own_page import own_page
from baken.core.accounts.views.apps import after_adding
from baken.core.accounts.views.straight import login_page


@public_page(reason="logging in comes before being logged in")
@require_POST
def log_in(request: HttpRequest) -> HttpResponse:
    """Log in with a passkey alone: having the device and unlocking it are two factors."""
    after, answer = request.POST.get("next", ""), request.POST.get("answer", "")[:20_000]
    problem = _("Too many attempts. Wait ten minutes and try again.")
    if not failing_senders.too_many(request):
        account = passkeys.use_passkey(request, answer=answer, at=request.at)  # type: ignore[attr-defined]
        if account is not None:
            return enter(request, account, after, how="passkey")
        failing_senders.note(request)
        problem = _("This passkey is not known here. Log in another way.")
    return login_page(request, form=LoginForm(), after=after, problem=problem)


@public_page(reason="a passkey is asked for before somebody is logged in")
@require_POST
def asked(request: HttpRequest) -> HttpResponse:
    """What the browser is asked: a passkey of whoever is logged in or half so, else of anybody."""
    if asking_senders.too_many(request):
        return JsonResponse({"problem": "wait"}, status=429)
    asking_senders.note(request)
    waiting = pending(request, request.at)  # type: ignore[attr-defined]
    whose = waiting[0] if waiting else None
    if request.user.is_authenticated:
        whose = cast(Account, request.user)
    return JsonResponse(passkeys.question(request, whose))


@own_page
@needs_step_up
def add(request: HttpRequest) -> HttpResponse:
    """Add a passkey to the account; with the first second factor come the recovery codes."""
    account, at = cast(Account, request.user), request.at  # type: ignore[attr-defined]
    form = PasskeyForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        actor, given = request.actor, form.cleaned_data  # type: ignore[attr-defined]
        answer, label = given["answer"], given["label"]
        if passkeys.add_passkey(
            request, actor=actor, account=account, answer=answer, label=label, at=at
        ):
            note_confirmed(request, how="passkey", at=at)
            return after_adding(request, account, _("Your passkey was added."))
        form.add_error(None, _("The passkey could not be added. Try again."))
    return render(
        request, "accounts/passkey.html", {"form": form}, status=400 if form.errors else 200
    )


@own_page
@require_POST
def creation_asked(request: HttpRequest) -> HttpResponse:
    """What the browser is asked to make a passkey; only for somebody recently confirmed."""
    if not recently_confirmed(request):
        return JsonResponse({"problem": "confirm"}, status=403)
    return JsonResponse(passkeys.creation_question(request, cast(Account, request.user)))


@own_page
@deed(back="accounts:own")
@needs_step_up
def remove(request: HttpRequest) -> HttpResponse:
    """Take a passkey away from the account."""
    account, at = cast(Account, request.user), request.at  # type: ignore[attr-defined]
    chosen = uuid_or_none(request.POST.get("passkey", ""))
    if chosen is not None:
        actor = request.actor  # type: ignore[attr-defined]
        remove_passkey(actor=actor, account=account, passkey=str(chosen), at=at)
    messages.success(request, _("The passkey no longer counts."))
    return redirect("accounts:own")


def uuid_or_none(text: str) -> UUID | None:
    """A UUID from a form, or None when it is none."""
    try:
        return UUID(text)
    except ValueError:
        return None
