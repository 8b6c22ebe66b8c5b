"""Places with a code on a poster, and kiosks, over HTTP: as on their pages."""

from __future__ import annotations

from dataclasses import replace

from django.http import Http404, HttpRequest
from ninja import Query, Router, Status

from baken.core.api.endpoints import endpoint
from baken.core.lists import Page
from baken.rooms.org.actions.kiosks import renew_kiosk, set_up_kiosk, shut_kiosk
from baken.rooms.org.actions.place_codes import give_place_codes, withdraw_place_code
from baken.rooms.org.permits import MAKE_POSTER, MANAGE_KIOSK
from baken.rooms.org.queries.kiosks import Standing, kiosk_managed, kiosks_of
from baken.rooms.org.queries.place_lists import About, places_about, places_chosen, places_of
from baken.rooms.org.queries.places import places_of_codes
from baken.rooms.org.schemas.places import (
    CodesBody,
    KioskBody,
    KioskOut,
    KioskPage,
    KioskSetUp,
    KiosksQuery,
    PlaceOut,
    PlacePage,
    PlacesQuery,
    WithdrawBody,
    kiosk_out,
    kiosk_set_up,
    place_out,
)

router = Router()


@router.get("/places", response=PlacePage, operation_id="places")
@endpoint(permit=MAKE_POSTER)
def places(request: HttpRequest, asked: Query[PlacesQuery]) -> PlacePage:
    """The places of a site, of a unit or of equipment for which you make posters, with their code."""
    actor, about = request.actor, _about(request, asked)  # type: ignore[attr-defined]
    return _page(request, places_of(actor, about, cursor=asked.cursor, limit=asked.limit))


@router.post("/places/codes", response=PlacePage, operation_id="give_place_codes")
@endpoint(permit=MAKE_POSTER)
def codes(request: HttpRequest, payload: CodesBody) -> PlacePage:
    """Draw a code for each place that has none; what has one keeps it."""
    actor, at = request.actor, request.at  # type: ignore[attr-defined]
    about = _about(request, payload)
    if payload.places:
        found = Page(places_chosen(actor, about, payload.places))
    else:
        found = places_of(actor, about, cursor=payload.cursor)
    made = give_place_codes(actor=actor, places=found.items, at=at)
    return _page(request, Page(made, found.next_cursor))


@router.post("/places/{place}/withdraw", response=PlaceOut, operation_id="withdraw_place_code")
@endpoint(permit=MAKE_POSTER)
def withdraw(request: HttpRequest, place: str, payload: WithdrawBody) -> PlaceOut:
    """Let a code hold no more; a kiosk that stands there is not shut by it."""
    actor, at = request.actor, request.at  # type: ignore[attr-defined]
    found = places_of_codes(actor, [place[:20]])
    if not found:
        raise Http404
    withdraw_place_code(actor=actor, place=found[0], reason=payload.reason, at=at)
    return place_out(request, replace(found[0], code=""))


@router.get("/kiosks", response=KioskPage, operation_id="kiosks")
@endpoint(permit=MANAGE_KIOSK)
def kiosks(request: HttpRequest, asked: Query[KiosksQuery]) -> KioskPage:
    """The kiosks at a site that you manage, shut ones too."""
    actor = request.actor  # type: ignore[attr-defined]
    site = places_about(actor, site=asked.site).site if asked.site else None
    found = kiosks_of(actor, site, state=asked.state, cursor=asked.cursor, limit=asked.limit)
    items = [kiosk_out(request, one) for one in found.items]
    return KioskPage(items=items, next=found.next_cursor or None)


@router.post("/kiosks", response={201: KioskSetUp}, operation_id="set_up_kiosk")
@endpoint(permit=MANAGE_KIOSK)
def set_up(request: HttpRequest, payload: KioskBody) -> object:
    """Set up a kiosk. Its set-up code is told once and holds for an hour."""
    actor, at = request.actor, request.at  # type: ignore[attr-defined]
    about = places_about(actor, site=payload.site)
    (place,) = places_chosen(actor, about, [payload.place], MANAGE_KIOSK, field="place")
    made = set_up_kiosk(actor=actor, place=place, name=payload.name, at=at)
    return Status(201, kiosk_set_up(request, made, place))


@router.post("/kiosks/{kiosk}/renew", response=KioskSetUp, operation_id="renew_kiosk")
@endpoint(permit=MANAGE_KIOSK)
def renew(request: HttpRequest, kiosk: str) -> KioskSetUp:
    """Give a new set-up code; the device of before may report no more."""
    actor, at = request.actor, request.at  # type: ignore[attr-defined]
    found = _managed(request, kiosk)
    made = renew_kiosk(actor=actor, kiosk=found.kiosk, place=found.place, at=at)
    return kiosk_set_up(request, made, found.place)


@router.post("/kiosks/{kiosk}/shut", response=KioskOut, operation_id="shut_kiosk")
@endpoint(permit=MANAGE_KIOSK)
def shut(request: HttpRequest, kiosk: str) -> KioskOut:
    """Shut a kiosk down for good."""
    actor, at = request.actor, request.at  # type: ignore[attr-defined]
    found = _managed(request, kiosk)
    shut_kiosk(actor=actor, kiosk=found.kiosk, place=found.place, at=at)
    return kiosk_out(request, Standing(found.kiosk, found.place, "shut"))


def _page(request: HttpRequest, found: Page) -> PlacePage:
    items = [place_out(request, one) for one in found.items]
    return PlacePage(items=items, next=found.next_cursor or None)


def _about(request: HttpRequest, asked: PlacesQuery | CodesBody) -> About:
    actor = request.actor  # type: ignore[attr-defined]
    return places_about(actor, site=asked.site, unit=asked.unit, equipment=asked.equipment)


def _managed(request: HttpRequest, kiosk: str) -> Standing:
    found = kiosk_managed(request.actor, kiosk[:20])  # type: ignore[attr-defined]
    if found is None:
        raise Http404
    return found
