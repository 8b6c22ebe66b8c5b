"""How a unit and those below it stand with their assessments, on one page."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from baken.core import clock
from baken.core.access import Actor
from baken.core.access.declarations import page
from baken.rooms.assessments.permits import FOLLOW
from baken.rooms.assessments.queries.progress import Standing, standings
from baken.rooms.org.queries import UnitView, tree


@page(permit=FOLLOW)
def progress(request: HttpRequest) -> HttpResponse:
    """The units directly below one, each with all below it; a unit without an assessment is named bare."""
    actor = request.actor  # type: ignore[attr-defined]
    unit = _unit(actor, request.GET.get("unit", "")[:40])
    found = standings(actor, unit, clock.local_date(request.at))  # type: ignore[attr-defined]
    shown: dict[str, Any] = {
        "unit": unit,
        "columns": _columns(),
        "rows": [_row(one, unit) for one in found],
        "above": _above(actor, unit),
    }
    return render(request, "assessments/progress.html", shown)


def _unit(actor: Actor, code: str) -> UnitView:
    """The unit asked for, or the highest that the actor follows. Raises Http404 outside their reach."""
    here, mine = tree(), actor.units_of(FOLLOW)
    if code:
        found = here.find(code)
        if found is None or not here.ids_in((found.range,)) & mine:
            raise Http404
        return found
    if not mine:
        raise Http404
    return min((here.by_id[one] for one in mine), key=lambda one: (len(one.path), one.code))


def _above(actor: Actor, unit: UnitView) -> UnitView | None:
    mine = actor.units_of(FOLLOW)
    line = [one for one in tree().line_up(unit) if one.id != unit.id]
    return line[0] if line and line[0].id in mine else None


def _columns() -> list[dict[str, Any]]:
    """The unit and its numbers; on a phone every number says what it is."""
    numbers = {
        "units": _("Units"),
        "holding": _("Hold now"),
        "bare": _("Units without one of their own"),
        "making": _("Being made"),
        "review_due": _("To be looked at again"),
        "stale": _("Three years or older"),
        "expired": _("Expired"),
        "follow_ups": _("Further inventories open"),
        "late": _("Of these late"),
    }
    return [
        {"key": "unit", "label": _("Unit"), "url": "url", "head": True},
        *({"key": key, "label": label, "numeric": True} for key, label in numbers.items()),
    ]


def _row(one: Standing, unit: UnitView) -> dict[str, Any]:
    is_own = one.unit.id == unit.id
    address = f"{reverse('assessments:progress')}?unit={one.unit.code}"
    listed = f"{reverse('assessments:assessments')}?unit={one.unit.code}"
    return {
        "unit": _("%(unit)s itself") % {"unit": one.unit.name} if is_own else one.unit.name,
        "url": listed if is_own else address,
        **{
            name: getattr(one, name)
            for name in ("units", "holding", "bare", "making", "review_due", "stale", "expired")
        },
        "follow_ups": one.open_follow_ups,
        "late": one.late_follow_ups,
    }
