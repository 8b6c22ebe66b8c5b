"""Slices of exposure: the list, one slice with its stack, making one, and its steps."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from baken.core.access import may
from baken.core.access.declarations import page
from baken.core.lists import BadCursor
from baken.core.lists.pager import is_filtered, page_addresses
from baken.core.page.addresses import record_address
from baken.core.questions import thread_nodes
from baken.core.workflow.available import available_steps
from baken.core.workflow.buttons import step_buttons
from baken.core.workflow.table import Step
from baken.core.workflow.taking import seen_again, seen_in, was_done
from baken.rooms.library.queries.hazard_factors import hazard_factors
from baken.rooms.org.queries import posts_by_permit, tree
from baken.rooms.register.actions import make_slice, take_slice_step
from baken.rooms.register.forms.slices import (
    ChooseRiskForm,
    SliceFilter,
    SliceForm,
    SliceStepForm,
)
from baken.rooms.register.models import Risk, Slice, SliceMember
from baken.rooms.register.permits import MANAGE, READ
from baken.rooms.register.queries.independent import class_to
from baken.rooms.register.queries.slice_picture import picture_of
from baken.rooms.register.queries.slices import (
    open_slices_for,
    proposed_risks,
    readable,
    risk_read,
    slices_page,
    slices_that,
)
from baken.rooms.register.queries.stacks import members_by_slice
from baken.rooms.register.views.slice_rows import (
    doing,
    picture_parts,
    slice_facts_list,
    slice_rows,
    when,
)
from baken.rooms.register.workflow import SLICE

ABOUT_A_RISK = ("add_risk", "revise_risk", "remove_risk")


@page(permit=READ)
def slices(request: HttpRequest) -> HttpResponse:
    """The slices within reach, filtered as the address says."""
    form = SliceFilter(request.GET or None)
    narrow = slices_that(**form.cleaned_data) if form.is_valid() else None
    actor = request.actor  # type: ignore[attr-defined]
    try:
        found = slices_page(actor, narrow=narrow, cursor=request.GET.get("cursor", ""))
    except BadCursor:
        return redirect("register:slices")
    columns, rows = slice_rows(found.items)
    shown = {"form": form, "columns": columns, "rows": rows}
    shown["pages"] = page_addresses(request, found)
    shown["clear_url"] = reverse("register:slices") if is_filtered(request, form) else ""
    shown["may_make"] = may(actor, MANAGE)
    return render(request, "register/slices.html", shown)


@page(permit=MANAGE)
def new(request: HttpRequest) -> HttpResponse:
    """Make a slice, if wanted around a risk; slices that are there already stand beside it."""
    actor, at = request.actor, request.at  # type: ignore[attr-defined]
    risk = risk_read(actor, request.GET.get("risk", "")[:40])
    sent = request.POST if request.method == "POST" else None
    form = SliceForm(sent, initial=_first(risk) if risk else {})
    made: list[Slice] = []

    def act() -> None:
        unit = form.cleaned_data["unit"]
        fields = form.step_fields()
        made.append(make_slice(actor=actor, unit=unit, fields=fields, at=at, risk=risk))

    if form.is_bound and form.is_valid() and was_done(form, act):
        messages.success(request, _("The slice is there."), extra_tags="draft:slice-new")
        return redirect("register:slice", made[0].ref)
    shown = {"form": form, "risk": risk, "there": _there(request, risk) if risk else []}
    return render(request, "register/slice_new.html", shown, status=400 if form.errors else 200)


@page(permit=READ, root=Slice)
def slice_page(request: HttpRequest, record: Slice) -> HttpResponse:
    """One slice: its risks as a list, what they ask together, and what leaves with each of them."""
    actor = request.actor  # type: ignore[attr-defined]
    steps = _steps(request, record)
    shown = {
        "record": record,
        "state": SLICE.states[record.state],
        "facts": slice_facts_list(record),
        **picture_parts(actor, record, picture_of(actor, record)),
        "thread": thread_nodes.ask(actor, record),
        "steps": [one for one in steps if one["allowed"]],
        "closed_steps": [one for one in steps if not one["allowed"]],
    }
    return render(request, "register/slice.html", shown)


@page(permit=READ, root=Slice)
def step(request: HttpRequest, record: Slice, step: str) -> HttpResponse:
    """The page of one step; one about a risk asks first which."""
    actor = request.actor  # type: ignore[attr-defined]
    row = SLICE.by_hand(step)
    if row is None:
        raise Http404
    if not may(actor, row.permit, record):
        raise PermissionDenied(_("Your appointments do not give the right to this step."))
    risk = risk_read(actor, request.GET.get("risk", "")[:40])
    if row.name in ABOUT_A_RISK and risk is None and request.method != "POST":
        return _choose(request, record, row)
    form = _form(request, record, row, risk)
    if form.is_bound and form.is_valid() and _taken(request, record, row, form):
        done = f"draft:step-{row.name}-{record.ref}"
        messages.success(request, _("Done: %(step)s.") % {"step": row.label}, extra_tags=done)
        return redirect("register:slice", record.ref)
    shown = {"record": record, "step": row, "form": form, "back_url": record_address(record)}
    shown |= seen_again(request.POST, form, record, row)
    shown["title"] = risk.title if risk else ""
    status = 400 if form.errors else 200
    return render(request, "register/slice_step.html", shown, status=status)


def _first(risk: Risk) -> dict[str, Any]:
    """What a slice around a risk is at first: its people, its activity, its place."""
    here = tree()
    return {
        "unit": here.by_id[risk.unit_id].code,
        "group": risk.group,
        "task": risk.activity,
        "site": here.sites[risk.site_id].code if risk.site_id else "",
    }


def _there(request: HttpRequest, risk: Risk) -> list[dict[str, Any]]:
    """Open slices that the risk could be put in, with where that is done."""
    found = open_slices_for(request.actor, risk, request.at)  # type: ignore[attr-defined]
    return [
        {
            "label": f"{one.ref} {one.group}: {doing(one)}, {when(one)}",
            "url": reverse("register:slice-step", args=[one.ref, "add_risk"]) + f"?risk={risk.ref}",
        }
        for one in found
    ]


def _choose(request: HttpRequest, record: Slice, row: Step) -> HttpResponse:
    """Which risk: one that is near, or one that is in it, or by its reference."""
    actor = request.actor  # type: ignore[attr-defined]
    form = ChooseRiskForm(request.GET if "risk" in request.GET else None)
    if form.is_bound and form.is_valid():
        form.add_error("risk", _("There is no risk with this reference that you may read."))
    members = members_by_slice([record])[record.pk]
    read = readable(actor, members)
    found = [one.risk for one in members if one.risk_id in read]
    if row.name == "add_risk":
        found = proposed_risks(actor, record, members)
    classes = class_to(actor, found)
    listed = [{"risk": one, "level": classes[one.pk]} for one in found]
    shown = {"record": record, "step": row, "form": form, "found": listed}
    shown["back_url"] = record_address(record)
    return render(request, "register/slice_choose.html", shown)


def _steps(request: HttpRequest, record: Slice) -> list[dict[str, Any]]:
    unit = tree().by_id[record.owner_unit_id or record.unit_id]
    language = get_language() or "nl"
    actor, at = request.actor, request.at  # type: ignore[attr-defined]
    return step_buttons(
        choices=available_steps(record=record, actor=actor, at=at),
        url_of=lambda name: reverse("register:slice-step", args=[record.ref, name]),
        who_may=lambda permits: posts_by_permit(permits, unit, language),
        first=("add_risk",),
    )


def _form(request: HttpRequest, record: Slice, row: Step, risk: Risk | None) -> SliceStepForm:
    sent = request.POST if request.method == "POST" else None
    return SliceStepForm(sent, step=row, initial=_initial(record, row, risk))


def _initial(record: Slice, row: Step, risk: Risk | None) -> dict[str, Any]:
    """What stands now; what a risk brings when it comes in is what its hazard brings."""
    if row.name == "revise":
        names = ("group", "people", "task", "place", "circumstances")
        moments = {name: localtime(getattr(record, name)) for name in ("from_at", "to_at")}
        site = tree().sites[record.site_id].code if record.site_id else ""
        return {**{name: getattr(record, name) for name in names}, **moments, "site": site}
    if risk is None:
        return {}
    member = SliceMember.objects.of(record).filter(risk=risk).first()
    if member is None:
        return {"risk": risk.ref, "factors": list(hazard_factors().get(risk.hazard, ()))}
    return {"risk": risk.ref, "factors": member.factors, "quantities": member.quantities}


def _taken(request: HttpRequest, record: Slice, row: Step, form: SliceStepForm) -> bool:
    return was_done(
        form,
        lambda: take_slice_step(
            actor=request.actor,  # type: ignore[attr-defined]
            record=record,
            step=row.name,
            at=request.at,  # type: ignore[attr-defined]
            note=form.cleaned_data.get("note", ""),
            fields=form.step_fields(),
            seen=seen_in(request.POST, row),
        ),
    )
