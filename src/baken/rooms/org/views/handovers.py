"""Handovers of command: the list, one with its items, the first hour, and its steps."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from baken.core import clock
from baken.core.access import may
from baken.core.access.declarations import page
from baken.core.access.roles import role_label
from baken.core.lists import BadCursor
from baken.core.lists.pager import page_addresses
from baken.core.questions import thread_nodes
from baken.core.workflow.available import available_steps
from baken.core.workflow.buttons import step_buttons
from baken.core.workflow.forms import StepForm
from baken.core.workflow.table import Step
from baken.core.workflow.taking import newest_of, seen_in, was_done
from baken.core.workflow.unread import SEEN
from baken.rooms.org.actions.handover_steps import take_handover_step
from baken.rooms.org.models import Handover
from baken.rooms.org.permits import READ_HANDOVER
from baken.rooms.org.queries import Holder, nearest_holders, persons_named, posts_by_permit, tree
from baken.rooms.org.queries.handovers import (
    decisions,
    first_items,
    handovers_page,
    items_page,
    narrative_of,
    overdue_on,
    signed_before,
)
from baken.rooms.org.texts import HANDOVER_KINDS
from baken.rooms.org.views.handover_rows import handover_rows, item_columns, item_rows
from baken.rooms.org.workflow import HANDOVER

# Who is called in the first hour, and how many items of each sort stand there.
TO_CALL = ("safety_adviser", "duty_officer")
MOST = 10


@page(permit=READ_HANDOVER)
def handovers(request: HttpRequest) -> HttpResponse:
    """The handovers within reach and one's own, newest first."""
    actor = request.actor  # type: ignore[attr-defined]
    try:
        found = handovers_page(actor, cursor=request.GET.get("cursor", ""))
    except BadCursor:
        return redirect("org:handovers")
    columns, rows = handover_rows(found.items)
    shown = {"columns": columns, "rows": rows, "pages": page_addresses(request, found)}
    return render(request, "org/handovers.html", shown)


@page(permit=READ_HANDOVER, root=Handover)
def handover(request: HttpRequest, record: Handover) -> HttpResponse:
    """One handover: what is to be decided first, then what is taken over in one act."""
    actor = request.actor  # type: ignore[attr-defined]
    try:
        found = items_page(actor, record, cursor=request.GET.get("cursor", ""))
    except BadCursor:
        return redirect("org:handover", record.ref)
    steps = _steps(request, record)
    first = [one for one in found.items if one.item.one_by_one]
    rest = [one for one in found.items if not one.item.one_by_one]
    shown = {
        **_head(record),
        "facts": _facts(record),
        "columns": item_columns(),
        "first": item_rows(actor, record, first),
        "rest": item_rows(actor, record, rest),
        "pages": page_addresses(request, found),
        "thread": thread_nodes.ask(actor, record),
        "steps": [step for step in steps if step["allowed"]],
        "closed_steps": [step for step in steps if not step["allowed"]],
    }
    return render(request, "org/handover.html", shown)


@page(permit=READ_HANDOVER, root=Handover)
def first_hour(request: HttpRequest, record: Handover) -> HttpResponse:
    """The incoming commander's first hour on one page, from the same items."""
    actor, at = request.actor, request.at  # type: ignore[attr-defined]
    unit = tree().by_id[record.unit_id]

    def block(condition: Q, order: str) -> Any:
        found = first_items(actor, record, condition, order=order, most=MOST)
        return item_rows(actor, record, found)

    shown = {
        **_head(record),
        "columns": item_columns(),
        "deciding": block(decisions(), "place"),
        "accepted": block(signed_before(), "due_on"),
        "overdue": block(overdue_on(clock.local_date(at)), "due_on"),
        "people": [_person(one) for one in nearest_holders(roles=TO_CALL, unit=unit, at=at)],
    }
    return render(request, "org/first_hour.html", shown)


@page(permit=READ_HANDOVER, root=Handover)
def handover_step(request: HttpRequest, record: Handover, step: str) -> HttpResponse:
    """A step of a handover: to write, to take over in one act, to say that it is complete."""
    row = HANDOVER.by_hand(step)
    if row is None:
        raise Http404
    if not may(request.actor, row.permit, record):  # type: ignore[attr-defined]
        raise PermissionDenied(_("Your appointments do not give the right to this step."))
    sent = request.POST if request.method == "POST" else None
    form = StepForm(sent, step=row, initial=_known(request, record, row))
    if form.is_bound and form.is_valid() and _taken(request, record, row, form):
        done = f"draft:step-{row.name}-{record.ref}"
        messages.success(request, _("Done: %(step)s.") % {"step": row.label}, extra_tags=done)
        return redirect("org:handover", record.ref)
    shown = {"record": record, "step": row, "form": form}
    shown["back_url"] = reverse("org:handover", args=[record.ref])
    shown[SEEN] = newest_of(record, row)
    return render(request, "page/step.html", shown, status=400 if form.errors else 200)


def _person(one: Holder) -> str:
    return f"{one.name}, {role_label(one.role)} ({one.unit.name})"


def _known(request: HttpRequest, record: Handover, row: Step) -> dict[str, str]:
    """What was written before: whoever writes goes on from there."""
    if row.name == "write":
        return {"narrative": record.narrative}
    if row.name == "write_item":
        asked = request.GET.get("item", "")
        item = asked if asked.isprintable() else ""  # PostgreSQL refuses some of what is not
        told = narrative_of(request.actor, record, item)  # type: ignore[attr-defined]
        return {"item": item, "narrative": told}
    return {}


def _taken(request: HttpRequest, record: Handover, row: Step, form: StepForm) -> bool:
    return was_done(
        form,
        lambda: take_handover_step(
            actor=request.actor,  # type: ignore[attr-defined]
            record=record,
            step=row.name,
            at=request.at,  # type: ignore[attr-defined]
            note=form.cleaned_data.get("note", ""),
            fields=form.step_fields(),
            seen=seen_in(request.POST, row),
        ),
    )


def _steps(request: HttpRequest, record: Handover) -> list[dict[str, Any]]:
    actor, at = request.actor, request.at  # type: ignore[attr-defined]
    unit = tree().by_id[record.unit_id]
    return step_buttons(
        choices=available_steps(record=record, actor=actor, at=at),
        url_of=lambda name: reverse("org:handover-step", args=[record.ref, name]),
        who_may=lambda permits: posts_by_permit(permits, unit, get_language() or "nl"),
        first=("take_over", "complete", "write"),
    )


def _head(record: Handover) -> dict[str, Any]:
    return {
        "handover": record,
        "unit": tree().by_id[record.unit_id],
        "state": HANDOVER.states[record.state],
        "is_running": record.ended_at is None,
    }


def _facts(record: Handover) -> list[tuple[str, Any]]:
    unit, source = (tree().by_id[one] for one in (record.unit_id, record.from_unit_id))
    names = persons_named([record.outgoing, record.incoming])
    facts: list[tuple[str, Any]] = [
        (_("Unit"), (unit.name, reverse("org:unit", args=[unit.code]))),
        (_("Hands over"), names.get(record.outgoing)),
        (_("Takes over"), names.get(record.incoming)),
        (_("Kind"), HANDOVER_KINDS[record.kind]),
        (_("In command from"), record.starts_on),
        (_("To be taken over before"), record.due_on),
    ]
    if source.id != unit.id:
        facts.insert(1, (_("Of the dissolved unit"), source.name))
    return facts
