"""Proposing a measure about a risk or an occurrence that one manages."""

from __future__ import annotations

import secrets
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from baken.core.access.declarations import page
from baken.core.api.idempotency import KeyReused
from baken.core.page.addresses import record_address
from baken.core.page.cards import level_html
from baken.core.workflow.taking import was_done
from baken.rooms.measures.actions.propose_once import propose_once
from baken.rooms.measures.forms import ProposeForm
from baken.rooms.measures.models import Measure
from baken.rooms.measures.permits import MANAGE
from baken.rooms.measures.queries.beside import thing_meant
from baken.rooms.measures.questions import Served
from baken.rooms.measures.texts import KEY_REUSED


@page(permit=MANAGE)
def new(request: HttpRequest) -> HttpResponse:
    """The form in which a measure is proposed; ``for`` in the address says about what."""
    serves = thing_meant(request.actor, request.GET.get("for", ""))  # type: ignore[attr-defined]
    if serves is None:
        raise Http404
    sent = request.POST if request.method == "POST" else None
    form = ProposeForm(sent, hazard=serves.hazard, initial={"key": secrets.token_hex(16)})
    made: list[Measure] = []
    if form.is_bound and form.is_valid():
        try:
            was_done(form, lambda: made.append(_proposed(request, form, serves)))
        except KeyReused:
            form.add_error(None, KEY_REUSED)
    draft = f"measure-{serves.ref}"
    if made:
        told = _("The measure was proposed. It has number %(ref)s.") % {"ref": made[0].ref}
        messages.success(request, told, extra_tags=f"draft:{draft}")
        return redirect("measures:measure", made[0].ref)
    shown = {"form": form, "draft_key": draft, **_about(serves)}
    return render(request, "measures/new.html", shown, status=400 if form.errors else 200)


def _proposed(request: HttpRequest, form: ProposeForm, serves: Served) -> Measure:
    return propose_once(
        actor=request.actor,  # type: ignore[attr-defined]
        serves=serves,
        fields=form.step_fields(),
        at=request.at,  # type: ignore[attr-defined]
        key=form.cleaned_data["key"],
    )


def _about(serves: Served) -> dict[str, Any]:
    """What the measure is about, as it stands beside the form."""
    return {
        "serves": serves,
        "level": level_html(serves.risk_class) if serves.risk_class else "",
        "back_url": record_address(serves.record),
        "action": f"{reverse('measures:new')}?{urlencode({'for': serves.ref})}",
    }
