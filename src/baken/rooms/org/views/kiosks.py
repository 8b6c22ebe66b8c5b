"""Kiosks of a site: which there are, a new one, a new set-up code, shutting one down."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from baken.core.access.declarations import deed, page
from baken.core.lists import BadCursor
from baken.core.lists.pager import page_addresses
from baken.core.workflow.errors import FieldsRefused
from baken.core.workflow.taking import say_refused
from baken.rooms.org.actions.kiosks import SetUp, renew_kiosk, set_up_kiosk, shut_kiosk
from baken.rooms.org.forms.kiosks import KioskForm
from baken.rooms.org.models import Site
from baken.rooms.org.permits import MANAGE_KIOSK
from baken.rooms.org.queries.kiosks import OPEN, SHUT, Standing, kiosk_managed, kiosks_of
from baken.rooms.org.queries.place_lists import About, places_for_kiosks
from baken.rooms.org.queries.sites import site_of_code, sites_page
from baken.rooms.org.queries.tree import name_of
from baken.rooms.org.rules.place_codes import in_groups
from baken.rooms.org.schemas.addresses import address_of_kiosk
from baken.rooms.org.texts import KIOSK_STATES

MOST_SITES = 50


@page(permit=MANAGE_KIOSK)
def kiosks(request: HttpRequest) -> HttpResponse:
    """The kiosks of a site, and a form for a new one; without a site, the sites to choose from."""
    site = _site(request)
    try:
        return _sites(request) if site is None else _at_site(request, site)
    except BadCursor:
        return redirect(_address(site.code if site else ""))


@page(permit=MANAGE_KIOSK)
@deed(back="org:kiosks")
def renew(request: HttpRequest) -> HttpResponse:
    """A new set-up code, told once; the device of before is shut out."""
    actor, at = request.actor, request.at  # type: ignore[attr-defined]
    found = _managed(request)
    made = renew_kiosk(actor=actor, kiosk=found.kiosk, place=found.place, at=at)
    return render(request, "org/kiosk_code.html", _told(request, made, _back(found)))


@page(permit=MANAGE_KIOSK)
@deed(back="org:kiosks")
def shut(request: HttpRequest) -> HttpResponse:
    """Shut a kiosk down for good."""
    found = _managed(request)
    actor, at = request.actor, request.at  # type: ignore[attr-defined]
    shut_kiosk(actor=actor, kiosk=found.kiosk, place=found.place, at=at)
    messages.success(request, _("The kiosk has been shut down."))
    return redirect(_back(found))


def _sites(request: HttpRequest) -> HttpResponse:
    """The sites to choose from, and the kiosks that stand at none."""
    actor = request.actor  # type: ignore[attr-defined]
    found = sites_page(actor, cursor=request.GET.get("sites", ""), limit=MOST_SITES)
    label = _("Further locations")
    shown = {
        "sites": [(one.code, name_of(one)) for one in found.items],
        "site_pages": page_addresses(request, found, name="sites", label=label),
        **_listed(request, None),
    }
    return render(request, "org/kiosk_sites.html", shown)


def _at_site(request: HttpRequest, site: Site) -> HttpResponse:
    """The kiosks of a site, and the form for a new one; of one just set up, its code."""
    actor, at = request.actor, request.at  # type: ignore[attr-defined]
    places = places_for_kiosks(actor, site, cursor=request.GET.get("places", ""))
    sent = request.POST if request.method == "POST" else None
    form = KioskForm(sent, actor=actor, about=About(site=site), places=places.items)
    if form.is_bound and form.is_valid():
        try:
            made = set_up_kiosk(actor=actor, at=at, **form.cleaned_data)
            told = _told(request, made, _address(site.code))
            return render(request, "org/kiosk_code.html", told)
        except FieldsRefused as refused:
            say_refused(form, refused)
    shown = {
        "site": site,
        "name": name_of(site),
        "form": form,
        "may_set_up": bool(places.items),
        "here": request.get_full_path(),
        "place_pages": page_addresses(request, places, name="places", label=_("Further places")),
        **_listed(request, site),
    }
    return render(request, "org/kiosks.html", shown, status=400 if form.errors else 200)


def _listed(request: HttpRequest, site: Site | None) -> dict[str, Any]:
    """One page of the kiosks in use, or of those that were shut down when the address asks them."""
    actor = request.actor  # type: ignore[attr-defined]
    state = SHUT if request.GET.get("state") == SHUT else OPEN
    found = kiosks_of(actor, site, state=state, cursor=request.GET.get("cursor", ""))
    ways = [(OPEN, _("Kiosks in use")), (SHUT, _("Kiosks that were shut down"))]
    return {
        "kiosks": _rows(found.items),
        "pages": page_addresses(request, found),
        "shut": state == SHUT,
        "tabs": [
            {
                "label": label,
                "url": _address(site.code if site else "", way),
                "current": way == state,
            }
            for way, label in ways
        ],
    }


def _address(site: str, state: str = OPEN) -> str:
    asked = {"site": site} if site else {}
    asked |= {"state": state} if state == SHUT else {}
    return f"{reverse('org:kiosks')}?{urlencode(asked)}" if asked else reverse("org:kiosks")


def _rows(kiosks: list[Standing]) -> list[dict[str, Any]]:
    return [
        {"one": one, "state": KIOSK_STATES[one.state], "open": one.state != "shut"}
        for one in kiosks
    ]


def _told(request: HttpRequest, made: SetUp, back: str) -> dict[str, Any]:
    """What stands on the page that tells the set-up code once."""
    return {
        "kiosk": made.kiosk,
        "setup_code": in_groups(made.setup_code),
        "address": address_of_kiosk(made.kiosk, request),
        "until": made.kiosk.setup_until,
        "back": back,
    }


def _site(request: HttpRequest) -> Site | None:
    code = request.GET.get("site", "").replace("\x00", "").strip()
    if not code:
        return None
    site = site_of_code(request.actor, code)  # type: ignore[attr-defined]
    if site is None:
        raise Http404
    return site


def _managed(request: HttpRequest) -> Standing:
    found = kiosk_managed(request.actor, request.POST.get("kiosk", "")[:20])  # type: ignore[attr-defined]
    if found is None:
        raise Http404
    return found


def _back(found: Standing) -> str:
    return _address(found.place.site.code if found.place.site else "")
