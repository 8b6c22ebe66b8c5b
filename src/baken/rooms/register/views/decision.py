"""The page of a decision: what was decided, on which picture, and what can be done with it now."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from baken.core.access import Actor, may
from baken.core.access.declarations import page
from baken.core.accounts.confirmation import strong_proof
from baken.core.page.addresses import record_address
from baken.core.page.cards import level_html
from baken.core.workflow.available import available_steps
from baken.core.workflow.buttons import step_buttons
from baken.core.workflow.table import Step
from baken.core.workflow.taking import seen_again, seen_in, was_done
from baken.rooms.org.queries import posts_by_permit, tree
from baken.rooms.register.actions.take_decision_step import take_decision_step
from baken.rooms.register.forms import StepForm
from baken.rooms.register.models import Decision
from baken.rooms.register.permits import READ
from baken.rooms.register.queries.decision_facts import whom_to_alert
from baken.rooms.register.queries.decision_words import changed_words, steps_of_decision
from baken.rooms.register.queries.decisions import decision_read
from baken.rooms.register.texts import KINDS
from baken.rooms.register.views.confirming import question_before_signing
from baken.rooms.register.views.decision_facts import (
    advice_rows,
    condition_rows,
    considered_rows,
    decision_facts_list,
    score_rows,
)
from baken.rooms.register.workflow import DECISION


@page(permit=READ, root=Decision)
def decision(request: HttpRequest, record: Decision) -> HttpResponse:
    """A decision: facts, conditions, what was weighed, the frozen picture and its hash, its steps."""
    actor, at = request.actor, request.at  # type: ignore[attr-defined]
    read = decision_read(actor, record, at)
    steps = _steps(actor, record, at)
    shown: dict[str, Any] = {
        "decision": record,
        "kind": KINDS[record.kind],
        "state": DECISION.states[record.state],
        "level": level_html(record.risk_class),
        "facts": decision_facts_list(record),
        "conditions": condition_rows(read.conditions),
        "considered": considered_rows(read.considered),
        "advice": advice_rows(record),
        "scores": score_rows(record),
        "changed": changed_words(read.changed),
        "holds": read.holds,
        "alert": whom_to_alert(record, at) if record.state == "suspended" else [],
        "thread": list(steps_of_decision(record)),
        "steps": [one for one in steps if one["allowed"]],
        "closed_steps": [one for one in steps if not one["allowed"]],
    }
    return render(request, "register/decision.html", shown)


@page(permit=READ, root=Decision)
def step(request: HttpRequest, record: Decision, step: str) -> HttpResponse:
    """A step of a decision, with the fields of its row in the table."""
    actor, row = request.actor, _row(step)  # type: ignore[attr-defined]
    if not may(actor, row.permit, record):
        raise PermissionDenied(_("Your appointments do not give the right to this step."))
    question = question_before_signing(request, record, row.name)
    if question is not None:
        return question
    form = StepForm(request.POST if request.method == "POST" else None, step=row)
    if form.is_bound and form.is_valid() and _taken(request, record, row, form):
        done = f"draft:step-{row.name}-{record.ref}"
        messages.success(request, _("Done: %(step)s.") % {"step": row.label}, extra_tags=done)
        return redirect("register:decision", record.ref)
    shown = {"record": record, "step": row, "form": form, "back_url": record_address(record)}
    shown |= seen_again(request.POST, form, record, row)
    return render(request, "register/step.html", shown, status=400 if form.errors else 200)


def _taken(request: HttpRequest, record: Decision, row: Step, form: StepForm) -> bool:
    return was_done(
        form,
        lambda: take_decision_step(
            actor=request.actor,  # type: ignore[attr-defined]
            record=record,
            step=row.name,
            at=request.at,  # type: ignore[attr-defined]
            note=form.cleaned_data.get("note", ""),
            fields=form.step_fields(),
            seen=seen_in(request.POST, row),
            proof=strong_proof(request),
        ),
    )


def _steps(actor: Actor, record: Decision, at: Any) -> list[dict[str, Any]]:
    unit = tree().by_id[record.owner_unit_id or record.unit_id]
    language = get_language() or "nl"
    return step_buttons(
        choices=available_steps(record=record, actor=actor, at=at),
        url_of=lambda name: reverse("register:decision-step", args=[record.ref, name]),
        who_may=lambda permits: posts_by_permit(permits, unit, language),
        first=("note_condition", "resume"),
    )


def _row(name: str) -> Step:
    row = DECISION.by_hand(name)
    if row is None:
        raise Http404
    return row
