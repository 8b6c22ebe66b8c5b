"""Asking for a small purchase, for what it serves or for a unit."""

from __future__ import annotations

import secrets
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from baken.core.access import Actor
from baken.core.access.declarations import page
from baken.core.api.idempotency import KeyReused
from baken.core.page.addresses import record_address
from baken.core.page.cards import level_html
from baken.core.workflow.taking import was_done
from baken.rooms.measures.actions.purchase.ask_once import ask_once
from baken.rooms.measures.forms.purchases import WantForm
from baken.rooms.measures.models import Measure, Purchase
from baken.rooms.measures.permits import ASK
from baken.rooms.measures.queries.purchase_purpose import purpose_meant
from baken.rooms.measures.questions import Served
from baken.rooms.measures.rules.money import euros_of
from baken.rooms.measures.texts import KEY_REUSED
from baken.rooms.org.queries import UnitView, tree


@page(permit=ASK)
def new(request: HttpRequest) -> HttpResponse:
    """The form in which a purchase is asked for; ``for`` in the address says what it serves."""
    actor, ref = request.actor, request.GET.get("for", "")  # type: ignore[attr-defined]
    serves = purpose_meant(actor, ref) if ref else None
    if ref and serves is None:
        raise Http404
    form = _form(request, actor, serves)
    made: list[Purchase] = []
    if form.is_bound and form.is_valid():
        try:
            was_done(form, lambda: made.append(_asked(request, form, serves)))
        except KeyReused:
            form.add_error(None, KEY_REUSED)
    draft = f"purchase-{ref or 'none'}"
    if made:
        told = _("It has number %(ref)s. Add the quotes, then have it checked.")
        messages.success(request, told % {"ref": made[0].ref}, extra_tags=f"draft:{draft}")
        return redirect("measures:purchase", made[0].ref)
    shown = {"form": form, "draft_key": draft, **_about(serves)}
    status = 400 if form.errors else 200
    return render(request, "measures/purchase_new.html", shown, status=status)


def _form(request: HttpRequest, actor: Actor, serves: Served | None) -> WantForm:
    sent = request.POST if request.method == "POST" else None
    initial = {"key": secrets.token_hex(16), **_known(serves)}
    units = () if serves else units_to_buy_for(actor)
    return WantForm(sent, serves=serves is not None, units=units, initial=initial)


def units_to_buy_for(actor: Actor) -> list[UnitView]:
    """The units for which somebody can ask, those of their own posts first."""
    here = tree()
    posts = [one.unit for one in actor.grants_of(ASK) if one.unit is not None]
    return [here.by_id[one] for one in dict.fromkeys(posts) if not here.by_id[one].is_dissolved]


def _known(serves: Served | None) -> dict[str, Any]:
    """What the measure says already of what it costs."""
    record = serves.record if serves else None
    if not isinstance(record, Measure):
        return {}
    money = euros_of(record.budget_cents) if record.budget_cents else ""
    return {"title": record.title, "amount": money, "needed_by": record.due_on}


def _asked(request: HttpRequest, form: WantForm, serves: Served | None) -> Purchase:
    return ask_once(
        actor=request.actor,  # type: ignore[attr-defined]
        serves=serves,
        unit=form.unit,
        fields=form.step_fields(),
        at=request.at,  # type: ignore[attr-defined]
        key=form.cleaned_data["key"],
    )


def _about(serves: Served | None) -> dict[str, Any]:
    """What it is for, as it stands above the form."""
    here = reverse("measures:purchase-new")
    if serves is None:
        return {"back_url": reverse("measures:purchases"), "action": here}
    return {
        "serves": serves,
        "level": level_html(serves.risk_class) if serves.risk_class else "",
        "back_url": record_address(serves.record),
        "action": f"{here}?{urlencode({'for': serves.ref})}",
    }
