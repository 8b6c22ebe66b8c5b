"""Entering for somebody else: what is told on the telephone or at a desk, and what stands on paper."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from baken.core.access import may
from baken.core.access.declarations import page, public_page
from baken.core.api.idempotency import KeyReused
from baken.core.workflow.errors import FieldsRefused
from baken.core.workflow.taking import say_refused
from baken.rooms.org.queries.persons_sought import Sought
from baken.rooms.org.queries.places import Place, place_behind
from baken.rooms.org.rules.place_codes import in_groups, plain_code
from baken.rooms.reports.actions.enter_report import Teller, enter_report
from baken.rooms.reports.actions.submit_report import Submitted
from baken.rooms.reports.forms.desk import DeskForm, FormNumberForm
from baken.rooms.reports.models import PaperForm, Report
from baken.rooms.reports.permits import CREATE_FOR, READ
from baken.rooms.reports.queries.doors import arrived_at, form_numbered
from baken.rooms.reports.rules import spelled
from baken.rooms.reports.texts import KEY_REUSED


@page(permit=CREATE_FOR)
def desk(request: HttpRequest) -> HttpResponse:
    """Enter what somebody tells; the report is theirs."""
    return _enter(request, "desk", None)


@page(permit=CREATE_FOR)
def paper(request: HttpRequest) -> HttpResponse:
    """Ask for the number of a form on paper; without a number, enter what is on any paper."""
    if "loose" in request.GET or (request.method == "POST" and "story" in request.POST):
        return _enter(request, "paper", None)
    form = FormNumberForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        number = plain_code(form.cleaned_data["number"])
        if form_numbered(number) is not None:
            return redirect("reports:paper-form", number)
        form.add_error(
            "number", _("No form with this number was printed here. Check it sign by sign.")
        )
    return render(request, "reports/paper.html", {"form": form}, status=400 if form.errors else 200)


@public_page(
    reason="who finds a form on paper is told what to do with it; only who may enter it can"
)
def paper_form(request: HttpRequest, number: str) -> HttpResponse:
    """The form of a number: to enter it, or for others what to do with it."""
    actor = request.actor  # type: ignore[attr-defined]
    if not actor.holds(CREATE_FOR):
        return render(request, "reports/paper_found.html", {"number": in_groups(number[:20])})
    found = form_numbered(plain_code(number))
    if found is None:
        return redirect("reports:paper")
    if found.report is not None and request.method != "POST":
        record = found.report
        shown = {
            "number": in_groups(found.number),
            "report": record,
            "seen": _sees(request, record),
        }
        return render(request, "reports/paper_done.html", shown, status=409)
    return _enter(request, "paper", found)


def _enter(request: HttpRequest, channel: str, blank: PaperForm | None) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    arrived = arrived_at(_place(request))
    if request.method != "POST":
        first: dict[str, Any] = {}
        if blank is not None:
            first |= {"form_number": blank.number, "unit": blank.unit.code}
        form = DeskForm(actor=actor, arrived=arrived, initial=first)
        return _form(request, channel, blank, form)
    form = DeskForm(request.POST, request.FILES, actor=actor, arrived=arrived)
    sent = _send(request, form, channel, blank) if form.is_valid() else None
    if sent is None:
        return _form(request, channel, blank, form)
    shown = {
        "report": sent.report,
        "receipt": sent.receipt,
        "spelled": spelled(sent.receipt),
        "teller": form.teller,
        "has_strip": blank is not None,
        "seen": _sees(request, sent.report),
        "channel": channel,
        "draft_key": _draft_key(request, channel, blank),
    }
    return render(request, "reports/entered.html", shown)


def _send(
    request: HttpRequest, form: DeskForm, channel: str, blank: PaperForm | None
) -> Submitted | None:
    try:
        return enter_report(
            actor=request.actor,  # type: ignore[attr-defined]
            intake=form.intake_by(channel),
            at=request.at,  # type: ignore[attr-defined]
            teller=_teller(form.teller),
            form=blank.number if blank else "",
            key=form.cleaned_data["key"],
            files=form.all_files(),
            arrived=arrived_at(_place(request)),
        )
    except FieldsRefused as refused:
        say_refused(form, refused)
    except KeyReused:
        form.add_error(None, KEY_REUSED)
    return None


def _form(
    request: HttpRequest, channel: str, blank: PaperForm | None, form: DeskForm
) -> HttpResponse:
    shown = {
        "form": form,
        "channel": channel,
        "blank": blank,
        "number": in_groups(blank.number) if blank else "",
        "place": _place(request),
        "draft_key": _draft_key(request, channel, blank),
    }
    return render(request, "reports/desk.html", shown, status=400 if form.errors else 200)


def _draft_key(request: HttpRequest, channel: str, blank: PaperForm | None) -> str:
    """Under which key this tab keeps what was typed: each form on paper has its own."""
    return f"{channel}-{request.actor.account}-{blank.number if blank else ''}"  # type: ignore[attr-defined]


def _place(request: HttpRequest) -> Place | None:
    """The place whose code was given along with it."""
    code = request.POST.get("place_code", "") or request.GET.get("place", "")
    return place_behind(code[:20], held=True) if code else None


def _teller(person: Sought | None) -> Teller | None:
    if person is None:
        return None
    return Teller(person.id, person.unit.id, has_account=person.has_account)


def _sees(request: HttpRequest, report: Report) -> bool:
    """Whether whoever entered it reads it as well."""
    return may(request.actor, READ, report)  # type: ignore[attr-defined]
