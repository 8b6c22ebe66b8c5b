"""The demonstration's own door: choose a role and look around."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from baken.core.access.declarations import public_page
from baken.core.accounts.models import Account
from baken.core.accounts.views import enter
from baken.rooms.org.queries import actor_for


@public_page(reason="in the demonstration the password is public; elsewhere this page is not there")
def choose_role(request: HttpRequest) -> HttpResponse:
    """The demo's accounts with what they are; choosing one logs in. Outside the demo: 404."""
    if not settings.DEMO:
        raise Http404
    after = request.POST.get("next") or request.GET.get("next", "")
    if request.method == "POST":
        chosen = request.POST.get("account", "")[:80].replace("\x00", "")
        account = get_object_or_404(Account, username=chosen, is_service=False)
        return enter(request, account, after)
    at = request.at  # type: ignore[attr-defined]
    accounts = Account.objects.filter(is_service=False, is_active=True).order_by("number")
    choices = [(account.username, actor_for(account, at)) for account in accounts]
    return render(request, "site/demo.html", {"choices": choices, "next": after})
