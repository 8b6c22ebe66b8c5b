"""A small purchase's page: what it is on the left, its thread on the right, and quotes and files with it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from baken.core.access import AccessDenied, Actor, may
from baken.core.access.declarations import deed, page
from baken.core.files.content import CleanFile, FileRefused, clean_upload
from baken.core.files.store import files_of
from baken.core.page.cards import level_html
from baken.core.questions import thread_nodes
from baken.core.workflow.available import available_steps
from baken.core.workflow.buttons import step_buttons
from baken.core.workflow.errors import FieldsRefused
from baken.rooms.measures.actions.purchase import add_purchase_file, add_quote
from baken.rooms.measures.forms.purchases import QuoteForm
from baken.rooms.measures.models import Purchase
from baken.rooms.measures.permits import ASK, READ_PURCHASE
from baken.rooms.measures.queries.purchase_money import acting_unit_of
from baken.rooms.measures.queries.purchase_parts import quotes_of
from baken.rooms.measures.rules.purchase_states import BEING_WRITTEN
from baken.rooms.measures.views.purchases.facts import (
    check_facts,
    purchase_facts_list,
    quote_facts,
    wanted_facts,
)
from baken.rooms.measures.workflow import PURCHASE
from baken.rooms.notices.actions import mark_seen
from baken.rooms.org.queries import posts_by_permit

# The steps that are likely next, the likeliest in front.
FIRST = (
    *("check", "check_finance", "approve", "cosign", "order", "receive", "put_in_use"),
    *("check_effect", "close", "describe"),
)


@page(permit=READ_PURCHASE, root=Purchase)
def purchase(request: HttpRequest, record: Purchase) -> HttpResponse:
    """The purchase: what and why, quotes, checks and facts, its thread, and what can be done now."""
    actor, at = request.actor, request.at  # type: ignore[attr-defined]
    mark_seen(actor=actor, record=record, at=at)
    quotes, asks = quotes_of(record), may(actor, ASK, record)
    shown: dict[str, Any] = {
        "purchase": record,
        "level": "" if record.no_risk else level_html(record.risk_class or "unknown"),
        "wanted": wanted_facts(record),
        "quotes": quote_facts(quotes),
        "checks": check_facts(record),
        "facts": purchase_facts_list(actor, record, at),
        "files": files_of(record),
        "may_add": asks,
        "quote_form": QuoteForm() if asks and record.state in BEING_WRITTEN else None,
        **_parts(actor, record, at),
    }
    return render(request, "measures/purchase.html", shown)


def _parts(actor: Actor, record: Purchase, at: datetime) -> dict[str, Any]:
    """State, thread, and every step with its reasons; the one that is likely next stands first."""
    unit, language = acting_unit_of(record), get_language() or "nl"
    steps = step_buttons(
        choices=available_steps(record=record, actor=actor, at=at),
        url_of=lambda name: reverse("measures:purchase-step", args=[record.ref, name]),
        who_may=lambda permits: posts_by_permit(permits, unit, language),
        first=FIRST,
    )
    return {
        "state": PURCHASE.states[record.state],
        "thread": thread_nodes.ask(actor, record),
        "steps": [step for step in steps if step["allowed"]],
        "closed_steps": [step for step in steps if not step["allowed"]],
    }


@page(permit=READ_PURCHASE, root=Purchase)
@deed()
def quote(request: HttpRequest, record: Purchase) -> HttpResponse:
    """Add a quote, with its file when there is one."""
    form = QuoteForm(request.POST, request.FILES)
    try:
        if not form.is_valid():
            raise FieldsRefused({name: errors[0] for name, errors in form.errors.items()})
        add_quote(
            actor=request.actor,  # type: ignore[attr-defined]
            record=record,
            supplier=form.cleaned_data["supplier"],
            cents=form.cleaned_data["amount"],
            file=_sent(request),
            at=request.at,  # type: ignore[attr-defined]
        )
        messages.success(request, _("The quote has been added."))
    except FieldsRefused as refused:
        messages.error(request, " ".join(str(one) for one in refused.errors.values()))
    except FileRefused as refused:
        messages.error(request, str(refused))
    except AccessDenied as refused:
        raise PermissionDenied(str(refused)) from None
    return redirect("measures:purchase", record.ref)


@page(permit=READ_PURCHASE, root=Purchase)
@deed()
def add(request: HttpRequest, record: Purchase) -> HttpResponse:
    """Add a photo or document."""
    try:
        file = _sent(request)
        if file is None:
            raise FileRefused(_("Choose a file first."))
        actor, at = request.actor, request.at  # type: ignore[attr-defined]
        add_purchase_file(actor=actor, record=record, file=file, at=at)
        messages.success(request, _("The file has been added."))
    except FileRefused as refused:
        messages.error(request, str(refused))
    except AccessDenied as refused:
        raise PermissionDenied(str(refused)) from None
    return redirect("measures:purchase", record.ref)


def _sent(request: HttpRequest) -> CleanFile | None:
    """The file that came along, cleaned. Raises FileRefused."""
    upload = request.FILES.get("file")
    if upload is None:
        return None
    return clean_upload(name=upload.name or "", data=upload.read())
