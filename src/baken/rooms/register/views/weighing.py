"""The weighing sheet: everything a decider weighs on one page, and the same on one side of A4."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse

from baken.core.access import Actor, Confidentiality, may
from baken.core.access.declarations import deed, page
from baken.core.export.make import log_export
from baken.core.export.marking import Marking
from baken.core.page.addresses import public_address
from baken.core.page.pdf import NoPdf, can_make_pdf, pdf_file, pdf_on_one_page
from baken.core.page.qr import square
from baken.core.workflow.errors import FieldsRefused
from baken.rooms.org.queries import person_of_account
from baken.rooms.register.exports.sheet import sheet_marking
from baken.rooms.register.models import Risk
from baken.rooms.register.permits import EXPORT, READ
from baken.rooms.register.queries.weighing import weighing_of
from baken.rooms.register.rules.states import WITH_DECIDER
from baken.rooms.register.views.barrier_rows import barriers_shown
from baken.rooms.register.views.local_ratings import shared_shown
from baken.rooms.register.views.record import step_choices
from baken.rooms.register.views.slice_rows import stacks_shown
from baken.rooms.register.views.weighing_rows import WHOLE, Room, option_columns, sheet_rows
from baken.rooms.register.workflow.weighing import ON_THE_SHEET

STYLES = ("register/weighing.css",)
# From generous to scant: the first that fits on one side of A4 is the one that is printed.
ROOMS = (
    Room(text=900, cell=200, rows=12),
    Room(text=450, cell=120, rows=8),
    Room(text=260, cell=80, rows=6),
    Room(text=160, cell=50, rows=4),
    Room(text=130, cell=40, rows=3),
    Room(text=100, cell=30, rows=2),
    Room(text=60, cell=18, rows=1),
)


@page(permit=READ, root=Risk)
def weighing(request: HttpRequest, record: Risk) -> HttpResponse:
    """The sheet on a screen, with the steps by which is decided."""
    actor, at = request.actor, request.at  # type: ignore[attr-defined]
    found = weighing_of(actor, record, at)
    shown: dict[str, Any] = sheet_rows(found, WHOLE)
    shown |= {} if found.kept_back else stacks_shown(actor, record, found.stacks)
    shown |= barriers_shown(found.barriers) | shared_shown(record, found.shared)
    shown |= _steps(actor, record, at)
    shown |= {"option_columns": option_columns()}
    shown["can_pdf"] = may(actor, EXPORT, record) and can_make_pdf()
    shown["purpose_needed"] = record.confidentiality > Confidentiality.NORMAL
    return render(request, "register/weighing.html", shown)


@page(permit=EXPORT, root=Risk, read=READ)
@deed()
def pdf(request: HttpRequest, record: Risk) -> HttpResponse:
    """The sheet as PDF, always one side, marked and written down as any file that leaves the product.

    Where none can be made, and without a purpose where one is needed: the page and a sentence.
    """
    actor, at = request.actor, request.at  # type: ignore[attr-defined]
    holder = person_of_account(request.actor.account)  # type: ignore[attr-defined]
    try:
        marking = sheet_marking(
            actor=actor, risk=record, purpose=request.POST.get("purpose", ""), at=at
        )
        drawn = pdf_on_one_page(_ways(request, record, marking), STYLES)
        log_export(actor=actor, holder=holder, form="pdf", rows=1, marking=marking)
        return pdf_file(drawn, record.ref)
    except FieldsRefused as refused:
        messages.error(request, refused.errors["purpose"])
    except NoPdf as cannot:
        messages.warning(request, str(cannot))
    return redirect("register:weighing", record.ref)


def _ways(request: HttpRequest, record: Risk, marking: Marking) -> Iterator[str]:
    """The sheet in less and less words; one on which something was cut says so at its top."""
    actor, at = request.actor, request.at  # type: ignore[attr-defined]
    found = weighing_of(actor, record, at)
    address = public_address(reverse("register:weighing", args=[record.ref]), request)
    beside = {"square": square(address), "address": address, "marking": marking.lines()}
    whole = sheet_rows(found, WHOLE)
    for room in ROOMS:
        rows = sheet_rows(found, room)
        shown = {**rows, **beside, "is_cut": rows != whole}
        yield render_to_string("register/weighing_pdf.html", shown)


def _steps(actor: Actor, record: Risk, at: datetime) -> dict[str, Any]:
    """The steps that belong here, open and closed."""
    steps = [one for one in step_choices(actor, record, at) if one["name"] in ON_THE_SHEET]
    return {
        "steps": [one for one in steps if one["allowed"]],
        "closed_steps": [one for one in steps if not one["allowed"]],
        "with_decider": record.state in WITH_DECIDER,
    }
