"""Pages to browse the organisation and see who holds which role where."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from baken.core.access.declarations import page
from baken.core.access.roles import load_roles
from baken.core.questions import unit_figures
from baken.rooms.org.permits import READ_UNIT
from baken.rooms.org.queries import Holder, UnitView, holders_by_unit, tree
from baken.rooms.org.views.pages import tabs
from baken.rooms.org.views.unit_things import things_of_unit


@page(permit=READ_UNIT)
def whole_tree(request: HttpRequest) -> HttpResponse:
    """The top of the organisation, two levels deep."""
    here = tree()
    tops = [(root, [(u, here.children(u)) for u in here.children(root)]) for root in here.roots]
    shown = {"tops": tops, "tabs": tabs(request.actor, "tree")}  # type: ignore[attr-defined]
    return render(request, "org/tree.html", shown)


@page(permit=READ_UNIT)
def unit(request: HttpRequest, code: str) -> HttpResponse:
    """One unit: the line above, the units below, who is responsible, and its picture."""
    here = tree()
    found = here.find(code)
    if found is None:
        raise Http404
    if found.code != code:
        return redirect("org:unit", found.code)
    line = here.line_up(found)
    actor, at = request.actor, request.at  # type: ignore[attr-defined]
    holders = holders_by_unit(actor=actor, units=line, at=at)
    shown = {
        "unit": found,
        "breadcrumbs": _crumbs(line),
        "children": here.children(found),
        "holders": _rows(h for h in holders if h.unit.id == found.id),
        "above": _rows(h for h in holders if h.unit.id != found.id and h.below),
        "columns": _columns(),
        "figures": unit_figures.ask(actor, found, at),
        **things_of_unit(actor, found, holders),
    }
    return render(request, "org/unit.html", shown)


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
    roles = load_roles(settings.ROLES_FILE)
    language = get_language() or "nl"
    return [
        {
            "role": roles[holder.role].label(language) if holder.role in roles else holder.role,
            "name": holder.name + (f" ({_('acting')})" if holder.kind == "acting" else ""),
            "unit": holder.unit.name,
            "until": holder.until or _("until further notice"),
        }
        for holder in holders
    ]
