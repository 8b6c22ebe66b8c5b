"""Language and keys: what somebody prefers about the product itself."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _

from baken.core.accounts.forms import PreferencesForm
from baken.core.accounts.models import Account
from baken.core.accounts.own_page import own_page
from baken.core.accounts.preferences import language_of, prefer, speak


@own_page
def preferences(request: HttpRequest) -> HttpResponse:
    """Choose the language, and whether single keys are shortcuts."""
    account = cast(Account, request.user)
    now = {"language": language_of(account), "single_keys": account.single_keys}
    form = PreferencesForm(request.POST if request.method == "POST" else None, initial=now)
    if not form.is_valid():
        status = 400 if form.is_bound else 200
        return render(request, "accounts/preferences.html", {"form": form}, status=status)
    chosen = form.cleaned_data
    prefer(account=account, language=chosen["language"], single_keys=chosen["single_keys"])
    with translation.override(chosen["language"]):
        messages.success(request, _("Your preferences were kept."))
    answer = redirect("accounts:preferences")
    speak(answer, chosen["language"])
    return answer
