"""Where the square on a wall or on equipment leads."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from baken.core.access.declarations import public_page


@public_page(
    reason="reporting needs no account; the answer holds nothing but the code that was asked"
)
def place(request: HttpRequest, place: str) -> HttpResponse:
    """The report form with the place filled in."""
    return redirect(f"{reverse('reports:new')}?{urlencode({'place': place[:40]})}")
