"""Posters with a QR code: choose for which places, print them, keep them as PDF, withdraw a code."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from baken.core.access import Actor
from baken.core.access.declarations import deed, page
from baken.core.lists import BadCursor
from baken.core.lists.pager import page_addresses
from baken.core.page.pdf import NoPdf, can_make_pdf, pdf_answer
from baken.core.page.qr import square
from baken.core.workflow.errors import FieldsRefused
from baken.rooms.org.actions.place_codes import give_place_codes, withdraw_place_code
from baken.rooms.org.forms.posters import LookForm, PosterForm, WithdrawForm
from baken.rooms.org.permits import MAKE_POSTER
from baken.rooms.org.queries import tree
from baken.rooms.org.queries.place_lists import About, places_about, places_of
from baken.rooms.org.queries.places import Place, places_of_codes
from baken.rooms.org.queries.tree import name_of
from baken.rooms.org.rules.place_codes import in_groups
from baken.rooms.org.schemas.addresses import address_of_place

STYLES = ("org/posters.css",)


@page(permit=MAKE_POSTER)
def posters(request: HttpRequest) -> HttpResponse:
    """Choose for which places of a site, a unit or equipment posters are made; they get their code."""
    actor, at = request.actor, request.at  # type: ignore[attr-defined]
    about, sent = _about(request), request.POST if request.method == "POST" else None
    try:
        found = places_of(actor, about, cursor=request.GET.get("cursor", ""))
    except BadCursor:
        return redirect(f"{reverse('org:posters')}?{urlencode(_asked(about))}")
    form = PosterForm(sent, actor=actor, about=about, places=found.items)
    if form.is_bound and form.is_valid() and (chosen := form.cleaned_data["places"]):
        made = give_place_codes(actor=actor, places=chosen, at=at)
        asked = [*form.look().items(), *(("code", one.code) for one in made)]
        return redirect(f"{reverse('org:poster-sheets')}?{urlencode(asked)}")
    shown = {
        "back": _back(about),
        "here": request.get_full_path(),
        "form": form,
        "places": found.items,
        "pages": page_addresses(request, found),
        "coded": [(one, in_groups(one.code)) for one in found.items if one.code],
    }
    return render(request, "org/posters.html", shown, status=400 if form.errors else 200)


@page(permit=MAKE_POSTER)
def sheets(request: HttpRequest) -> HttpResponse:
    """The posters of the codes in the address, to print."""
    look = LookForm(request.GET).look()
    shown = {
        **_drawn(request, look),
        "look": look,
        "pdf_url": f"{reverse('org:poster-pdf')}?{request.GET.urlencode()}",
        "can_pdf": can_make_pdf(),
    }
    return render(request, "org/poster_sheets.html", shown)


@page(permit=MAKE_POSTER)
def pdf(request: HttpRequest) -> HttpResponse:
    """The same posters as PDF; without the package for it, the print page and a sentence."""
    look = LookForm(request.GET).look()
    whole = render_to_string("org/poster_pdf.html", {**_drawn(request, look), "look": look})
    try:
        return pdf_answer(whole, STYLES, "posters")
    except NoPdf as cannot:
        messages.warning(request, str(cannot))
        return redirect(f"{reverse('org:poster-sheets')}?{request.GET.urlencode()}")


@page(permit=MAKE_POSTER)
@deed(back="org:posters")
def withdraw(request: HttpRequest) -> HttpResponse:
    """Let a code hold no more."""
    form = WithdrawForm(request.POST)
    actor, at = request.actor, request.at  # type: ignore[attr-defined]
    found = places_of_codes(actor, [form["code"].value() or ""])
    if not found:
        raise Http404
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        withdraw_place_code(actor=actor, place=found[0], reason=reason, at=at)
        messages.success(request, _("The code has been withdrawn."))
    else:
        messages.error(request, _("Say why this code is withdrawn."))
    return redirect(f"{reverse('org:posters')}?{_asked_of(found[0])}")


def _drawn(request: HttpRequest, look: dict[str, str]) -> dict[str, Any]:
    """Each poster with its square and its words, in the languages that were chosen."""
    found = places_of_codes(request.actor, request.GET.getlist("code"))  # type: ignore[attr-defined]
    languages = ["nl", "en"] if look["language"] == "both" else [look["language"]]
    drawn = []
    for place in found:
        address = address_of_place(place.code, request)
        drawn.append(
            {
                "code": in_groups(place.code),
                "square": square(address),
                "address": address,
                "words": [_words(place, language) for language in languages],
            }
        )
    return {"posters": drawn}


def _words(place: Place, language: str) -> dict[str, str]:
    with override(language):
        site = place.site.label if place.site and place.kind != "site" else ""
        return {
            "language": language,
            "name": place.name,
            "site": site,
            "call": _("Do you see something unsafe? Report it in a minute."),
            "how": _("Scan the square with your phone, or go to the address below."),
            "name_or_not": _("With your name, confidential or anonymous. No app, no password."),
        }


def _about(request: HttpRequest) -> About:
    """What the address asks posters of; without more, of one's own unit."""
    actor = request.actor  # type: ignore[attr-defined]
    given = {name: _given(request, name) for name in ("site", "equipment", "unit")}
    asked = next(({name: value} for name, value in given.items() if value), None)
    try:
        return places_about(actor, **(asked or {"unit": _own_unit(actor)}))
    except FieldsRefused:
        raise Http404 from None


def _own_unit(actor: Actor) -> str:
    here = tree()
    return here.by_id.get(actor.home_unit or 0, here.roots[0]).code


def _asked(about: About) -> dict[str, str]:
    """What is asked, as the address says it."""
    if about.site:
        return {"site": about.site.code}
    if about.equipment:
        return {"equipment": about.equipment.ref}
    return {"unit": about.unit.code if about.unit else ""}


def _back(about: About) -> tuple[str, str]:
    """The address and the name of the page of what is asked."""
    if about.site:
        return reverse("org:site", args=[about.site.code]), name_of(about.site)
    if about.equipment:
        return reverse("org:equipment", args=[about.equipment.ref]), about.equipment.name
    unit = about.unit or tree().roots[0]
    return reverse("org:unit", args=[unit.code]), unit.name


def _given(request: HttpRequest, name: str) -> str:
    return request.GET.get(name, "").replace("\x00", "").strip()[:80]


def _asked_of(place: Place) -> str:
    if place.equipment:
        return urlencode({"equipment": place.equipment.ref})
    return urlencode({"site": place.site.code if place.site else ""})
