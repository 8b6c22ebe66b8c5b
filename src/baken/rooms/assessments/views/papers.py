"""Taking papers of an assessment away: the report, the plan of action and the card for the notice board."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from baken.core.access import AccessDenied, Confidentiality
from baken.core.access.declarations import deed, page
from baken.core.files.serve import made_answer
from baken.core.page.addresses import public_address, record_address
from baken.core.page.pdf import NoPdf, can_make_pdf
from baken.core.workflow.errors import FieldsRefused
from baken.rooms.assessments.exports.kinds import PAPERS, PDF
from baken.rooms.assessments.exports.papers import Order, layout_problems, make_paper
from baken.rooms.assessments.models import Assessment
from baken.rooms.assessments.permits import READ
from baken.rooms.org.queries import person_of_account

MOST_SHOWN = 5  # mistakes of layouts that the page names; `baken check` tells them all


@page(permit=READ, root=Assessment)
@deed()
def paper(request: HttpRequest, record: Assessment) -> HttpResponseBase:
    """One paper as a file, for everybody who may read the assessment, marked and written down.

    Where it cannot be made: the page of the assessment and a sentence.
    """
    actor, at = request.actor, request.at  # type: ignore[attr-defined]
    code, _dot, form = request.POST.get("paper", "").rpartition(".")
    order = order_of(request, record, code, form, request.POST.get("purpose", ""))
    holder = person_of_account(actor.account)
    try:
        return made_answer(
            make_paper(actor=actor, holder=holder, record=record, order=order, at=at)
        )
    except FieldsRefused as refused:
        messages.error(request, " ".join(str(text) for text in refused.errors.values()))
    except NoPdf:
        messages.warning(request, no_pdf_said())
    except AccessDenied as refused:
        raise PermissionDenied(str(refused)) from None
    return redirect("assessments:assessment", record.ref)


def order_of(request: HttpRequest, record: Assessment, code: str, form: str, purpose: str) -> Order:
    """What is asked for, in the language of whoever asks."""
    address = public_address(record_address(record), request)
    return Order(code, form, purpose, get_language() or "nl", address)


def papers_shown(record: Assessment, *, follows: bool) -> dict[str, Any]:
    """What can be taken away; who makes assessments also hears what is wrong with the layouts."""
    can_pdf = can_make_pdf()
    return {
        "papers": [
            {
                "label": one.label,
                "formats": [
                    {"value": f"{one.code}.{form}", "name": form.upper()}
                    for form in one.formats
                    if form != PDF or can_pdf
                ],
            }
            for one in PAPERS.values()
        ],
        "no_pdf": "" if can_pdf else no_pdf_said(),
        "purpose_needed": record.confidentiality > Confidentiality.NORMAL,
        "layout_problems": layout_problems(get_language() or "nl")[:MOST_SHOWN] if follows else [],
    }


def no_pdf_said() -> str:
    """That no PDF can be made here, and what can be taken instead."""
    return _("This installation cannot make PDF. Take the DOCX, or print the page.")
