"""Asking a council or a part about a record: the draft of it."""

from __future__ import annotations

import secrets
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from baken.core.access.declarations import page
from baken.core.api.idempotency import KeyReused
from baken.core.workflow.errors import FieldsRefused
from baken.core.workflow.taking import was_done
from baken.rooms.consultation.actions.draft_once import draft_once
from baken.rooms.consultation.forms import DraftForm
from baken.rooms.consultation.models import Consultation
from baken.rooms.consultation.permits import ASK
from baken.rooms.consultation.queries.subjects import subject_to_ask
from baken.rooms.consultation.queries.terms import proposed_days, terms
from baken.rooms.consultation.questions import Subject
from baken.rooms.consultation.texts import KEY_REUSED
from baken.rooms.org.queries import UnitView, tree


@page(permit=ASK)
def new(request: HttpRequest) -> HttpResponse:
    """The form of a draft; what is sent becomes one consultation, however often it is sent."""
    asked = (request.GET.get("kind", "")[:20], request.GET.get("ref", "")[:40])
    subject = subject_to_ask(request.actor, *asked)  # type: ignore[attr-defined]
    unit = _unit(request, subject)
    sent = request.POST if request.method == "POST" else None
    form = DraftForm(sent, near=unit, at=request.at, initial=_first(request, subject, unit))  # type: ignore[attr-defined]
    made: list[Consultation] = []
    if form.is_bound and form.is_valid():
        try:
            was_done(form, partial(_draft, request, form, made))
        except KeyReused:
            form.add_error(None, KEY_REUSED)
    draft = f"consultation-{subject.ref if subject else 'new'}"
    if made:
        told = _("The draft is there. Add documents, and ask it when it is complete.")
        messages.success(request, told, extra_tags=f"draft:{draft}")
        return redirect("consultation:consultation", made[0].ref)
    shown = {"form": form, "subject": subject, "draft_key": draft}
    return render(request, "consultation/new.html", shown, status=400 if form.errors else 200)


def _draft(request: HttpRequest, form: DraftForm, made: list[Consultation]) -> None:
    data, actor = form.cleaned_data, request.actor  # type: ignore[attr-defined]
    subject = subject_to_ask(actor, data["subject_kind"], data["subject"])
    if subject is None:
        raise FieldsRefused({"subject": no_subject()})
    made.append(
        draft_once(
            actor=actor,
            unit=data["unit"],
            subject=subject,
            fields=form.step_fields(),
            at=request.at,  # type: ignore[attr-defined]
            key=data["key"],
        )
    )


def no_subject() -> str:
    """Why there is nothing to ask about."""
    return _("There is no record of this kind with this reference that you may ask about.")


def _unit(request: HttpRequest, subject: Subject | None) -> UnitView | None:
    """The unit that acts on the record, else that of who asks."""
    record = subject.record if subject else None
    number = (record.owner_unit_id or record.unit_id) if record else request.actor.home_unit  # type: ignore[attr-defined]
    return tree().by_id.get(number or 0)


def _first(request: HttpRequest, subject: Subject | None, unit: UnitView | None) -> dict[str, Any]:
    """What stands in the form at first; the last day where it is the same whatever is asked."""
    usual = proposed_days(terms().answer, unit.id, request.at) if unit else {}  # type: ignore[attr-defined]
    days = set(usual.values())
    return {
        "subject_kind": subject.kind if subject else "",
        "subject": subject.ref if subject else "",
        "unit": unit.code if unit else "",
        "due_on": days.pop() if len(days) == 1 else None,
        "key": secrets.token_hex(16),
    }
