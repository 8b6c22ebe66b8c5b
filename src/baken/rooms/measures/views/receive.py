"""Entering a recommendation."""

from __future__ import annotations

import secrets

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from baken.core.access.declarations import page
from baken.core.api.idempotency import KeyReused
from baken.core.workflow.taking import was_done
from baken.rooms.measures.actions.receive_once import receive_once
from baken.rooms.measures.forms import ReceiveForm
from baken.rooms.measures.models import Recommendation
from baken.rooms.measures.permits import RECEIVE
from baken.rooms.measures.queries.recommendation_posts import sources_to_enter
from baken.rooms.measures.texts import KEY_REUSED

DRAFT = "recommendation"


@page(permit=RECEIVE)
def receive(request: HttpRequest) -> HttpResponse:
    """The form in which a recommendation is entered."""
    sources = sources_to_enter(request.actor)  # type: ignore[attr-defined]
    sent = request.POST if request.method == "POST" else None
    form = ReceiveForm(sent, sources=sources, initial={"key": secrets.token_hex(16)})
    made: list[Recommendation] = []
    if form.is_bound and form.is_valid():
        try:
            was_done(form, lambda: made.append(_received(request, form)))
        except KeyReused:
            form.add_error(None, KEY_REUSED)
    if made:
        told = _("The recommendation was entered. It has number %(ref)s.") % {"ref": made[0].ref}
        messages.success(request, told, extra_tags=f"draft:{DRAFT}")
        return redirect("measures:recommendation", made[0].ref)
    shown = {"form": form, "draft_key": DRAFT}
    return render(request, "measures/receive.html", shown, status=400 if form.errors else 200)


def _received(request: HttpRequest, form: ReceiveForm) -> Recommendation:
    return receive_once(
        actor=request.actor,  # type: ignore[attr-defined]
        fields=form.step_fields(),
        at=request.at,  # type: ignore[attr-defined]
        key=form.cleaned_data["key"],
    )
