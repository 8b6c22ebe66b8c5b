"""Stating a risk: for everybody who has a post."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from baken.core.access.declarations import page
from baken.core.api.idempotency import KeyReused
from baken.core.workflow.taking import was_done
from baken.rooms.org.queries import tree
from baken.rooms.register.actions.identify_once import identify_once
from baken.rooms.register.forms import StateForm
from baken.rooms.register.models import Risk
from baken.rooms.register.permits import IDENTIFY, MANAGE
from baken.rooms.register.queries.owners import owners_to_name
from baken.rooms.register.texts import KEY_REUSED

State = Callable[..., Risk]


@page(permit=IDENTIFY, also=(MANAGE,))
def new(request: HttpRequest) -> HttpResponse:
    """The form in which a risk is stated; what is sent becomes one risk, however often it is sent."""
    home = tree().by_id.get(request.actor.home_unit or 0)  # type: ignore[attr-defined]
    first = {"unit": home.code if home else ""}
    return state_page(request, identify_once, first, {"action": reverse("register:new")})


def state_page(
    request: HttpRequest, state: State, first: Mapping[str, Any], shown: Mapping[str, Any]
) -> HttpResponse:
    """The form, filled in beforehand with ``first``; ``state`` makes the risk out of what was sent.

    ``shown`` holds the address that it is sent to, and what stands beside it.
    """
    sent = request.POST if request.method == "POST" else None
    owners = partial(owners_to_name, request.actor, at=request.at)  # type: ignore[attr-defined]
    form = StateForm(sent, owners=owners, initial={"key": secrets.token_hex(16), **first})
    made: list[Risk] = []
    if form.is_bound and form.is_valid():
        try:
            was_done(form, lambda: made.append(_stated(request, form, state)))
        except KeyReused:
            form.add_error(None, KEY_REUSED)
    draft = f"risk-{shown['action']}"
    if made:
        told = _("The risk was stated. It has number %(ref)s.") % {"ref": made[0].ref}
        messages.success(request, told, extra_tags=f"draft:{draft}")
        return redirect("register:risk", made[0].ref)
    page_shown = {"form": form, "draft_key": draft, "near": _near(request), **shown}
    return render(request, "register/new.html", page_shown, status=400 if form.errors else 200)


def _stated(request: HttpRequest, form: StateForm, state: State) -> Risk:
    data = form.cleaned_data
    return state(
        actor=request.actor,  # type: ignore[attr-defined]
        unit=data["unit"],
        fields=form.step_fields(),
        at=request.at,  # type: ignore[attr-defined]
        key=data["key"],
        model=data["scoring_model"],
        site=data["site"],
    )


def _near(request: HttpRequest) -> list[Any]:
    here = tree()
    home = here.by_id.get(request.actor.home_unit or 0)  # type: ignore[attr-defined]
    near = [*here.line_up(home), *here.children(home)] if home else []
    return [one for one in near if not one.is_dissolved]
