"""Who sees a record and why: today, on any day, and who is kept away or given it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from baken.core import clock
from baken.core.access import AccessDenied, may
from baken.core.access.declarations import page
from baken.core.access.roles import load_roles, role_label
from baken.core.page.addresses import record_address
from baken.core.workflow.taking import was_done
from baken.rooms.org.actions import give_case, keep_away
from baken.rooms.org.permits import GIVE_CASE
from baken.rooms.org.queries import Onlooker, person_of_actor
from baken.rooms.reports.actions.release_identity import release_identity
from baken.rooms.reports.forms.access import CaseForm, KeepAwayForm, OnDayForm, ReleaseForm
from baken.rooms.reports.models import Occurrence, Report
from baken.rooms.reports.permits import (
    READ,
    READ_IDENTITY,
    READ_OCCURRENCE,
)
from baken.rooms.reports.queries.access import onlookers_on, rights_on
from baken.rooms.reports.queries.identity import looks_at


@page(permit=READ, root=Report)
def report_access(request: HttpRequest, record: Report) -> HttpResponse:
    """Who sees a report and why, and who looked up who reported it."""
    return _access(request, record, "reports:report-access")


@page(permit=READ_OCCURRENCE, root=Occurrence)
def occurrence_access(request: HttpRequest, record: Occurrence) -> HttpResponse:
    """Who sees an occurrence and why."""
    return _access(request, record, "reports:occurrence-access")


def _access(request: HttpRequest, record: Any, here: str) -> HttpResponse:
    forms_of = _forms(request, record)
    act = request.POST.get("act", "")
    if request.method == "POST" and act in forms_of and _done(request, record, act, forms_of[act]):
        oneself = act == "keep_away" and not forms_of[act].cleaned_data["person"]
        return redirect("site:home") if oneself else redirect(here, record.ref)
    day_form = OnDayForm(request.GET or None)
    asked = day_form.cleaned_data["on"] if day_form.is_valid() else None
    day = asked or clock.local_date(request.at)  # type: ignore[attr-defined]
    shown = {
        "record": record,
        "back_url": record_address(record),
        "day": day,
        "day_form": day_form,
        "rights": rights_on(request.actor, record),  # type: ignore[attr-defined]
        "columns": _columns(),
        "onlookers": [_row(one) for one in onlookers_on(record, day)],
        "looks": looks_at(record) if isinstance(record, Report) else [],
        "forms": [(name, TITLES[name], form) for name, form in forms_of.items()],
    }
    wrong = any(form.errors for form in forms_of.values())
    return render(request, "reports/access.html", shown, status=400 if wrong else 200)


def _forms(request: HttpRequest, record: Any) -> dict[str, forms.Form]:
    """The forms that this reader may use, the one that was sent with what was typed."""
    actor = request.actor  # type: ignore[attr-defined]
    act = request.POST.get("act", "") if request.method == "POST" else ""

    def sent(name: str) -> Any:
        return request.POST if act == name else None

    found: dict[str, forms.Form] = {"keep_away": KeepAwayForm(sent("keep_away"), prefix="away")}
    if may(actor, GIVE_CASE, record):
        found["give_case"] = CaseForm(sent("give_case"), prefix="case", roles=_case_roles())
    known = isinstance(record, Report) and record.identity != "anonymous"
    if known and may(actor, READ_IDENTITY, record):
        found["release"] = ReleaseForm(sent("release"), prefix="release")
    return found


def _done(request: HttpRequest, record: Any, act: str, form: forms.Form) -> bool:
    if not form.is_valid():
        return False
    if not was_done(form, lambda: _ACTS[act](request, record, dict(form.cleaned_data))):
        return False
    messages.success(request, _("It has been written down."))
    return True


def _keep_away(request: HttpRequest, record: Any, data: dict[str, Any]) -> None:
    actor, at = request.actor, request.at  # type: ignore[attr-defined]
    person = data["person"] or person_of_actor(actor)
    if person is None:
        raise AccessDenied(GIVE_CASE)
    keep_away(actor=actor, person=person, record=record, ground=data["ground"], at=at)


def _give_case(request: HttpRequest, record: Any, data: dict[str, Any]) -> None:
    give_case(actor=request.actor, record=record, at=request.at, **data)  # type: ignore[attr-defined]


def _release(request: HttpRequest, record: Any, data: dict[str, Any]) -> None:
    data["to"] = data["to"].id
    release_identity(actor=request.actor, report=record, at=request.at, **data)  # type: ignore[attr-defined]


_ACTS: dict[str, Callable[[HttpRequest, Any, dict[str, Any]], None]] = {
    "keep_away": _keep_away,
    "give_case": _give_case,
    "release": _release,
}

TITLES: dict[str, Any] = {
    "keep_away": gettext_lazy("Keep somebody away from this"),
    "give_case": gettext_lazy("Give somebody this case"),
    "release": gettext_lazy("Let somebody know who reported"),
}


def _case_roles() -> list[tuple[str, str]]:
    known = load_roles(settings.ROLES_FILE).values()
    able = [role.code for role in known if any(line.reach == "case" for line in role.grants)]
    return [(code, role_label(code)) for code in able]


def _columns() -> list[dict[str, Any]]:
    return [
        {"key": "name", "label": _("Who"), "head": True, "phone": "lead"},
        {"key": "role", "label": _("Role"), "phone": "line"},
        {"key": "unit", "label": _("Unit"), "phone": "line"},
        {"key": "kind", "label": _("How"), "phone": "line"},
    ]


def _row(one: Onlooker) -> dict[str, Any]:
    kinds = {
        "permanent": _("permanent"),
        "acting": _("acting"),
        "delegate": _("delegated"),
        "case": _("case given"),
    }
    return {
        "name": one.name,
        "role": role_label(one.role),
        "unit": one.unit.name if one.unit else "",
        "kind": kinds[one.kind],
    }
