"""A kiosk: a screen on which anybody reports, and that keeps nothing of whoever did."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation

from baken.core.access import NOBODY, system_actor
from baken.core.access.declarations import public_page
from baken.core.accounts.senders import Senders
from baken.core.api.idempotency import KeyReused
from baken.core.workflow.errors import FieldsRefused
from baken.core.workflow.taking import say_refused
from baken.rooms.org.actions.kiosks import pair_kiosk
from baken.rooms.org.queries.kiosks import Standing, is_device_of, kiosk_at
from baken.rooms.reports.actions.submit_report import Submitted, submit_report
from baken.rooms.reports.forms.kiosk import KioskReportForm, SetUpForm
from baken.rooms.reports.queries.doors import arrived_at_kiosk
from baken.rooms.reports.queries.journey import journey_of
from baken.rooms.reports.texts import KEY_REUSED, SETUP_CODE_WRONG, TOO_MANY

DEVICE, VISIT = "baken_kiosk", "baken_kiosk_visit"
LONGEST_COOKIE = 400 * 24 * 3600  # what browsers keep at most; each visit renews it
TEN_MINUTES = timedelta(minutes=10)
FORM_CLEARS = 600  # seconds; without a script a form cannot tell whether somebody is typing
sendings = Senders(40, TEN_MINUTES)
wrong_codes = Senders(10, TEN_MINUTES)


@public_page(reason="a kiosk stands where nobody logs in; only its own device gets further")
def kiosk(request: HttpRequest, kiosk: str) -> HttpResponse:
    """The first screen of a kiosk; on any other device, the question for its set-up code."""
    standing = kiosk_at(kiosk)
    if standing is None:
        return render(request, "reports/kiosk_gone.html", status=404)
    if kiosk != standing.kiosk.code:
        return redirect("reports:kiosk", standing.kiosk.code)
    if not _is_device(request, standing):
        return _set_up(request, standing)
    shown = {**_frame(standing), "languages": settings.LANGUAGES}
    answer = render(request, "reports/kiosk.html", shown)
    _keep(answer, standing, DEVICE, request.COOKIES[DEVICE], LONGEST_COOKIE)
    _keep(answer, standing, VISIT, secrets.token_urlsafe(16), None)
    return answer


@public_page(reason="a kiosk stands where nobody logs in; only its own device gets further")
def report(request: HttpRequest, kiosk: str) -> HttpResponse:
    """The form of a kiosk, and after sending the receipt code, once."""
    standing = kiosk_at(kiosk)
    visit = request.COOKIES.get(VISIT, "")
    if standing is None or not visit or not _is_device(request, standing):
        return redirect("reports:kiosk", kiosk)
    _speak(request)
    arrived = arrived_at_kiosk(standing)
    if request.method != "POST":
        first = {"visit": visit, "key": secrets.token_hex(16)}
        return _form(request, standing, KioskReportForm(arrived=arrived, initial=first))
    if (
        request.POST.get("visit") != visit
    ):  # the screen was cleared since: this was of somebody else
        return redirect("reports:kiosk", kiosk)
    form = KioskReportForm(request.POST, arrived=arrived)
    if "other_language" in request.POST:
        return _form(request, standing, KioskReportForm(arrived=arrived, initial=_typed(request)))
    sent = _send(request, form, standing) if form.is_valid() else None
    return _receipt(request, standing, sent) if sent else _form(request, standing, form)


def _send(request: HttpRequest, form: KioskReportForm, standing: Standing) -> Submitted | None:
    if sendings.too_many(request):
        form.add_error(None, TOO_MANY)
        return None
    sendings.note(request)
    try:
        return submit_report(
            actor=NOBODY,
            intake=form.intake(),
            at=request.at,  # type: ignore[attr-defined]
            key=f"kiosk {form.cleaned_data['visit']} {form.cleaned_data['key']}",
            arrived=arrived_at_kiosk(standing),
        )
    except FieldsRefused as refused:
        say_refused(form, refused)
    except KeyReused:
        form.add_error(None, KEY_REUSED)
    return None


def _receipt(request: HttpRequest, standing: Standing, sent: Submitted) -> HttpResponse:
    shown = {**_frame(standing), "receipt": sent.receipt, "report": sent.report}
    shown["clears"] = settings.KIOSK_SECONDS
    if sent.report.still_dangerous:
        shown["journey"] = journey_of(sent.report, request.at)  # type: ignore[attr-defined]
    return render(request, "reports/kiosk_receipt.html", shown)


def _form(request: HttpRequest, standing: Standing, form: KioskReportForm) -> HttpResponse:
    shown = {**_frame(standing), "form": form, "other": _other_language()}
    shown["clears"] = FORM_CLEARS
    status = 400 if form.is_bound and form.errors else 200
    return render(request, "reports/kiosk_report.html", shown, status=status)


def _set_up(request: HttpRequest, standing: Standing) -> HttpResponse:
    """Ask for the set-up code; the device that gives it is the kiosk from then on."""
    form = SetUpForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        if not wrong_codes.too_many(request):
            secret = pair_kiosk(
                actor=system_actor("kiosk"),
                kiosk=standing.kiosk,
                place=standing.place,
                typed=form.cleaned_data["setup_code"],
                at=request.at,  # type: ignore[attr-defined]
            )
            if secret:
                answer = redirect("reports:kiosk", standing.kiosk.code)
                _keep(answer, standing, DEVICE, secret, LONGEST_COOKIE)
                return answer
            wrong_codes.note(request)
        form.add_error("setup_code", SETUP_CODE_WRONG)
    shown = {**_frame(standing), "form": form}
    return render(request, "reports/kiosk_setup.html", shown, status=400 if form.errors else 200)


def _is_device(request: HttpRequest, standing: Standing) -> bool:
    return is_device_of(standing.kiosk, request.COOKIES.get(DEVICE, ""))


def _frame(standing: Standing) -> dict[str, Any]:
    """What every screen of a kiosk shows: its name, its place, and when it clears itself."""
    return {
        "kiosk": standing.kiosk,
        "place": standing.place,
        "seconds": settings.KIOSK_SECONDS,
        "home": reverse("reports:kiosk", args=[standing.kiosk.code]),
        "shortcuts": "off",
    }


def _keep(
    answer: HttpResponse, standing: Standing, name: str, value: str, seconds: int | None
) -> None:
    """A cookie of this kiosk alone, that no script reads and no other page gets."""
    answer.set_cookie(
        name,
        value,
        max_age=seconds,
        path=reverse("reports:kiosk", args=[standing.kiosk.code]),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Strict",
    )


def _speak(request: HttpRequest) -> None:
    """The language that was chosen on the screen, for this answer alone."""
    asked = request.POST.get("other_language") or request.POST.get("language")
    asked = asked or request.GET.get("language", "")
    if asked in dict(settings.LANGUAGES):
        translation.activate(asked)


def _other_language() -> tuple[str, str]:
    """Code and name of the language that this screen does not speak now."""
    now = translation.get_language() or "nl"
    return next((code, name) for code, name in settings.LANGUAGES if not now.startswith(code))


def _typed(request: HttpRequest) -> dict[str, Any]:
    """What was typed so far, to go on in another language."""
    return {
        name: value for name, value in request.POST.items() if name in KioskReportForm.base_fields
    }
