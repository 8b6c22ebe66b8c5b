"""Who sees a record and why: today, on any day, and who is kept away or given it."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from baken.core import clock
from baken.core.access import AccessDenied
from baken.core.access.declarations import any_page, page
from baken.core.accounts.confirmation import question_before
from baken.core.page.addresses import record_address
from baken.core.workflow.taking import was_done
from baken.rooms.org.actions import end_case, give_case, keep_away, lift_conflict
from baken.rooms.org.permits import GIVE_CASE
from baken.rooms.org.queries import Ties, person_of_actor, roles_with_cases, ties_of
from baken.rooms.reports.actions.release_identity import end_release, release_identity
from baken.rooms.reports.forms.access import (
    CaseForm,
    EndCaseForm,
    EndReleaseForm,
    KeepAwayForm,
    LiftForm,
    OnDayForm,
    ReleaseForm,
)
from baken.rooms.reports.models import Occurrence, Report
from baken.rooms.reports.permits import READ, READ_OCCURRENCE, READ_SUMMARY
from baken.rooms.reports.queries.access import (
    exists_since,
    onlookers_on,
    rights_on,
    why_not_in_full,
)
from baken.rooms.reports.queries.embargo import embargo_on
from baken.rooms.reports.queries.identity import Released, look_by_right, looks_at, releases_of
from baken.rooms.reports.views.access_rows import (
    choices_to_end,
    choices_to_end_release,
    choices_to_lift,
    onlooker_columns,
    onlooker_row,
    releases_shown,
    role_with_case,
    tie_chosen,
    ties_shown,
)


@page(permit=READ, root=Report)
def report_access(request: HttpRequest, record: Report) -> HttpResponse:
    """Who sees a report and why, and who looked up who reported it."""
    return show_access(request, record, "reports:report-access")


@any_page(permits=(READ_OCCURRENCE, READ_SUMMARY), root=Occurrence)
def occurrence_access(request: HttpRequest, record: Occurrence) -> HttpResponse:
    """Who sees an occurrence and why; for who reads the summary, why no more and who does."""
    if refusal := why_not_in_full(request.actor, record):  # type: ignore[attr-defined]
        raise PermissionDenied(refusal)
    return show_access(request, record, "reports:occurrence-access")


def show_access(request: HttpRequest, record: Any, here: str) -> HttpResponse:
    """The page about who sees a record; ``here`` is its own name."""
    ties = ties_of(actor=request.actor, record=record, at=request.at)  # type: ignore[attr-defined]
    released = _released(request, record)
    forms_of = _forms(request, record, ties) | _release_forms(request, record, released)
    act = request.POST.get("act", "")
    if act in _SIGNED and act in forms_of and (question := question_before(request)):
        return question
    if request.method == "POST" and act in forms_of and _done(request, record, act, forms_of[act]):
        oneself = act == "keep_away" and not forms_of[act].cleaned_data["person"]
        return redirect("site:home") if oneself else redirect(here, record.ref)
    day_form = OnDayForm(request.GET or None)
    asked = day_form.cleaned_data["on"] if day_form.is_valid() else None
    day = asked or clock.local_date(request.at)  # type: ignore[attr-defined]
    shown = {
        "record": record,
        "back_url": record_address(record),
        "embargo": embargo_on(record),
        "day_form": day_form,
        "rights": rights_on(request.actor, record, request.at),  # type: ignore[attr-defined]
        "looks": looks_at(record) if isinstance(record, Report) else [],
        "forms": [(name, TITLES[name], form) for name, form in forms_of.items()],
        **_on_day(record, day),
        **ties_shown(ties),
        **releases_shown(released),
    }
    wrong = any(form.errors for form in forms_of.values())
    return render(request, "reports/access.html", shown, status=400 if wrong else 200)


def _on_day(record: Any, day: date) -> dict[str, Any]:
    since = exists_since(record)
    return {
        "day": day,
        "since": since if day < since else None,
        "columns": onlooker_columns(),
        "onlookers": [onlooker_row(one) for one in onlookers_on(record, day)],
    }


def _forms(request: HttpRequest, record: Any, ties: Ties | None) -> dict[str, forms.Form]:
    """The forms that this reader may use, the one that was sent with what was typed."""
    sent = partial(_sent, request)
    found: dict[str, forms.Form] = {"keep_away": KeepAwayForm(sent("keep_away"), prefix="away")}
    if ties is not None:
        roles = [(code, role_with_case(code)) for code in roles_with_cases(record)]
        found["give_case"] = CaseForm(sent("give_case"), prefix="case", roles=roles)
        if liftable := choices_to_lift(ties):
            found["lift"] = LiftForm(sent("lift"), prefix="lift", ties=liftable)
        if running := choices_to_end(ties):
            found["end_case"] = EndCaseForm(sent("end_case"), prefix="end", ties=running)
    return found


def _release_forms(
    request: HttpRequest, record: Any, released: list[Released] | None
) -> dict[str, forms.Form]:
    """Letting somebody know who reported, and ending that, for whoever may look it up by right."""
    found: dict[str, forms.Form] = {}
    actor = request.actor  # type: ignore[attr-defined]
    if isinstance(record, Report) and look_by_right(actor, record).allowed:
        found["release"] = ReleaseForm(_sent(request, "release"), prefix="release")
    if running := choices_to_end_release(released):
        sent = _sent(request, "end_release")
        found["end_release"] = EndReleaseForm(sent, prefix="end-release", running=running)
    return found


def _released(request: HttpRequest, record: Any) -> list[Released] | None:
    if not isinstance(record, Report):
        return None
    return releases_of(request.actor, record, request.at)  # type: ignore[attr-defined]


def _sent(request: HttpRequest, name: str) -> Any:
    """What was sent, for the form that it was sent with."""
    sent = request.method == "POST" and request.POST.get("act", "") == name
    return request.POST if sent else None


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


def _lift(request: HttpRequest, record: Any, data: dict[str, Any]) -> None:
    actor, at = request.actor, request.at  # type: ignore[attr-defined]
    ties = ties_of(actor=actor, record=record, at=at)
    person = tie_chosen(ties, data["tie"]).person
    lift_conflict(actor=actor, person=person, record=record, ground=data["ground"], at=at)


def _end_case(request: HttpRequest, record: Any, data: dict[str, Any]) -> None:
    actor, at = request.actor, request.at  # type: ignore[attr-defined]
    case = tie_chosen(ties_of(actor=actor, record=record, at=at), data.pop("tie"))
    end_case(actor=actor, person=case.person, role=case.role, record=record, at=at, **data)


def _release(request: HttpRequest, record: Any, data: dict[str, Any]) -> None:
    data["to"] = data["to"].id
    release_identity(actor=request.actor, report=record, at=request.at, **data)  # type: ignore[attr-defined]


def _end_release(request: HttpRequest, record: Any, data: dict[str, Any]) -> None:
    data["release"] = uuid.UUID(data["release"])
    end_release(actor=request.actor, report=record, at=request.at, **data)  # type: ignore[attr-defined]


_ACTS: dict[str, Callable[[HttpRequest, Any, dict[str, Any]], None]] = {
    "keep_away": _keep_away,
    "give_case": _give_case,
    "lift": _lift,
    "end_case": _end_case,
    "release": _release,
    "end_release": _end_release,
}

_SIGNED = frozenset({"release"})

TITLES: dict[str, Any] = {
    "keep_away": gettext_lazy("Keep somebody away from this"),
    "give_case": gettext_lazy("Give somebody this case, or ask for advice"),
    "lift": gettext_lazy("Keep somebody away no longer"),
    "end_case": gettext_lazy("End somebody's case"),
    "release": gettext_lazy("Let somebody know who reported"),
    "end_release": gettext_lazy("Let somebody know no longer who reported"),
}
