"""A measure's page: what it is on the left, its thread on the right, and files with it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from baken.core.access import AccessDenied, may
from baken.core.access.declarations import deed, page
from baken.core.files.content import FileRefused, clean_upload
from baken.core.files.store import files_of
from baken.core.page.cards import level_html
from baken.rooms.measures.actions.add_measure_file import add_measure_file
from baken.rooms.measures.models import Measure
from baken.rooms.measures.permits import CARRY_OUT, READ
from baken.rooms.measures.rules.states import OPEN_STATES
from baken.rooms.measures.views.facts import effect_facts, measure_facts_list
from baken.rooms.measures.views.purchases.block import purchases_block
from baken.rooms.measures.views.record import record_page_parts
from baken.rooms.notices.actions import mark_seen


@page(permit=READ, root=Measure)
def measure(request: HttpRequest, record: Measure) -> HttpResponse:
    """The measure: what and how, its facts and effect, its thread, and what the reader can do now."""
    actor, at = request.actor, request.at  # type: ignore[attr-defined]
    mark_seen(actor=actor, record=record, at=at)
    shown: dict[str, Any] = {
        "measure": record,
        "level": level_html(record.risk_class or "unknown"),
        "facts": measure_facts_list(record, at),
        "effect": effect_facts(record),
        "files": files_of(record),
        "may_add": may(actor, CARRY_OUT, record),
        "add_url": reverse("measures:add-file", args=[record.ref]),
        **purchases_block(actor, record, is_open=record.state in OPEN_STATES),
        **record_page_parts(actor, record, at),
    }
    return render(request, "measures/measure.html", shown)


@page(permit=READ, root=Measure)
@deed()
def add(request: HttpRequest, record: Measure) -> HttpResponse:
    """Add a photo or document."""
    actor, at = request.actor, request.at  # type: ignore[attr-defined]
    upload = request.FILES.get("file")
    try:
        if upload is None:
            raise FileRefused(_("Choose a file first."))
        file = clean_upload(name=upload.name or "", data=upload.read())
        add_measure_file(actor=actor, record=record, file=file, at=at)
        messages.success(request, _("The file has been added."))
    except FileRefused as refused:
        messages.error(request, str(refused))
    except AccessDenied as refused:
        raise PermissionDenied(str(refused)) from None
    return redirect("measures:measure", record.ref)
