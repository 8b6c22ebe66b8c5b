"""Error pages in plain words; nobody sees a traceback."""

from __future__ import annotations

from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from baken.core.access.declarations import public_page


@public_page(reason="an error page tells anybody what to do now")
def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: what was sent cannot be understood."""
    return render(request, "400.html", status=400)


@public_page(reason="an error page tells anybody what to do now")
def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: in sight, but not yours to do."""
    duty = getattr(getattr(request, "actor", None), "duty", None)
    shown = {"reason": str(exception or ""), "may_administer": duty is not None}
    return render(request, "403.html", shown, status=403)


@public_page(reason="an error page tells anybody what to do now")
def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: not there, or not within your reach."""
    return render(request, "404.html", status=404)


@public_page(reason="an error page tells anybody what to do now")
def server_error(request: HttpRequest) -> HttpResponse:
    """500: our fault; a page that needs nothing else to work."""
    return render(request, "500.html", status=500)


@public_page(reason="an error page tells anybody what to do now")
def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: the form was open too long; the text is still in the browser.

    The form stands at its own address, or at the record's it is part of.
    """
    shown = {"back": request.path, "after": quote(request.path)}
    return render(request, "403_csrf.html", shown, status=403)


@public_page(reason="an error page tells anybody what to do now")
def address_too_long(request: HttpRequest) -> HttpResponse:
    """414: an address that is longer than anything Baken makes."""
    return render(request, "414.html", status=414)


@public_page(reason="an error page tells anybody what to do now")
def not_allowed(request: HttpRequest) -> HttpResponse:
    """405: an address that only takes what a page sends to it."""
    return render(request, "405.html", status=405)
