"""The picture of a unit: on a screen, and on one side of A4."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse

from baken.core.access import Confidentiality
from baken.core.access.declarations import deed, page
from baken.core.export.make import log_export
from baken.core.export.marking import Marking
from baken.core.page.addresses import public_address
from baken.core.page.pdf import NoPdf, can_make_pdf, pdf_file, pdf_on_one_page
from baken.core.page.qr import square
from baken.core.workflow.errors import FieldsRefused
from baken.rooms.insight.exports import level_of, may_take, picture_marking, takable
from baken.rooms.insight.queries import Picture, picture_of
from baken.rooms.insight.views.rows import WHOLE, Room, picture_shown
from baken.rooms.org.permits import READ_UNIT
from baken.rooms.org.queries import UnitView, person_of_account, tree
from baken.rooms.register.permits import EXPORT

STYLES = ("insight/picture.css",)
# From generous to scant: the first that fits on one side of A4 is the one that is printed.
ROOMS = tuple(
    Room(listed=listed, units=units, words=words)
    for listed, units, words in ((10, 40, 90), (10, 25, 60), (7, 20, 50), (5, 14, 45), (3, 8, 40))
)


@page(permit=READ_UNIT)
def own(request: HttpRequest) -> HttpResponse:
    """To the picture of one's own unit; who has none goes to the organisation."""
    home = tree().by_id.get(request.actor.home_unit)  # type: ignore[attr-defined]
    return redirect("insight:picture", home.code) if home else redirect("org:tree")


@page(permit=READ_UNIT)
def picture(request: HttpRequest, code: str) -> HttpResponse:
    """How a unit and all below it stand; every figure leads to what it counts, every unit to its own."""
    unit = _unit(code)
    if unit.code != code:
        return redirect("insight:picture", unit.code)
    actor = request.actor  # type: ignore[attr-defined]
    found = picture_of(actor, unit, request.at)  # type: ignore[attr-defined]
    shown: dict[str, Any] = picture_shown(found, WHOLE)
    shown |= {"unit": unit, "above": _above(unit)}
    shown["can_pdf"] = may_take(actor, unit) and can_make_pdf()
    shown["purpose_needed"] = level_of(takable(actor, found)) > Confidentiality.NORMAL
    return render(request, "insight/picture.html", shown)


@page(permit=EXPORT)
@deed(back="org:tree")
def pdf(request: HttpRequest, code: str) -> HttpResponse:
    """The picture as PDF, always one side, marked and written down as any file that leaves the product."""
    unit, actor, at = _unit(code), request.actor, request.at  # type: ignore[attr-defined]
    if not may_take(actor, unit):
        raise Http404
    try:
        found = takable(actor, picture_of(actor, unit, at))
        marking = picture_marking(actor, found, request.POST.get("purpose", ""))
        drawn = pdf_on_one_page(_ways(request, found, marking), STYLES)
        holder = person_of_account(actor.account)
        log_export(actor=actor, holder=holder, form="pdf", rows=1, marking=marking)
        return pdf_file(drawn, unit.code)
    except FieldsRefused as refused:
        messages.error(request, refused.errors["purpose"])
    except NoPdf as cannot:
        messages.warning(request, str(cannot))
    return redirect("insight:picture", unit.code)


def _unit(code: str) -> UnitView:
    found = tree().find(code)
    if found is None:
        raise Http404
    return found


def _above(unit: UnitView) -> list[dict[str, str]]:
    """The pictures of the units above, highest first."""
    line = reversed(tree().line_up(unit)[1:])
    return [{"label": one.name, "url": reverse("insight:picture", args=[one.code])} for one in line]


def _ways(request: HttpRequest, found: Picture, marking: Marking) -> Iterator[str]:
    """The picture in less and less rows; one that leaves something out says so at its top."""
    address = public_address(reverse("insight:picture", args=[found.unit.code]), request)
    beside = {"square": square(address), "address": address, "marking": marking.lines()}
    whole = picture_shown(found, WHOLE)
    for room in ROOMS:
        shown = picture_shown(found, room)
        told = {**shown, **beside, "unit": found.unit, "is_cut": shown != whole}
        yield render_to_string("insight/picture_pdf.html", told)
