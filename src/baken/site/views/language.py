"""Switches between Dutch and English."""

from __future__ import annotations

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views.i18n import set_language as django_set_language

from baken.core.access.declarations import public_page


@public_page(reason="anybody may choose the language they read")
def set_language(request: HttpRequest) -> HttpResponseBase:
    """Remember the chosen language in a cookie and go back to the page."""
    return django_set_language(request)
