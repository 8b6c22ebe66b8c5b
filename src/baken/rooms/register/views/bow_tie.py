"""Bow-ties: the list, drawing one, its page and its steps."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from baken.core.access import may
from baken.core.access.declarations import page
from baken.core.lists import BadCursor
from baken.core.lists.pager import is_filtered, page_addresses
from baken.core.page.addresses import record_address
from baken.core.workflow.taking import seen_again, seen_in, was_done
from baken.rooms.register.actions import draw_bow_tie, take_bow_tie_step
from baken.rooms.register.forms.bow_tie import BowTieFilter, DrawForm
from baken.rooms.register.models import BowTie
from baken.rooms.register.permits import MANAGE, READ
from baken.rooms.register.queries.bow_ties import bow_ties_page
from baken.rooms.register.views.bow_tie_form import form_of, home_of
from baken.rooms.register.views.bow_tie_rows import bow_tie_rows
from baken.rooms.register.views.bow_tie_shown import bow_tie_shown
from baken.rooms.register.workflow import BOW_TIE


@page(permit=READ)
def bow_ties(request: HttpRequest) -> HttpResponse:
    """The bow-ties within reach, filtered as the address says."""
    actor, form = request.actor, BowTieFilter(request.GET or None)  # type: ignore[attr-defined]
    narrow = form.narrow if form.is_valid() else None
    try:
        found = bow_ties_page(actor, narrow=narrow, cursor=request.GET.get("cursor", ""))
    except BadCursor:
        return redirect("register:bow-ties")
    columns, rows = bow_tie_rows(found.items)
    shown = {
        "form": form,
        "columns": columns,
        "rows": rows,
        "pages": page_addresses(request, found),
        "clear_url": reverse("register:bow-ties") if is_filtered(request, form) else "",
        "may_draw": may(actor, MANAGE),
    }
    return render(request, "register/bow_ties.html", shown)


@page(permit=MANAGE)
def new(request: HttpRequest) -> HttpResponse:
    """Draw a bow-tie."""
    actor, at = request.actor, request.at  # type: ignore[attr-defined]
    sent = request.POST if request.method == "POST" else None
    form, made = DrawForm(sent, initial={"unit": home_of(actor)}), []

    def act() -> None:
        unit, fields = form.cleaned_data["unit"], form.step_fields()
        made.append(draw_bow_tie(actor=actor, unit=unit, fields=fields, at=at))

    if form.is_valid() and was_done(form, act):
        messages.success(request, _("The bow-tie is there."), extra_tags="draft:bow-tie-new")
        return redirect("register:bow-tie", made[0].ref)
    return render(
        request, "register/bow_tie_new.html", {"form": form}, status=400 if form.errors else 200
    )


@page(permit=READ, root=BowTie)
def bow_tie(request: HttpRequest, record: BowTie) -> HttpResponse:
    """A bow-tie: drawn, as tables, and what can be done with each part."""
    actor, at = request.actor, request.at  # type: ignore[attr-defined]
    return render(request, "register/bow_tie.html", bow_tie_shown(actor, record, at))


@page(permit=READ, root=BowTie)
def step(request: HttpRequest, record: BowTie, step: str) -> HttpResponse:
    """The page of one step; a revision starts from what stands."""
    row = BOW_TIE.by_hand(step)
    if row is None:
        raise Http404
    if not may(request.actor, row.permit, record):  # type: ignore[attr-defined]
        raise PermissionDenied(_("Your appointments do not give the right to this step."))
    form = form_of(request, record, row)
    if form.is_bound and form.is_valid() and was_done(form, lambda: _take(request, record, form)):
        done = f"draft:step-{row.name}-{record.ref}"
        messages.success(request, _("Done: %(step)s.") % {"step": row.label}, extra_tags=done)
        return redirect(record.page_name, record.ref)
    shown = {
        "record": record,
        "step": row,
        "form": form,
        "back_url": record_address(record),
        **seen_again(request.POST, form, record, row),
    }
    return render(request, "page/step.html", shown, status=400 if form.errors else 200)


def _take(request: HttpRequest, record: BowTie, form: Any) -> None:
    row = form.step
    take_bow_tie_step(
        actor=request.actor,  # type: ignore[attr-defined]
        record=record,
        step=row.name,
        at=request.at,  # type: ignore[attr-defined]
        note=form.cleaned_data.get("note", ""),
        fields=form.step_fields(),
        seen=seen_in(request.POST, row),
    )
