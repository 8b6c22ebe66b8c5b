"""Browsing the organisation: the tree, a unit as it is or was, who holds which role where."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from baken.core import clock
from baken.core.access import may
from baken.core.access.declarations import page
from baken.core.access.roles import role_label
from baken.core.questions import unit_figures
from baken.core.workflow.available import available_steps
from baken.core.workflow.buttons import step_buttons
from baken.rooms.org.forms import DayForm
from baken.rooms.org.models import Unit
from baken.rooms.org.permits import APPOINT, MANAGE_UNIT, READ_UNIT
from baken.rooms.org.queries import (
    Holder,
    UnitView,
    earlier_lines_of,
    history_of,
    holders_by_unit,
    lines_of,
    posts_by_permit,
    predecessors_of,
    tree,
    tree_on,
)
from baken.rooms.org.queries.codes import label_of
from baken.rooms.org.questions import unit_pages
from baken.rooms.org.views.pages import tabs
from baken.rooms.org.views.unit_things import things_of_unit


@page(permit=READ_UNIT)
def whole_tree(request: HttpRequest) -> HttpResponse:
    """The top of the organisation, two levels deep, today or on a day that was asked for."""
    form, day = _asked_day(request)
    here = tree_on(day)
    tops = [(root, [(u, _living(here, u)) for u in _living(here, root)]) for root in here.roots]
    past = day < clock.today()
    shown = {"tops": tops, "form": form, "day": day if past else None}
    shown["asked"] = f"?on={day.isoformat()}" if past else ""
    shown["tabs"] = tabs(request.actor, "tree")  # type: ignore[attr-defined]
    return render(request, "org/tree.html", shown)


@page(permit=READ_UNIT)
def unit(request: HttpRequest, code: str) -> HttpResponse:
    """One unit: the line above, the units below, its lines of command, who is responsible."""
    found = tree().find(code)
    if found is None:
        raise Http404
    if found.code != code:
        return redirect("org:unit", found.code)
    form, day = _asked_day(request)
    shown = {"form": form, "day": None, **_as_of(request, found, day)}
    if day < clock.today():
        shown["day"] = day
    else:
        shown |= _today(request, found)
        shown |= things_of_unit(request.actor, found, shown["posts"])  # type: ignore[attr-defined]
    return render(request, "org/unit.html", shown)


def _as_of(request: HttpRequest, unit: UnitView, day: date) -> dict[str, Any]:
    """What a unit was on a day: its place, its name, who was responsible, its lines."""
    past = tree_on(day)
    then = past.by_id.get(unit.id)
    line = past.line_up(then) if then else [unit]
    holders = _holders(request, line, day)
    return {
        "posts": holders,
        "unit": then or unit,
        "was_there": then is not None,
        "breadcrumbs": _crumbs(line),
        "children": _living(past, then) if then else [],
        "ended": [one for one in past.children(then) if one.is_dissolved] if then else [],
        "holders": _rows(h for h in holders if h.unit.id == unit.id),
        "above": _rows(h for h in holders if h.unit.id != unit.id and h.below),
        "columns": _columns(),
        "lines": lines_of(unit, day),
        "history": history_of(unit),
        "predecessors": predecessors_of(unit),
    }


def _today(request: HttpRequest, unit: UnitView) -> dict[str, Any]:
    """What only makes sense of a unit as it is now: figures, and what one can do with it."""
    actor, at = request.actor, request.at  # type: ignore[attr-defined]
    shown: dict[str, Any] = {"figures": unit_figures.ask(actor, unit, at)}
    shown["pages"] = unit_pages.ask(actor, unit)
    named = tree().named_posts.get(unit.id)
    shown["named_post"] = label_of("named_posts", named) if named else ""
    shown["earlier_lines"] = earlier_lines_of(unit, clock.local_date(at))
    # Who changes no unit needs no more of it than where it stands.
    manages = actor.holds(MANAGE_UNIT)
    record = Unit.objects.get(pk=unit.id) if manages else Unit(id=unit.id, path=unit.path)
    shown["may_appoint"] = not unit.is_dissolved and may(actor, APPOINT, record)
    if not manages:
        return shown
    shown["may_found"] = not unit.is_dissolved and may(actor, MANAGE_UNIT, record)
    buttons = step_buttons(
        choices=available_steps(record=record, actor=actor, at=at),
        url_of=lambda name: reverse("org:unit-step", args=[unit.code, name]),
        who_may=lambda permits: posts_by_permit(permits, unit, get_language() or "nl"),
    )
    shown["steps"] = [one for one in buttons if one["allowed"]]
    shown["closed_steps"] = [one for one in buttons if not one["allowed"]]
    return shown


def _asked_day(request: HttpRequest) -> tuple[DayForm, date]:
    form = DayForm(request.GET or None)
    day = form.cleaned_data["on"] if form.is_valid() else None
    return form, day or clock.today()


def _holders(request: HttpRequest, line: list[UnitView], day: date) -> list[Holder]:
    actor, at = request.actor, request.at  # type: ignore[attr-defined]
    moment = at if day >= clock.local_date(at) else clock.start_of_day(day)
    return holders_by_unit(actor=actor, units=line, at=moment)


def _living(here: Any, unit: UnitView) -> list[UnitView]:
    """The units directly below that exist."""
    return [one for one in here.children(unit) if not one.is_dissolved]


def _crumbs(line: list[UnitView]) -> list[dict[str, str]]:
    return [
        {"label": one.name, "url": reverse("org:unit", args=[one.code])} for one in reversed(line)
    ]


def _columns() -> list[dict[str, Any]]:
    return [
        {"key": "role", "label": _("Role"), "head": True, "phone": "lead"},
        {"key": "name", "label": _("Who"), "phone": "line"},
        {"key": "unit", "label": _("Unit"), "phone": "line"},
        {"key": "until", "label": _("Until"), "phone": "line"},
    ]


def _rows(holders: Iterable[Holder]) -> list[dict[str, Any]]:
    marks = {"acting": _("acting"), "delegate": _("delegated")}
    return [
        {
            "role": role_label(holder.role),
            "name": holder.name + (f" ({marks[holder.kind]})" if holder.kind in marks else ""),
            "unit": holder.unit.name,
            "until": holder.until or _("until further notice"),
        }
        for holder in holders
    ]
