"""Equipment: the list, one piece with its inspections and history, its steps and its labels."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from baken.core import clock
from baken.core.access import may
from baken.core.access.declarations import page
from baken.core.files.store import files_of
from baken.core.lists import BadCursor
from baken.core.lists.pager import is_filtered, page_addresses
from baken.core.questions import thread_nodes
from baken.core.workflow.available import available_steps
from baken.core.workflow.buttons import step_buttons
from baken.core.workflow.forms import StepForm
from baken.core.workflow.table import Step
from baken.core.workflow.taking import newest_of, seen_in, was_done
from baken.core.workflow.unread import SEEN
from baken.rooms.org.actions.equipment_steps import take_equipment_step
from baken.rooms.org.forms.equipment import EquipmentFilter, InspectionForm
from baken.rooms.org.models import Equipment
from baken.rooms.org.permits import MAKE_POSTER, READ_EQUIPMENT
from baken.rooms.org.queries import posts_by_permit, tree
from baken.rooms.org.queries.codes import label_of
from baken.rooms.org.queries.equipment import equipment_page, inspections_of
from baken.rooms.org.queries.places import code_on_label
from baken.rooms.org.queries.tree import name_of
from baken.rooms.org.views.equipment_rows import (
    due_text,
    equipment_columns,
    equipment_rows,
    inspection_columns,
    inspection_rows,
    is_late,
)
from baken.rooms.org.views.labels import Label, show_labels
from baken.rooms.org.views.pages import tabs
from baken.rooms.org.workflow import EQUIPMENT

LABELS_ON_SHEET = 60


@page(permit=READ_EQUIPMENT)
def equipment_list(request: HttpRequest) -> HttpResponse:
    """The equipment within reach, filtered as the address says."""
    actor, at = request.actor, request.at  # type: ignore[attr-defined]
    form = EquipmentFilter(request.GET or None, actor=actor)
    wish = form.wish(clock.local_date(at))
    try:
        found = equipment_page(actor, wish, cursor=request.GET.get("cursor", ""))
    except BadCursor:
        return redirect("org:equipment-list")
    query = request.GET.urlencode()
    shown = {
        "form": form,
        "tabs": tabs(actor, "equipment-list"),
        "columns": equipment_columns(),
        "rows": equipment_rows(found.items, at),
        "pages": page_addresses(request, found),
        "labels_url": f"{reverse('org:equipment-labels')}?{query}",
        "clear_url": reverse("org:equipment-list") if is_filtered(request, form) else "",
    }
    return render(request, "org/equipment_list.html", shown)


@page(permit=READ_EQUIPMENT, root=Equipment)
def equipment(request: HttpRequest, record: Equipment) -> HttpResponse:
    """One piece of equipment: facts and inspections on the left, its history on the right."""
    actor, at = request.actor, request.at  # type: ignore[attr-defined]
    steps = _steps(request, record)
    shown = {
        "equipment": record,
        "state": EQUIPMENT.states[record.state],
        "in_use": record.state == "in_use",
        "late": is_late(record, at),
        "facts": _facts(request, record),
        "columns": inspection_columns(),
        "inspections": inspection_rows(inspections_of(record)),
        "files": files_of(record),
        "makes_posters": may(actor, MAKE_POSTER, record),
        "thread": thread_nodes.ask(actor, record),
        "steps": [step for step in steps if step["allowed"]],
        "closed_steps": [step for step in steps if not step["allowed"]],
    }
    return render(request, "org/equipment.html", shown)


@page(permit=READ_EQUIPMENT, root=Equipment)
def equipment_step(request: HttpRequest, record: Equipment, step: str) -> HttpResponse:
    """A step of equipment: an inspection, taking out of use, putting back, handing over."""
    row = EQUIPMENT.by_hand(step)
    if row is None:
        raise Http404
    if not may(request.actor, row.permit, record):  # type: ignore[attr-defined]
        raise PermissionDenied(_("Your appointments do not give the right to this step."))
    form = _form(request, row)
    if form.is_bound and form.is_valid() and _taken(request, record, row, form):
        done = f"draft:step-{row.name}-{record.ref}"
        messages.success(request, _("Done: %(step)s.") % {"step": row.label}, extra_tags=done)
        return _after(request, record)
    back = reverse("org:equipment", args=[record.ref])
    shown = {"record": record, "step": row, "form": form, "back_url": back}
    shown[SEEN] = newest_of(record, row)
    return render(request, "org/equipment_step.html", shown, status=400 if form.errors else 200)


@page(permit=READ_EQUIPMENT, root=Equipment)
def equipment_label(request: HttpRequest, record: Equipment) -> HttpResponse:
    """The label of one piece of equipment."""
    back = reverse("org:equipment", args=[record.ref])
    return show_labels(request, _labels([record]), title=record.name, back=back)


@page(permit=READ_EQUIPMENT)
def equipment_labels(request: HttpRequest) -> HttpResponse:
    """A sheet with the labels of the equipment that the filters in the address leave over."""
    actor, at = request.actor, request.at  # type: ignore[attr-defined]
    wish = EquipmentFilter(request.GET or None, actor=actor).wish(clock.local_date(at))
    cursor = request.GET.get("cursor", "")
    try:
        found = equipment_page(actor, wish, cursor=cursor, limit=LABELS_ON_SHEET)
    except BadCursor:
        return redirect("org:equipment-labels")
    return show_labels(
        request,
        _labels(found.items),
        title=_("Labels"),
        back=reverse("org:equipment-list"),
        pages=page_addresses(request, found),
    )


def _after(request: HttpRequest, record: Equipment) -> HttpResponse:
    """Back to the equipment; to the list when it went to a unit out of sight."""
    seen = Equipment.objects.visible_to(request.actor, READ_EQUIPMENT)  # type: ignore[attr-defined]
    if seen.filter(pk=record.pk).exists():
        return redirect("org:equipment", record.ref)
    return redirect("org:equipment-list")


def _form(request: HttpRequest, row: Step) -> Any:
    sent = request.POST if request.method == "POST" else None
    if row.name == "inspect":
        today = clock.local_date(request.at)  # type: ignore[attr-defined]
        return InspectionForm(sent, request.FILES or None, initial={"done_on": today})
    return StepForm(sent, step=row)


def _taken(request: HttpRequest, record: Equipment, row: Step, form: Any) -> bool:
    return was_done(
        form,
        lambda: take_equipment_step(
            actor=request.actor,  # type: ignore[attr-defined]
            record=record,
            step=row.name,
            at=request.at,  # type: ignore[attr-defined]
            note=form.cleaned_data.get("note", ""),
            fields=form.step_fields(),
            seen=seen_in(request.POST, row),
            document=form.cleaned_data.get("document"),
        ),
    )


def _steps(request: HttpRequest, record: Equipment) -> list[dict[str, Any]]:
    actor, at = request.actor, request.at  # type: ignore[attr-defined]
    unit = tree().by_id[record.unit_id]
    return step_buttons(
        choices=available_steps(record=record, actor=actor, at=at),
        url_of=lambda name: reverse("org:equipment-step", args=[record.ref, name]),
        who_may=lambda permits: posts_by_permit(permits, unit, get_language() or "nl"),
        first=("inspect",),
    )


def _facts(request: HttpRequest, record: Equipment) -> list[tuple[str, Any]]:
    unit = tree().by_id[record.unit_id]
    site = record.site
    place = (name_of(site), reverse("org:site", args=[site.code])) if site else _("nowhere fixed")
    facts = [
        (_("Kind"), label_of("equipment_kinds", record.kind)),
        (_("Unit"), (unit.name, reverse("org:unit", args=[unit.code]))),
        (_("Location"), place),
        (_("Next inspection"), due_text(record, request.at)),  # type: ignore[attr-defined]
        (_("Product"), record.product_ref),
        (_("Serial number"), record.serial_number),
        (_("In use since"), record.in_use_on),
    ]
    if record.out_of_use_on:
        facts.append((_("Out of use since"), record.out_of_use_on))
    return facts


def _labels(records: Sequence[Equipment]) -> list[Label]:
    codes = code_on_label(equipment=[one.pk for one in records])
    units = tree().by_id
    return [
        Label(one.ref, one.name, units[one.unit_id].name, codes.get(one.pk, "")) for one in records
    ]
