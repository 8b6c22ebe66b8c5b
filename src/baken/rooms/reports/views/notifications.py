"""The pages of duties to notify: the list, one duty with its script, its steps and its proof."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from baken.core.access import AccessDenied, Actor, may
from baken.core.access.declarations import any_page, deed, page
from baken.core.files.content import FileRefused, clean_upload
from baken.core.files.store import files_of
from baken.core.lists import BadCursor
from baken.core.lists.pager import is_filtered, page_addresses
from baken.core.page.addresses import record_address
from baken.core.questions import thread_nodes
from baken.core.workflow.available import available_steps
from baken.core.workflow.buttons import step_buttons
from baken.core.workflow.table import Step
from baken.core.workflow.taking import newest_of, seen_in, was_done
from baken.core.workflow.unread import SEEN
from baken.rooms.org.queries import posts_by_permit, tree
from baken.rooms.reports.actions.add_evidence import add_evidence
from baken.rooms.reports.actions.open_duty import open_duty
from baken.rooms.reports.actions.take_step import take_step
from baken.rooms.reports.forms.notifications import (
    NotificationFilter,
    NotificationStepForm,
    OpenDutyForm,
)
from baken.rooms.reports.models import ExternalNotification, Occurrence
from baken.rooms.reports.permits import (
    NOTIFY,
    READ_NOTIFICATION,
    READ_NOTIFICATION_SUMMARY,
    READ_OCCURRENCE,
)
from baken.rooms.reports.queries.duties import existing_of
from baken.rooms.reports.queries.duty_given import Given, given_for
from baken.rooms.reports.queries.duty_texts import duty_label, script_of
from baken.rooms.reports.queries.notifications import notifications_page
from baken.rooms.reports.texts import POINTLESS
from baken.rooms.reports.views.duty_facts import duty_facts
from baken.rooms.reports.views.duty_rows import (
    countdown,
    duty_table_rows,
    lapsed_since,
    late_because,
)
from baken.rooms.reports.workflow import NOTIFICATION

FIRST = ("notify", "agree_not_required", "confirm", "send_report")
SEEING = (READ_NOTIFICATION, READ_NOTIFICATION_SUMMARY)


@page(permit=READ_NOTIFICATION_SUMMARY)
def notifications(request: HttpRequest) -> HttpResponse:
    """The duties within reach; without a filter those that are open."""
    actor, at = request.actor, request.at  # type: ignore[attr-defined]
    form = NotificationFilter(request.GET or {"state": "open"}, at=at)
    form.is_valid()
    try:
        found = notifications_page(actor, narrow=form.narrow, cursor=request.GET.get("cursor", ""))
    except BadCursor:
        return redirect("reports:notifications")
    columns, rows = duty_table_rows(found.items, at)
    shown = {
        "form": form,
        "columns": columns,
        "rows": rows,
        "pages": page_addresses(request, found),
    }
    filtered = is_filtered(request, form)
    shown["clear_url"] = reverse("reports:notifications") if filtered else ""
    return render(request, "reports/notifications.html", shown)


@any_page(permits=SEEING, root=ExternalNotification)
def notification(request: HttpRequest, record: ExternalNotification) -> HttpResponse:
    """One duty: whom to call, what to say and give, what was done, and what can be done now."""
    actor, at = request.actor, request.at  # type: ignore[attr-defined]
    steps = _choices(actor, record, at)
    shown = {
        "one": record,
        "title": duty_label(record.duty),
        "state": NOTIFICATION.states[record.state],
        "countdown": countdown(record, at) if record.due_at else "",
        "late": late_because(record),
        "lapsed": lapsed_since(record),
        "script": script_of(record.duty),
        "given": [(told.label, _withheld(told)) for told in given_for(actor, record, at)],
        "facts": duty_facts(actor, record),
        "steps": [step for step in steps if step["allowed"]],
        "closed_steps": [step for step in steps if not step["allowed"]],
        "thread": thread_nodes.ask(actor, record),
        "may_add": may(actor, NOTIFY, record),
        "files": files_of(record.occurrence)
        if may(actor, READ_OCCURRENCE, record.occurrence)
        else (),
    }
    return render(request, "reports/notification.html", shown)


@page(permit=READ_NOTIFICATION_SUMMARY, root=ExternalNotification)
def notification_step(
    request: HttpRequest, record: ExternalNotification, step: str
) -> HttpResponse:
    """A step of a duty: what it asks, what it refuses, and taking it."""
    actor, at = request.actor, request.at  # type: ignore[attr-defined]
    row = _row(step)
    if not may(actor, row.permit, record):
        raise PermissionDenied(_("Your appointments do not give the right to this step."))
    sent = request.POST if request.method == "POST" else None
    form = NotificationStepForm(sent, step=row, initial=_initial(record, row, actor, at))
    if form.is_bound and form.is_valid() and _taken(request, record, row, form):
        done = f"draft:step-{row.name}-{record.ref}"
        said = _("Done: %(step)s.") % {"step": row.label}
        messages.success(request, said, extra_tags=done)
        return redirect("reports:notification", record.ref)
    shown = {"record": record, "step": row, "form": form, "back_url": record_address(record)}
    shown |= {"title": duty_label(record.duty), SEEN: newest_of(record, row)}
    shown["reason"] = record.reason if may(actor, READ_NOTIFICATION, record) else ""
    status = 400 if form.errors else 200
    return render(request, "reports/notification_step.html", shown, status=status)


@page(permit=NOTIFY, root=ExternalNotification, read=READ_NOTIFICATION_SUMMARY)
@deed()
def evidence(request: HttpRequest, record: ExternalNotification) -> HttpResponse:
    """Add a letter, message or picture as proof; it is kept with the occurrence."""
    upload, at = request.FILES.get("file"), request.at  # type: ignore[attr-defined]
    try:
        if upload is None:
            raise FileRefused(_("Choose a file first."))
        file = clean_upload(name=upload.name or "", data=upload.read())
        add_evidence(actor=request.actor, record=record, file=file, at=at)  # type: ignore[attr-defined]
        messages.success(request, _("The file has been added."))
    except FileRefused as refused:
        messages.error(request, str(refused))
    except AccessDenied as refused:
        raise PermissionDenied(str(refused)) from None
    return redirect("reports:notification", record.ref)


@page(permit=NOTIFY, root=Occurrence, read=READ_OCCURRENCE)
def open_by_hand(request: HttpRequest, record: Occurrence) -> HttpResponse:
    """Open a duty that the facts do not ask for by themselves."""
    sent = request.POST if request.method == "POST" else None
    form = OpenDutyForm(sent, there=frozenset(existing_of(record)))
    made: list[ExternalNotification] = []

    def act() -> None:
        at = request.at  # type: ignore[attr-defined]
        given = form.cleaned_data
        made.append(open_duty(actor=request.actor, occurrence=record, at=at, **given))  # type: ignore[attr-defined]

    if form.is_bound and form.is_valid() and was_done(form, act):
        return redirect("reports:notification", made[0].ref)
    shown = {"record": record, "form": form, "back_url": record_address(record)}
    status = 400 if form.errors else 200
    return render(request, "reports/open_duty.html", shown, status=status)


def _withheld(told: Given) -> Any:
    return _("you may not see this; ask who may") if told.withheld else told.value


def _choices(actor: Actor, record: ExternalNotification, at: datetime) -> list[dict[str, Any]]:
    unit = tree().by_id[record.owner_unit_id or record.unit_id]
    language = get_language() or "nl"
    return step_buttons(
        choices=[
            choice
            for choice in available_steps(record=record, actor=actor, at=at)
            if not POINTLESS & {no.code for no in choice.refusals}
        ],
        url_of=lambda name: reverse("reports:notification-step", args=[record.ref, name]),
        who_may=lambda permits: posts_by_permit(permits, unit, language),
        first=FIRST,
    )


def _initial(record: ExternalNotification, row: Step, actor: Actor, at: datetime) -> dict[str, Any]:
    """The moment is now and the caller is who fills it in, until somebody says otherwise."""
    values: dict[str, Any] = {field.name: at for field in row.fields if field.kind == "moment"}
    return {**values, "caller": actor.post, "reference": record.reference}


def _taken(
    request: HttpRequest, record: ExternalNotification, row: Step, form: NotificationStepForm
) -> bool:
    return was_done(
        form,
        lambda: take_step(
            actor=request.actor,  # type: ignore[attr-defined]
            record=record,
            step=row.name,
            at=request.at,  # type: ignore[attr-defined]
            note=form.cleaned_data.get("note", ""),
            fields=form.step_fields(),
            seen=seen_in(request.POST, row),
        ),
    )


def _row(name: str) -> Step:
    row = NOTIFICATION.by_hand(name)
    if row is None:
        raise Http404
    return row
