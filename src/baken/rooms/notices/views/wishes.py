"""How somebody wants to be told: which mails, when, and where to."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from baken.core.access.declarations import page
from baken.rooms.notices.actions.prefer import Chosen, prefer
from baken.rooms.notices.forms import WishesForm
from baken.rooms.notices.permits import READ_NOTICES
from baken.rooms.notices.queries.preferences import address_in_file, must_hear, wishes_of
from baken.rooms.notices.texts import GROUP_LABELS


@page(permit=READ_NOTICES)
def wishes(request: HttpRequest) -> HttpResponse:
    """See and choose which notices go by mail."""
    actor, at = request.actor, request.at  # type: ignore[attr-defined]
    now, address = wishes_of(actor)
    form = WishesForm(
        request.POST if request.method == "POST" else None,
        initial={"address": address},
        wishes=now,
        locked=must_hear(actor, at),
    )
    if form.is_valid():
        chosen = Chosen(form.chosen(), form.cleaned_data["address"])
        prefer(actor=actor, chosen=chosen, at=at)
        messages.success(request, _("Your choices were kept."))
        return redirect("notices:wishes")
    shown = {
        "form": form,
        "locked": [GROUP_LABELS[group] for group in form.locked],
        "known_address": address_in_file(actor),
        "mail_is_on": bool(settings.MAIL_HOST),
    }
    return render(request, "notices/wishes.html", shown, status=400 if form.errors else 200)
