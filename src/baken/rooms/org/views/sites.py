"""Sites: the list, one site, and the label that hangs on its wall."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from baken.core.access import Actor
from baken.core.access.declarations import page
from baken.core.lists import BadCursor
from baken.core.lists.pager import is_filtered, page_addresses
from baken.core.workflow.available import available_steps
from baken.core.workflow.buttons import step_buttons
from baken.rooms.org.forms.equipment import SiteFilter
from baken.rooms.org.models import Site, SiteHolder
from baken.rooms.org.permits import MAKE_POSTER, MANAGE_KIOSK, READ_EQUIPMENT, READ_UNIT
from baken.rooms.org.queries import tree
from baken.rooms.org.queries.codes import label_of
from baken.rooms.org.queries.equipment import Wish, equipment_page
from baken.rooms.org.queries.places import code_on_label
from baken.rooms.org.queries.sites import (
    Work,
    first_day_of,
    holders_of,
    lodgers_of,
    site_of_code,
    sites_page,
    work_at,
)
from baken.rooms.org.queries.tree import name_of
from baken.rooms.org.views.equipment_rows import code_html, equipment_columns, equipment_rows
from baken.rooms.org.views.labels import Label, show_labels
from baken.rooms.org.views.pages import tabs

MOST_EQUIPMENT = 50


@page(permit=READ_UNIT)
def sites(request: HttpRequest) -> HttpResponse:
    """All sites in order of their code, filtered as the address says."""
    actor = request.actor  # type: ignore[attr-defined]
    form = SiteFilter(request.GET or None)
    chosen = form.cleaned_data if form.is_valid() else {}
    text, unit = chosen.get("q", "").strip(), chosen.get("unit")
    try:
        found = sites_page(actor, text=text, unit=unit, cursor=request.GET.get("cursor", ""))
    except BadCursor:
        return redirect("org:sites")
    shown = {
        "form": form,
        "tabs": tabs(actor, "sites"),
        "columns": _site_columns(),
        "rows": [_site_row(site) for site in found.items],
        "pages": page_addresses(request, found),
        "clear_url": reverse("org:sites") if is_filtered(request, form) else "",
    }
    return render(request, "org/sites.html", shown)


@page(permit=READ_UNIT)
def site(request: HttpRequest, site: str) -> HttpResponse:
    """One site: who holds it, what time it is there, who works there, what stands there."""
    actor, at = request.actor, request.at  # type: ignore[attr-defined]
    found = _found(request, site)
    work = work_at(actor, found)
    sees = actor.holds(READ_EQUIPMENT)
    wish = Wish(site=found)
    there = equipment_page(actor, wish, limit=MOST_EQUIPMENT).items if sees else []
    shown = {
        "site": found,
        "name": name_of(found),
        "facts": _facts(found, at),
        "steps": [one for one in _steps(request, found) if one["allowed"]],
        "held_columns": _held_columns(),
        "held": [_held_row(one) for one in holders_of(actor, found)],
        "work_columns": _work_columns(),
        "work": [_work_row(one) for one in work],
        "lodgers": lodgers_of(found, work),
        "sees_equipment": sees,
        **_doors(actor),
        "columns": equipment_columns(at_site=True),
        "rows": equipment_rows(there, at),
        "all_url": f"{reverse('org:equipment-list')}?site={found.code}",
    }
    return render(request, "org/site.html", shown)


@page(permit=READ_UNIT)
def site_label(request: HttpRequest, site: str) -> HttpResponse:
    """The label of a site, A6, with the square that leads to the report form."""
    found = _found(request, site)
    back = reverse("org:site", args=[found.code])
    holder = tree().by_id[found.holder_id].name
    code = code_on_label(site=found.pk).get(found.pk, "")
    label = Label(found.code, name_of(found), holder, code)
    return show_labels(request, [label], title=name_of(found), back=back)


def _doors(actor: Actor) -> dict[str, bool]:
    """Whether there are doors of reports here that one makes: posters and kiosks."""
    return {
        "makes_posters": actor.holds(MAKE_POSTER),
        "manages_kiosks": actor.holds(MANAGE_KIOSK),
    }


def _found(request: HttpRequest, code: str) -> Site:
    found = site_of_code(request.actor, code)  # type: ignore[attr-defined]
    if found is None:
        raise Http404
    return found


def _facts(found: Site, at: datetime) -> list[tuple[str, Any]]:
    holder = tree().by_id[found.holder_id]
    there = at.astimezone(ZoneInfo(found.time_zone))
    return [
        (_("Holder"), (holder.name, reverse("org:unit", args=[holder.code]))),
        (_("Location"), found.location),
        (_("Time there now"), f"{date_format(there, 'j F H:i')} ({found.time_zone})"),
        (_("Buildings"), ", ".join(found.buildings) or _("none mentioned")),
    ]


def _steps(request: HttpRequest, found: Site) -> list[dict[str, Any]]:
    """What whoever looks can do with the site; who can do nothing here is told nothing."""
    actor, at = request.actor, request.at  # type: ignore[attr-defined]
    return step_buttons(
        choices=available_steps(record=found, actor=actor, at=at),
        url_of=lambda name: reverse("org:site-step", args=[found.code, name]),
        who_may=lambda permits: {},
    )


def _held_columns() -> list[dict[str, Any]]:
    return [
        {"key": "unit", "label": _("Unit"), "url": "url", "head": True, "phone": "lead"},
        {"key": "from_on", "label": _("From"), "phone": "line"},
        {"key": "until", "label": _("To and including"), "phone": "line"},
    ]


def _held_row(held: SiteHolder) -> dict[str, Any]:
    return {
        "unit": name_of(held.unit),
        "url": reverse("org:unit", args=[held.unit.code]),
        "from_on": first_day_of(held),
        "until": held.until or _("until further notice"),
    }


def _site_columns() -> list[dict[str, Any]]:
    return [
        {"key": "code", "label": _("Code"), "url": "url", "head": True, "phone": "line"},
        {"key": "name", "label": _("Name"), "phone": "lead"},
        {"key": "holder", "label": _("Holder"), "phone": "line"},
        {"key": "location", "label": _("Location"), "phone": "line"},
    ]


def _site_row(one: Site) -> dict[str, Any]:
    return {
        "code": code_html(one.code),
        "url": reverse("org:site", args=[one.code]),
        "name": name_of(one),
        "holder": tree().by_id[one.holder_id].name,
        "location": one.location,
    }


def _work_columns() -> list[dict[str, Any]]:
    return [
        {"key": "unit", "label": _("Unit"), "url": "url", "head": True, "phone": "lead"},
        {"key": "type", "label": _("Type"), "phone": "line"},
        {"key": "headcount", "label": _("People"), "numeric": True},
        {"key": "groups", "label": _("Functions"), "phone": "line"},
    ]


def _work_row(one: Work) -> dict[str, Any]:
    return {
        "unit": one.unit.name,
        "url": reverse("org:unit", args=[one.unit.code]),
        "type": label_of("workplace_types", one.type),
        "headcount": one.headcount,
        "groups": ", ".join(one.function_groups),
    }


def links_of(found: Iterable[Site]) -> list[dict[str, str]]:
    """Sites as links with their code."""
    return [
        {"name": name_of(one), "code": one.code, "url": reverse("org:site", args=[one.code])}
        for one in found
    ]
