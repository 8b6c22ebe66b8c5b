"""Whole addresses that squares, posters and devices lead to; the page and the API give the same."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse

from baken.core.page.addresses import public_address
from baken.rooms.org.models import Kiosk


def address_of_place(code: str, request: HttpRequest) -> str:
    """Where the square on a poster or label leads to; nothing without a code."""
    return public_address(reverse("site:place", args=[code]), request) if code else ""


def address_of_kiosk(kiosk: Kiosk, request: HttpRequest) -> str:
    """The page to open on the device of a kiosk."""
    return public_address(reverse("reports:kiosk", args=[kiosk.code]), request)
