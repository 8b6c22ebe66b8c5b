"""Prints empty forms: one side of A4 each, with a number, a square to enter it by, and a strip."""

from __future__ import annotations

import secrets
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import override

from baken.core.access.declarations import page
from baken.core.page.pdf import NoPdf, can_make_pdf, pdf_answer
from baken.core.page.qr import square
from baken.core.workflow.errors import FieldsRefused
from baken.core.workflow.taking import say_refused
from baken.rooms.org.queries import tree
from baken.rooms.org.rules.place_codes import in_groups
from baken.rooms.reports.actions.print_forms import Blank, print_forms
from baken.rooms.reports.forms.desk import PrintForm
from baken.rooms.reports.permits import CREATE_FOR
from baken.rooms.reports.schemas.paper import address_of_codes, address_of_form

STYLES = ("reports/paper.css",)


@page(permit=CREATE_FOR)
def paper_print(request: HttpRequest) -> HttpResponse:
    """Ask how many, then show them to print; or give the same pile as PDF."""
    if request.method != "POST":
        return render(request, "reports/paper_print.html", {"form": _empty(request)})
    form = PrintForm(request.POST)
    blanks = _print(request, form) if form.is_valid() else []
    if not blanks:
        return render(request, "reports/paper_print.html", {"form": form}, status=400)
    with override(form.cleaned_data["language"]):
        shown = _shown(request, form, blanks)
        if request.POST.get("as") == "pdf":
            try:
                whole = render_to_string("reports/paper_pdf.html", shown)
                return pdf_answer(whole, STYLES, "forms")
            except NoPdf as cannot:
                messages.warning(request, str(cannot))
        return render(request, "reports/paper_sheets.html", shown)


def _print(request: HttpRequest, form: PrintForm) -> list[Blank]:
    try:
        return print_forms(
            actor=request.actor,  # type: ignore[attr-defined]
            unit=form.cleaned_data["unit"],
            count=form.cleaned_data["count"],
            key=form.cleaned_data["key"],
            at=request.at,  # type: ignore[attr-defined]
        )
    except FieldsRefused as refused:
        say_refused(form, refused)
        return []


def _empty(request: HttpRequest) -> PrintForm:
    home = tree().by_id.get(request.actor.home_unit or 0)  # type: ignore[attr-defined]
    first = {"key": secrets.token_hex(16), "unit": home.code if home else ""}
    return PrintForm(initial=first)


def _shown(request: HttpRequest, form: PrintForm, blanks: list[Blank]) -> dict[str, Any]:
    """Each form with its square; the code for the reporter stands on the strip and nowhere else."""
    code_page = address_of_codes(request)
    drawn = []
    for blank in blanks:
        address = address_of_form(blank.number, request)
        drawn.append(
            {
                "number": in_groups(blank.number),
                "receipt": blank.receipt,
                "square": square(address),
                "address": address,
            }
        )
    return {
        "blanks": drawn,
        "unit": form.cleaned_data["unit"],
        "code_page": code_page,
        "lines": range(9),
        "few": range(2),
        "again": form.cleaned_data | {"unit": form.cleaned_data["unit"].code},
        "can_pdf": can_make_pdf(),
    }
