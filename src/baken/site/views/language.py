"""Switches between Dutch and English."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views.i18n import set_language as django_set_language

from baken.core.access.declarations import public_page
from baken.core.accounts.models import Account
from baken.core.accounts.preferences import note_language


@public_page(reason="anybody may choose the language they read")
def set_language(request: HttpRequest) -> HttpResponseBase:
    """Remember the chosen language in a cookie, and by the account for its mails; go back to the page."""
    if request.method == "POST" and request.user.is_authenticated:
        note_language(cast(Account, request.user), request.POST.get("language", ""))
    return django_set_language(request)
