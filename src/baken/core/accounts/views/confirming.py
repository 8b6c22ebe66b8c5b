"""The page that asks who is there before a page is shown."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from baken.core.accounts.confirmation import ask, confirm, recently_confirmed
from baken.core.accounts.entering import MOST_ADDRESS, safe_address
from baken.core.accounts.own_page import own_page


@own_page
def confirm_page(request: HttpRequest) -> HttpResponse:
    """Ask who is there, then go on; whoever has just said so goes on at once."""
    after = (request.POST.get("next") or request.GET.get("next", ""))[:MOST_ADDRESS]
    problem = confirm(request)
    if recently_confirmed(request):
        return HttpResponseRedirect(safe_address(request, after))
    return ask(request, problem=problem, action=request.path, kept=[("next", after)])


@own_page
def confirmed(request: HttpRequest) -> HttpResponse:
    """What a second tab says after confirming at the organisation's log-in."""
    return render(request, "accounts/confirmed.html")
